"""Keep what bookings came to on each day and month that is over, so that figures of years do not read bookings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
MEASURES = ("bookable", "booked", "used", "booked_internally", "used_internally", "set_up")
UNION = (
    "activated",
    "activated_internally",
    "evening",
    "weekend",
    "holidays",
    "evenings",
    "active_days",
)
TABLES = (
    "fact_check",
    "fact_mark",
    "quarter_month",
    "house_month",
    "union_month",
    "kind_month",
    "space_month",
    "house_fact",
    "kind_fact",
    "space_fact",
    "fact_month",
    "fact_day",
)


def _key(table: str, dated: str, *more: sa.Column[Any]) -> list[sa.Column[Any]]:
    """House and day or month, and what else tells the rows of the table apart."""
    return [
        sa.Column("location_id", ID, _of(table, "location_id"), primary_key=True),
        sa.Column(dated, sa.Date(), primary_key=True),
        *more,
    ]


def _of(table: str, column: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{column.removesuffix('_id')}.id", name=f"fk_{table}_{column}")


def _space(table: str) -> sa.Column[Any]:
    return sa.Column("space_id", ID, _of(table, "space_id"), primary_key=True)


def _kinds() -> sa.Column[Any]:
    return sa.Column("kinds", sa.SmallInteger(), primary_key=True)


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _lanes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _spans(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _kept(table: str, dated: str, beside: str) -> None:
    op.create_table(
        table,
        *_key(table, dated),
        sa.Column(beside, sa.Date(), nullable=False),
        sa.Column("ground", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
    )


def upgrade() -> None:
    _kept("fact_day", "day", "month")
    _kept("fact_month", "month", "last_on")
    _days()
    _months()
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


def _days() -> None:
    part = sa.Column("part", sa.SmallInteger(), primary_key=True)
    op.create_table(
        "space_fact", *_key("space_fact", "day", _space("space_fact"), part), *_numbers(*MEASURES)
    )
    op.create_table(
        "kind_fact",
        *_key("kind_fact", "day", sa.Column("kind", sa.String(20), primary_key=True)),
        *_numbers(*MEASURES),
        _spans("used_spans"),
        _spans("internal_spans"),
        _lanes("hours"),
        _lanes("quarters"),
    )
    op.create_table("house_fact", *_key("house_fact", "day"), _spans("opened_spans"))


def _months() -> None:
    op.create_table("space_month", *_key("space_month", "month", _space("space_month")), *_numbers(*MEASURES))
    op.create_table(
        "kind_month",
        *_key("kind_month", "month", sa.Column("kind", sa.String(20), primary_key=True)),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in MEASURES),
        _lanes("hours"),
    )
    op.create_table(
        "union_month", *_key("union_month", "month", _kinds()), *_numbers(*UNION), _lanes("hours")
    )
    op.create_table(
        "house_month",
        *_key("house_month", "month"),
        sa.Column("used_kinds", sa.SmallInteger(), nullable=False),
        *_numbers("opened", "opened_days"),
        _lanes("hours"),
    )
    op.create_table("quarter_month", *_key("quarter_month", "month", _kinds()), _lanes("quarters"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
