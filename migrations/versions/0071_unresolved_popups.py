"""Find past pop-ups of which nobody recorded anything as fast as other bookings nobody decided on."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

NAME = "ix_booking_unresolved"
UNRESOLVED = "state = 'confirmed' AND check_in_until IS NULL"
BUT_POPUPS = f"{UNRESOLVED} AND kind <> 'popup_slot'"


def upgrade() -> None:
    _make_anew(UNRESOLVED)


def downgrade() -> None:
    _make_anew(BUT_POPUPS)


def _make_anew(condition: str) -> None:
    op.drop_index(NAME, table_name="booking")
    where = sa.text(condition)
    op.create_index(NAME, "booking", ["ends_at"], sqlite_where=where, postgresql_where=where)
