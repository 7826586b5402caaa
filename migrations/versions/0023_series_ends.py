"""Find series that end soon by their dates around now, however many ended before."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

IS_BOOKED = sa.text("state = 'booked'")


def upgrade() -> None:
    op.create_index(
        "ix_series_date_booked",
        "series_date",
        ["starts_at"],
        sqlite_where=IS_BOOKED,
        postgresql_where=IS_BOOKED,
    )


def downgrade() -> None:
    op.drop_index("ix_series_date_booked", table_name="series_date")
