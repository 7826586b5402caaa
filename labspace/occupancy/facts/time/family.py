"""The facts of time as rows of their tables, counted from bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from labspace.db import Base
from labspace.locations.models import Location
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.days import Days
from labspace.occupancy.facts.families import Family, Row, Rows, keep_facts, whole_months
from labspace.occupancy.facts.time.clock import Clock
from labspace.occupancy.facts.time.kind_sets import ALL, KindSet, number_of, subsets
from labspace.occupancy.facts.time.lanes import NARROW, packed
from labspace.occupancy.facts.time.measured import MEASURES, DayFacts, HouseDay, KindDay, SpaceDay, day_facts
from labspace.occupancy.facts.time.models import (
    HouseFact,
    HouseMonth,
    KindFact,
    KindMonth,
    QuarterMonth,
    SpaceFact,
    SpaceMonth,
    UnionMonth,
)
from labspace.occupancy.facts.time.totals import (
    HouseTotal,
    quarters_of,
    totals,
    week_of_house,
    week_of_kind,
    week_of_union,
)
from labspace.occupancy.months import Month
from labspace.occupancy.queries import around, house_records
from labspace.spaces.kinds import SpaceKind

UNION_VALUES = (
    "activated",
    "activated_internally",
    "evening",
    "weekend",
    "holidays",
    "evenings",
    "active_days",
    "evening_internally",
    "weekend_internally",
    "holidays_internally",
    "evenings_internally",
    "active_days_internally",
)


def count_time(
    session: Session, houses: Sequence[Location], days: Days, *, now: datetime
) -> Mapping[int, Rows]:
    """The facts of time of these houses, from bookings."""
    records = house_records(session, houses, days, now=now)
    set_up = setup_spans(session, houses, around(record.period for record in records)) if records else {}
    by_id = {house.id: house for house in houses}
    return {
        record.location_id: rows_of(by_id[record.location_id], day_facts(record, days, set_up=set_up), days)
        for record in records
    }


def rows_of(house: Location, facts: DayFacts, days: Days) -> Rows:
    """These facts as they are stored, with those of each whole month."""
    found: defaultdict[type[Base], list[Row]] = defaultdict(list)
    found[SpaceFact] = [_space_row(one) for one in facts.spaces]
    found[KindFact] = [_kind_row(one) for one in facts.kinds]
    found[HouseFact] = [{"day": one.day, "opened_spans": _listed(one.opened)} for one in facts.houses]
    for month in whole_months(days):
        for table, rows in _month_rows(house, facts, month).items():
            found[table] += rows
    return found


def _space_row(one: SpaceDay) -> Row:
    return {name: getattr(one, name) for name in SpaceDay.__slots__} | {"part": int(one.part)}


def _kind_row(one: KindDay) -> Row:
    return {
        "day": one.day,
        "kind": one.kind.value,
        **one.seconds,
        "used_spans": _listed(one.used),
        "internal_spans": _listed(one.internal),
        "hours": packed(one.hours),
        "quarters": packed(one.quarters, NARROW),
    }


def _listed(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [list(span) for span in spans]


def _month_rows(house: Location, facts: DayFacts, month: Month) -> Rows:
    kinds = [one for one in facts.kinds if month.first <= one.day <= month.last]
    houses = [one for one in facts.houses if month.first <= one.day <= month.last]
    spaces = [one for one in facts.spaces if month.first <= one.day <= month.last]
    used = frozenset(one.kind for one in kinds if one.used)
    sets = list(subsets(used))
    total = totals(kinds, houses, month, sets=sets, zone=house.zone, region_on=house.region_on)
    at: dict[str, Any] = {"month": month.first}
    return {
        SpaceMonth: [at | row for row in _space_months(spaces)],
        KindMonth: [at | row for row in _kind_months(kinds, total)],
        UnionMonth: [at | row for row in _unions(kinds, total, sets, month, house)],
        HouseMonth: [at | _house_month(houses, total, used, month, house)],
        QuarterMonth: [at | row for row in _quarters(kinds, month, house)],
    }


def _space_months(spaces: Sequence[SpaceDay]) -> Iterator[Row]:
    sums: defaultdict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    for one in spaces:
        of_space = sums[one.space_id]
        for measure in MEASURES:
            of_space[measure] += getattr(one, measure)
    for space_id, seconds in sums.items():
        yield {"space_id": space_id, **seconds}


def _kind_months(kinds: Sequence[KindDay], total: HouseTotal) -> Iterator[Row]:
    for kind, of_kind in total.kinds.items():
        hours = packed(week_of_kind(one for one in kinds if one.kind is kind))
        yield {
            "kind": kind.value,
            **{measure: getattr(of_kind, measure) for measure in MEASURES},
            "hours": hours,
        }


def _unions(
    kinds: Sequence[KindDay], total: HouseTotal, sets: Sequence[KindSet], month: Month, house: Location
) -> Iterator[Row]:
    for some in sets:
        union = total.unions[some]
        yield {
            "kinds": number_of(some),
            **{name: getattr(union, name) for name in UNION_VALUES},
            "hours": packed(week_of_union(kinds, month, kinds=some, zone=house.zone)),
        }


def _house_month(
    houses: Sequence[HouseDay], total: HouseTotal, used: KindSet, month: Month, house: Location
) -> Row:
    return {
        "used_kinds": number_of(used),
        "opened": total.opened,
        "opened_days": total.opened_days,
        "hours": packed(week_of_house(houses, month, zone=house.zone)),
    }


def _quarters(kinds: Sequence[KindDay], month: Month, house: Location) -> Iterator[Row]:
    clock = Clock.of(month, zone=house.zone)
    of_all = [0] * len(clock.at_quarters([]))
    for kind in SpaceKind:
        days: dict[date, Sequence[int]] = {one.day: one.quarters for one in kinds if one.kind is kind}
        if not any(map(any, days.values())):
            continue
        numbers = quarters_of(days, clock)
        of_all = [one + other for one, other in zip(of_all, numbers, strict=True)]
        yield {"kinds": number_of([kind]), "quarters": packed(numbers, NARROW)}
    if any(of_all):
        yield {"kinds": number_of(ALL), "quarters": packed(of_all, NARROW)}


TIME = keep_facts(
    Family(
        name="time",
        version=2,
        day_tables=(SpaceFact, KindFact, HouseFact),
        month_tables=(SpaceMonth, KindMonth, UnionMonth, HouseMonth, QuarterMonth),
        count=count_time,
    )
)
