"""Keep calendars from outside, their events and what collides, and say of a blocking which calendar it is of."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("blocking", sa.Column("source", sa.String(length=80), server_default="", nullable=False))
    op.create_table(
        "busy_calendar",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.String(length=300), nullable=False),
        sa.Column("last_modified", sa.String(length=80), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("finding_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_busy_calendar_location_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_busy_calendar_space_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_busy_calendar_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_calendar")),
    )
    op.create_index(op.f("ix_busy_calendar_location_id"), "busy_calendar", ["location_id"])
    op.create_index(op.f("ix_busy_calendar_space_id"), "busy_calendar", ["space_id"])
    op.create_index(
        "ix_busy_calendar_due",
        "busy_calendar",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "busy_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("calendar_id", ID, nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("recurrence_id", sa.String(length=20), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("blocking_id", ID, nullable=True),
        sa.Column("is_dismissed", sa.Boolean(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_busy_event_ends_after_start")),
        sa.CheckConstraint("is_dismissed OR blocking_id IS NOT NULL", name=op.f("ck_busy_event_blocks")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["busy_calendar.id"], name=op.f("fk_busy_event_calendar_id")
        ),
        sa.ForeignKeyConstraint(["blocking_id"], ["blocking.id"], name=op.f("fk_busy_event_blocking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_event")),
        sa.UniqueConstraint(
            "calendar_id", "uid", "recurrence_id", name=op.f("uq_busy_event_calendar_id_uid_recurrence_id")
        ),
    )
    op.create_index(op.f("ix_busy_event_calendar_id_starts_at"), "busy_event", ["calendar_id", "starts_at"])
    op.create_index(op.f("ix_busy_event_blocking_id"), "busy_event", ["blocking_id"])
    op.create_index(
        "ix_busy_event_lacking",
        "busy_event",
        ["calendar_id"],
        sqlite_where=sa.text("NOT is_whole"),
        postgresql_where=sa.text("NOT is_whole"),
    )
    op.create_table(
        "busy_collision",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_busy_collision_decided")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["busy_event.id"], name=op.f("fk_busy_collision_event_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_busy_collision_booking_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_busy_collision_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_collision")),
        sa.UniqueConstraint("event_id", "booking_id", name=op.f("uq_busy_collision_event_id_booking_id")),
    )
    op.create_index(op.f("ix_busy_collision_booking_id"), "busy_collision", ["booking_id"])


def downgrade() -> None:
    op.drop_table("busy_collision")
    op.drop_table("busy_event")
    op.drop_table("busy_calendar")
    op.drop_column("blocking", "source")
