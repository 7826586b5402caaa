"""Keep what bookings came to on each day that is over, so that figures of years do not read bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
MEASURES = ("bookable", "booked", "used", "booked_internally", "used_internally", "set_up")


def _of(table: str, column: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{column.removesuffix('_id')}.id", name=f"fk_{table}_{column}")


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "fact_day",
        sa.Column("location_id", ID, _of("fact_day", "location_id"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "space_fact",
        sa.Column("location_id", ID, _of("space_fact", "location_id"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("space_id", ID, _of("space_fact", "space_id"), primary_key=True),
        sa.Column("part", sa.SmallInteger(), primary_key=True),
        *_numbers(*MEASURES),
    )
    op.create_table(
        "house_fact",
        sa.Column("location_id", ID, _of("house_fact", "location_id"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("subset", sa.String(20), primary_key=True),
        sa.Column("part", sa.SmallInteger(), primary_key=True),
        *_numbers("activated", "opened"),
    )
    op.create_table(
        "fact_mark",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, _of("fact_mark", "location_id"), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_fact_mark_order")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fact_mark_location_id_last_on", "fact_mark", ["location_id", "last_on"])
    op.create_table(
        "fact_check",
        sa.Column("id", ID, primary_key=True),
        sa.Column("checked_at", MOMENT, nullable=False),
        *_numbers("compared", "passed_over", "found"),
        sa.Column("first_found", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("fact_check")
    op.drop_table("fact_mark")
    op.drop_table("house_fact")
    op.drop_table("space_fact")
    op.drop_table("fact_day")
