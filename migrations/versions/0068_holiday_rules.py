"""Let houses say from which day on they close on which holidays, and which days need a second look."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("holiday_rules", "quiet_days"):
        op.add_column("location", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for name in ("quiet_days", "holiday_rules"):
        op.drop_column("location", name)
