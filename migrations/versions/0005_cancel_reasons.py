"""Keep why a booking was cancelled as a word of a list, so that reports can count it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("cancel_code", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("booking", "cancel_code")
