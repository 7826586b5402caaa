"""Keep wishes for what is taken, offer them in order what becomes free, and count what was missing."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("booking_rule", sa.Column("offer_minutes", sa.Integer(), nullable=True))
    op.create_table(
        "waiting_wish",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("booking_id", ID, nullable=True),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_waiting_wish_weekdays")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_waiting_wish_dates")),
        sa.CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_waiting_wish_window"),
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND ends_minute - starts_minute", name=op.f("ck_waiting_wish_length")
        ),
        sa.CheckConstraint("people >= 1", name=op.f("ck_waiting_wish_people")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_waiting_wish_user_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_waiting_wish_organisation_id")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waiting_wish_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_wish")),
    )
    op.create_index(
        "ix_waiting_wish_waiting",
        "waiting_wish",
        ["created_at", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("ix_waiting_wish_user_id_created_at"), "waiting_wish", ["user_id", "created_at"])
    for name, other in (("house", "location"), ("space", "space")):
        op.create_table(
            f"waiting_wish_{name}",
            sa.Column("wish_id", ID, autoincrement=False, nullable=False),
            sa.Column(f"{other}_id", ID, autoincrement=False, nullable=False),
            sa.ForeignKeyConstraint(
                ["wish_id"], ["waiting_wish.id"], name=op.f(f"fk_waiting_wish_{name}_wish_id")
            ),
            sa.ForeignKeyConstraint(
                [f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_waiting_wish_{name}_{other}_id")
            ),
            sa.PrimaryKeyConstraint("wish_id", f"{other}_id", name=op.f(f"pk_waiting_wish_{name}")),
        )
    op.create_table(
        "waiting_offer",
        sa.Column("id", ID, nullable=False),
        sa.Column("wish_id", ID, nullable=False),
        sa.Column("hold_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_waiting_offer_ends_after_start")),
        sa.ForeignKeyConstraint(["wish_id"], ["waiting_wish.id"], name=op.f("fk_waiting_offer_wish_id")),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_waiting_offer_hold_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_waiting_offer_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_offer")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_waiting_offer_hold_id")),
    )
    op.create_index(op.f("ix_waiting_offer_wish_id"), "waiting_offer", ["wish_id"])
    op.create_index(
        "ix_waiting_offer_open",
        "waiting_offer",
        ["wish_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "freed_time",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_freed_time_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freed_time")),
    )
    op.create_table(
        "unmet_demand",
        sa.Column("location_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("shortage", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1 AND minutes >= 0", name=op.f("ck_unmet_demand_counted")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_unmet_demand_location_id")),
        sa.PrimaryKeyConstraint("location_id", "kind", "week_on", "shortage", name=op.f("pk_unmet_demand")),
    )


def downgrade() -> None:
    for table in (
        "unmet_demand",
        "freed_time",
        "waiting_offer",
        "waiting_wish_space",
        "waiting_wish_house",
        "waiting_wish",
    ):
        op.drop_table(table)
    op.drop_column("booking_rule", "offer_minutes")
