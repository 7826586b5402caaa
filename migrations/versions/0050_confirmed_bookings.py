"""Find bookings that are still only confirmed by an index of their own: figures of years looked through all bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

CONFIRMED = sa.text("state = 'confirmed'")


def upgrade() -> None:
    op.create_index(
        "ix_booking_confirmed",
        "booking",
        ["location_id", "starts_at"],
        sqlite_where=CONFIRMED,
        postgresql_where=CONFIRMED,
    )


def downgrade() -> None:
    op.drop_index("ix_booking_confirmed", table_name="booking")
