"""Find mails that were given up by an index: whoever looks after the house asks for them every few seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

GIVEN_UP = sa.text("state = 'failed'")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_given_up", "outbox", ["created_at"], sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_given_up", table_name="outbox")
