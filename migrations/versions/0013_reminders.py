"""Remind people of their bookings once, when their house says so and they like it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "reminder_sent",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("starts_at", MOMENT, autoincrement=False, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_reminder_sent_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", "starts_at", name=op.f("pk_reminder_sent")),
    )
    op.add_column("location", sa.Column("reminder_hours", sa.Integer(), nullable=True))
    op.add_column(
        "user_account",
        sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    op.drop_column("user_account", "wants_reminders")
    op.drop_column("location", "reminder_hours")
    op.drop_table("reminder_sent")
