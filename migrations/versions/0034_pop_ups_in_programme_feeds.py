"""Let open pop-ups stand in the programme's feeds, and each feed know with which names it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = "fk_programme_entry_booking_id"


def upgrade() -> None:
    op.add_column("programme_feed", sa.Column("basis", sa.String(32), server_default="", nullable=False))
    op.add_column("programme_feed", sa.Column("name", sa.String(200), server_default="", nullable=False))
    with op.batch_alter_table("programme_entry") as entry:
        entry.drop_constraint(op.f(KEY), type_="foreignkey")
        entry.create_foreign_key(op.f(KEY), "booking", ["booking_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM programme_entry WHERE booking_id NOT IN (SELECT booking_id FROM public_event)")
    op.execute("UPDATE programme_feed SET format_version = 0")
    with op.batch_alter_table("programme_entry") as entry:
        entry.drop_constraint(op.f(KEY), type_="foreignkey")
        entry.create_foreign_key(op.f(KEY), "public_event", ["booking_id"], ["booking_id"])
    op.drop_column("programme_feed", "name")
    op.drop_column("programme_feed", "basis")
