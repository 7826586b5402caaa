"""Keep counted visits with their source, so that past bookings nobody decided on are settled by them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
SOURCES = ("counter", "check_in", "door", "tally", "report", "estimate")
UNRESOLVED = sa.text("state = 'confirmed' AND check_in_until IS NULL AND kind <> 'popup_slot'")
HOLDING = {
    "uq_visit_count_booking": (["booking_id", "day", "source"], "booking_id IS NOT NULL"),
    "uq_visit_count_space": (
        ["space_id", "day", "source"],
        "booking_id IS NULL AND space_id IS NOT NULL",
    ),
    "uq_visit_count_house": (["location_id", "day", "source"], "booking_id IS NULL AND space_id IS NULL"),
}


def upgrade() -> None:
    op.create_table(
        "visit_count",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Enum(*SOURCES, native_enum=False, length=32), nullable=False),
        sa.Column("note", sa.String(300), nullable=False, server_default=""),
        sa.Column("entered_by_id", ID, nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("corrects_id", ID, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", ID, nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_visit_count_count")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_visit_count_ends_after_start")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_visit_count_{column}"))
            for column, target in (
                ("location_id", "location.id"),
                ("space_id", "space.id"),
                ("booking_id", "booking.id"),
                ("entered_by_id", "user_account.id"),
                ("corrects_id", "visit_count.id"),
                ("ended_by_id", "user_account.id"),
            )
        ),
    )
    op.create_index("ix_visit_count_location_id_day", "visit_count", ["location_id", "day"])
    op.create_index("ix_visit_count_booking_id", "visit_count", ["booking_id"])
    for name, (columns, what) in HOLDING.items():
        where = sa.text(f"ended_at IS NULL AND {what}")
        op.create_index(name, "visit_count", columns, unique=True, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "door_tap",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("undoes_key", sa.String(64), nullable=True),
        sa.Column("tapped_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.CheckConstraint("people <> 0 AND people BETWEEN -99 AND 99", name=op.f("ck_door_tap_people")),
        sa.UniqueConstraint("key", name=op.f("uq_door_tap_key")),
        sa.UniqueConstraint("undoes_key", name=op.f("uq_door_tap_undoes_key")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_door_tap_location_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_door_tap_booking_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_door_tap_by_id")),
    )
    op.create_index("ix_door_tap_booking_id_day", "door_tap", ["booking_id", "day"])
    op.create_index("ix_door_tap_location_id_day", "door_tap", ["location_id", "day"])
    op.create_index(
        "ix_booking_unresolved",
        "booking",
        ["ends_at"],
        sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    )


def downgrade() -> None:
    op.drop_index("ix_booking_unresolved", table_name="booking")
    op.drop_table("door_tap")
    op.drop_table("visit_count")
