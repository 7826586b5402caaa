"""Remind organisers once to say how many came, and find past events through a small index."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
EVENTS = sa.text("kind = 'event_area'")


def upgrade() -> None:
    op.create_table(
        "attendance_reminder",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_attendance_reminder_booking_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_attendance_reminder")),
    )
    op.create_index("ix_booking_events", "booking", ["ends_at"], sqlite_where=EVENTS, postgresql_where=EVENTS)


def downgrade() -> None:
    op.drop_index("ix_booking_events", table_name="booking")
    op.drop_table("attendance_reminder")
