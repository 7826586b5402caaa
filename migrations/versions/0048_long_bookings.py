"""Find bookings longer than a day by an index of their own: figures of one day looked through all that was before."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_booked_unit_long",
        "booked_unit",
        ["space_id", "ends_at"],
        sqlite_where=sa.text("ends_at - starts_at > 86400"),
        postgresql_where=sa.text("ends_at - starts_at > interval '24 hours'"),
    )


def downgrade() -> None:
    op.drop_index("ix_booked_unit_long", table_name="booked_unit")
