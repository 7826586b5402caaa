"""Find the first two used days of an organisation by an index: a month of figures looked through all uses there ever were."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

COLUMNS = ["organisation", "first_on", "location_id", "kind", "is_internal", "second_on"]


def upgrade() -> None:
    op.create_index("ix_use_month_first", "use_month", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_use_month_first", table_name="use_month")
