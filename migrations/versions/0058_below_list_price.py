"""Find the bookings below the list price without reading all others: they are few among many."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

BELOW = sa.text("market_cents > price_cents")
INDEX = "ix_booking_below_list_price"


def upgrade() -> None:
    op.create_index(
        INDEX, "booking", ["location_id", "created_at"], sqlite_where=BELOW, postgresql_where=BELOW
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="booking")
