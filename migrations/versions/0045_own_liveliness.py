"""Keep the chamber's own part of evenings, weekends and activation days beside the whole, as of all activated hours."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

OWN = (
    "evening_internally",
    "weekend_internally",
    "holidays_internally",
    "evenings_internally",
    "active_days_internally",
)


def upgrade() -> None:
    # What is kept is counted anew: it was made by another version of its family.
    op.execute("DELETE FROM union_month")
    with op.batch_alter_table("union_month") as table:
        for name in OWN:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("union_month") as table:
        for name in OWN:
            table.drop_column(name)
