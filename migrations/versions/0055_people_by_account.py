"""Find by indexes who used anything in a period, and the few long bookings around it: both looked through years."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

FIRST = ["organisation", "is_internal", "first_on", "location_id", "kind", "second_on"]
FIRST_BEFORE = ["organisation", "first_on", "location_id", "kind", "is_internal", "second_on"]
PERSON = ["person", "is_internal", "first_on", "location_id", "kind"]


def upgrade() -> None:
    op.drop_index("ix_use_month_first", table_name="use_month")
    op.create_index("ix_use_month_first", "use_month", FIRST)
    op.create_index("ix_use_month_person", "use_month", PERSON)
    op.create_index("ix_use_month_private", "use_month", ["organisation", *PERSON])
    op.create_index(
        "ix_booking_long",
        "booking",
        ["location_id", "ends_at"],
        sqlite_where=sa.text("ends_at - starts_at > 86400"),
        postgresql_where=sa.text("ends_at - starts_at > interval '24 hours'"),
    )


def downgrade() -> None:
    op.drop_index("ix_booking_long", table_name="booking")
    op.drop_index("ix_use_month_private", table_name="use_month")
    op.drop_index("ix_use_month_person", table_name="use_month")
    op.drop_index("ix_use_month_first", table_name="use_month")
    op.create_index("ix_use_month_first", "use_month", FIRST_BEFORE)
