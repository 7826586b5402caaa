"""Keep series with every date their rule names, so that a skipped one is offered again when it becomes free."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
IS_SKIPPED = sa.text("state = 'skipped'")


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", ID, nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("booked_by_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("is_pool", sa.Boolean(), nullable=False),
        sa.Column("pool_feature", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("predecessor_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("end_told_at", MOMENT, nullable=True),
        sa.CheckConstraint("starts_minute BETWEEN 0 AND 1439", name=op.f("ck_series_starts_minute")),
        sa.CheckConstraint("ends_minute BETWEEN 1 AND 1440", name=op.f("ck_series_ends_minute")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_series_people")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_series_location_id")),
        sa.ForeignKeyConstraint(["booked_by_id"], ["user_account.id"], name=op.f("fk_series_booked_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_series_organisation_id")
        ),
        sa.ForeignKeyConstraint(["predecessor_id"], ["series.id"], name=op.f("fk_series_predecessor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("reference", name=op.f("uq_series_reference")),
        sa.UniqueConstraint("predecessor_id", name=op.f("uq_series_predecessor_id")),
    )
    op.create_index(op.f("ix_series_booked_by_id"), "series", ["booked_by_id"])
    op.create_table(
        "series_space",
        sa.Column("series_id", ID, autoincrement=False, nullable=False),
        sa.Column("space_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_space_series_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_series_space_space_id")),
        sa.PrimaryKeyConstraint("series_id", "space_id", name=op.f("pk_series_space")),
    )
    op.create_index(op.f("ix_series_space_space_id"), "series_space", ["space_id"])
    op.create_table(
        "series_date",
        sa.Column("id", ID, nullable=False),
        sa.Column("series_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("is_exception", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("skipped_at", MOMENT, nullable=True),
        sa.Column("free_since", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state <> 'booked' OR booking_id IS NOT NULL", name=op.f("ck_series_date_booked_by_booking")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_date_series_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_series_date_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_date")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_series_date_series_id_day")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_series_date_booking_id")),
    )
    op.create_index(
        "ix_series_date_skipped",
        "series_date",
        ["starts_at"],
        sqlite_where=IS_SKIPPED,
        postgresql_where=IS_SKIPPED,
    )


def downgrade() -> None:
    op.drop_table("series_date")
    op.drop_table("series_space")
    op.drop_table("series")
