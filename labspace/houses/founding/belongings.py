"""What belongs to a house in the database: what goes when its founding is taken back, and what must stay.

A table that refers to a house, or to what belongs to one, and is not named in `LOST` must stay: a new table can
be forgotten here without anything being lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from sqlalchemy import ColumnElement, Table, exists, or_, select
from sqlalchemy.orm import Session

from labspace.db import Base

HOUSE, RECORD = "location", "house_record"

LOST: Mapping[str, tuple[str, ...]] = {
    "drafts": ("plan_draft", "plan_draft_step", "plan_underlay", "foreign_drawing"),
    "plans": ("floor_plan", "placement", "plan_publication"),
    "spaces": ("space", "space_part", "space_layout", "space_hours", "space_closure"),
    "pictures": ("space_picture",),
    "hours": ("opening_hours",),
    "closures": ("closure",),
    "openings": ("special_opening",),
    "blockings": ("blocking", "claim"),
    "rules": ("booking_rule", "tariff", "event_terms"),
    "texts": ("house_rules_text", "door_note"),
    "team": ("staff_role", "monthly_reader"),
    "offers": ("catering_choice", "equipment_stock"),
    "targets": ("indicator_target", "target_change"),
    "feeds": ("calendar_feed", "calendar_entry", "caldav_collection", "caldav_item"),
    "behind": (
        "house_change", "dated_change", "visit_stay", "aid_reminder", "fact_day", "fact_mark", "fact_month", "house_fact", "house_month", "kind_fact",
        "kind_month", "people_fact", "people_month", "quarter_month", "space_fact", "space_month", "union_month",
        "use_fact", "use_month",
    ),
}  # fmt: skip
"""Tables whose rows of the house go with it, by what people call them; the first of each is what they count.

The last is not named to them: logs of the others, and what is reckoned from them or says how.
"""

KEPT: Mapping[str, tuple[str, ...]] = {
    "bookings": (
        "booking", "booking_space", "booked_unit", "booked_equipment", "hold", "series", "series_space",
        "rule_override", "event_draft",
    ),
    "waiting": (
        "waiting_wish_house", "waiting_wish_space", "waiting_offer", "freed_time", "unmet_demand",
    ),
    "popups": (
        "popup_call", "popup_call_slot", "popup_application", "popup_wish", "popup_offer", "tenancy",
    ),
    "partners": ("partner_agreement", "allotment", "allotment_date"),
    "ideas": ("idea",),
    "defects": ("defect_report",),
    "visits": ("visit_count", "door_tap"),
    "figures": ("report_house", "public_month", "context_series"),
    "outside": ("busy_calendar", "busy_event", "webhook_endpoint"),
}  # fmt: skip
"""Tables of which one row of the house is enough for it to stay, by what people call them."""


def table_called(name: str) -> Table:
    """The table of that name."""
    return Base.metadata.tables[name]


@cache
def lost_tables() -> tuple[Table, ...]:
    """Their tables, those that refer to others of them first."""
    names = {name for group in LOST.values() for name in group}
    return tuple(table for table in reversed(Base.metadata.sorted_tables) if table.name in names)


@cache
def kept_tables() -> tuple[Table, ...]:
    """All other tables that refer to a house or to what goes with it, but for its record."""
    going = set(lost_tables())
    return tuple(
        table
        for table in Base.metadata.sorted_tables
        if table not in going and table.name != RECORD and any(_ties(table))
    )


def is_of(table: Table, house_id: int) -> ColumnElement[bool]:
    """Whether a row of a table belongs to the house, by itself or through what it refers to."""
    return or_(
        *(
            column == house_id
            if other.name == HOUSE
            else column.in_(select(key).where(is_of(other, house_id)))
            for column, key, other in _ties(table)
        )
    )


def has_rows(session: Session, table: Table, house_id: int) -> bool:
    """Whether anything in a table belongs to the house."""
    return bool(session.scalar(select(exists().select_from(table).where(is_of(table, house_id)))))


def _ties(table: Table) -> Iterator[tuple[ColumnElement[int], ColumnElement[int], Table]]:
    """The columns that refer to a house or to what goes with it: the column, what it names, and its table.

    Not those of a draft: which plan it was begun from and which it became says nothing of whose it is.
    """
    names = {HOUSE, *(name for group in LOST.values() for name in group)}
    for column in table.columns:
        for key in column.foreign_keys:
            other = key.column.table
            if other.name in names and (table.name, other.name) != ("plan_draft", "floor_plan"):
                yield column, key.column, other
