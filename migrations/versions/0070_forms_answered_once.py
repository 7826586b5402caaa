"""Keep with a filled-in form what it made, also where that is no booking: sent twice, it is made once."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("idempotence", sa.Column("made_id", ID, nullable=True))


def downgrade() -> None:
    op.drop_column("idempotence", "made_id")
