"""Keep invitations as values: the calendar object is written when the mail leaves, not while somebody books.

A mail still waiting during the upgrade leaves without its invitation; the feed and the page have it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("invitation", sa.JSON(), nullable=True))
    op.drop_column("outbox", "calendar")


def downgrade() -> None:
    op.add_column(
        "outbox", sa.Column("calendar", sa.LargeBinary(), nullable=False, server_default=sa.text("''"))
    )
    op.drop_column("outbox", "invitation")
