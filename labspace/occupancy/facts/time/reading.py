"""What facts of time come to in a period, month by month or day by day, for chosen houses and sets of kinds.

Kept months are read as months, other kept days as days, and the rest – today always – is counted
from bookings. What is read equals a count of all of it to the second; only the way there is shorter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.facts.time.kind_sets import ALL, KindSet, number_of
from labspace.occupancy.facts.time.measured import MEASURES, DayFacts, HouseDay, KindDay, day_facts
from labspace.occupancy.facts.time.models import HouseFact, HouseMonth, KindFact, KindMonth, UnionMonth
from labspace.occupancy.facts.time.single_days import day_total
from labspace.occupancy.facts.time.totals import HouseTotal, KindTotal, UnionTotal
from labspace.occupancy.months import Month, past_of
from labspace.occupancy.queries import around, house_records
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind

Piece = tuple[int, date]
"""A house, and the first day of a month or the day itself."""


@dataclass(slots=True)
class Counted:
    """Stretches that were counted from bookings, once for whatever is asked of them."""

    records: list[tuple[Days, HouseRecord]] = field(default_factory=list)
    past: list[tuple[int, Days, DayFacts]] = field(default_factory=list)
    """What happened until now, by house and stretch."""


def count_stretches(session: Session, plan: Plan, *, with_set_up: bool = False) -> Counted:
    """What must be counted from bookings by this plan; a handful of statements for each stretch."""
    found = Counted()
    for houses, days in plan.counted:
        records = house_records(session, houses, days, now=plan.now)
        window = around(record.period for record in records)
        set_up = setup_spans(session, houses, window) if with_set_up else {}
        for record in records:
            found.records.append((days, record))
            if part := past_of(record.period, now=plan.now):
                facts = day_facts(record, days, set_up=set_up, window=part)
                found.past.append((record.location_id, days, facts))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRead:
    """What happened in the pieces of a period: whole months where they are kept, else single days."""

    pieces: Mapping[Piece, HouseTotal]

    def of(self, house_ids: Collection[int], days: Days | None = None) -> HouseTotal:
        """These houses together, in all of the period or in the pieces that begin in `days`."""
        return HouseTotal.together(
            total
            for (house_id, first), total in self.pieces.items()
            if house_id in house_ids and (days is None or first in days)
        )

    def by_month(self, house_ids: Collection[int]) -> dict[date, HouseTotal]:
        """These houses together, month by month, in order; months without anything are left out."""
        found: defaultdict[date, list[HouseTotal]] = defaultdict(list)
        for (house_id, first), total in self.pieces.items():
            if house_id in house_ids:
                found[first.replace(day=1)].append(total)
        return {month: HouseTotal.together(found[month]) for month in sorted(found)}


def time_read(
    session: Session, plan: Plan, *, sets: Collection[KindSet] = (ALL,), counted: Counted | None = None
) -> TimeRead:
    """All of the plan's period up to its `now`; what is alive is told for each of these sets of kinds.

    At most six statements beside those of `counted`, and none of them reads bookings. Set-up is told
    of stretches only that were counted with it.
    """
    counted = count_stretches(session, plan, with_set_up=True) if counted is None else counted
    pieces: defaultdict[Piece, HouseTotal] = defaultdict(HouseTotal)
    _read_months(session, plan, sets, pieces)
    for house_id, days, facts in [*kept_days(session, plan), *counted.past]:
        for piece, total in _by_day(_house(plan, house_id), days, facts, sets):
            pieces[house_id, piece] = total
    return TimeRead(pieces=pieces)


def _house(plan: Plan, house_id: int) -> Location:
    return next(house for house in plan.houses if house.id == house_id)


def _by_day(
    house: Location, days: Days, facts: DayFacts, sets: Collection[KindSet]
) -> Iterator[tuple[date, HouseTotal]]:
    kinds, houses = _by_date(facts.kinds), _by_date(facts.houses)
    for day in sorted(kinds.keys() | houses.keys()):
        if day in days:
            yield (
                day,
                day_total(
                    kinds.get(day, []),
                    houses.get(day, []),
                    day,
                    sets=sets,
                    zone=house.zone,
                    region=house.region_on(day),
                ),
            )


Dated = TypeVar("Dated", KindDay, HouseDay)


def _by_date(rows: Iterable[Dated]) -> dict[date, list[Dated]]:
    found: defaultdict[date, list[Dated]] = defaultdict(list)
    for row in rows:
        found[row.day].append(row)
    return found


def kept_days(session: Session, plan: Plan) -> Iterator[tuple[int, Days, DayFacts]]:
    """The day facts of all kept days that are read as days, by house and month; two statements."""
    if not any(plan.kept.values()):
        return
    found: defaultdict[Piece, DayFacts] = defaultdict(lambda: DayFacts(spaces=[], kinds=[], houses=[]))
    columns = [getattr(KindFact, measure) for measure in MEASURES]
    for house_id, day, kind, used, internal, *seconds in session.execute(
        select(
            KindFact.location_id,
            KindFact.day,
            KindFact.kind,
            KindFact.used_spans,
            KindFact.internal_spans,
            *columns,
        ).where(plan.in_days(KindFact.location_id, KindFact.day))
    ):
        found[house_id, day.replace(day=1)].kinds.append(
            KindDay(
                day=day,
                kind=KINDS[kind],
                seconds=dict(zip(MEASURES, seconds, strict=True)),
                used=_spans(used),
                internal=_spans(internal),
            )
        )
    for house_id, day, opened in session.execute(
        select(HouseFact.location_id, HouseFact.day, HouseFact.opened_spans).where(
            plan.in_days(HouseFact.location_id, HouseFact.day)
        )
    ):
        found[house_id, day.replace(day=1)].houses.append(HouseDay(day=day, opened=_spans(opened)))
    for (house_id, first), facts in found.items():
        yield house_id, Days(first, Month(first.year, first.month).last), facts


def _spans(listed: Iterable[Iterable[int]]) -> list[tuple[int, int]]:
    return [(begins, ends) for begins, ends in listed]


def _read_months(
    session: Session, plan: Plan, sets: Collection[KindSet], pieces: defaultdict[Piece, HouseTotal]
) -> None:
    if not any(plan.months.values()):
        return
    columns = [getattr(KindMonth, measure) for measure in KindTotal._fields]
    for house_id, month, kind, *seconds in session.execute(
        select(KindMonth.location_id, KindMonth.month, KindMonth.kind, *columns).where(
            plan.in_months(KindMonth.location_id, KindMonth.month)
        )
    ):
        pieces[house_id, month].kinds[KINDS[kind]] = KindTotal._make(seconds)
    used = _read_houses(session, plan, pieces)
    _read_unions(session, plan, sets, used, pieces)


def _read_houses(session: Session, plan: Plan, pieces: defaultdict[Piece, HouseTotal]) -> dict[Piece, int]:
    """When the houses were open, and which kinds were used in each month."""
    used: dict[Piece, int] = {}
    for house_id, month, used_kinds, opened, opened_days in session.execute(
        select(
            HouseMonth.location_id,
            HouseMonth.month,
            HouseMonth.used_kinds,
            HouseMonth.opened,
            HouseMonth.opened_days,
        ).where(plan.in_months(HouseMonth.location_id, HouseMonth.month))
    ):
        total = pieces[house_id, month]
        total.opened, total.opened_days = opened, opened_days
        used[house_id, month] = used_kinds
    return used


UNION_COLUMNS = [getattr(UnionMonth, name) for name in UnionTotal._fields]
KINDS = {kind.value: kind for kind in SpaceKind}


def _read_unions(
    session: Session,
    plan: Plan,
    sets: Collection[KindSet],
    used: Mapping[Piece, int],
    pieces: Mapping[Piece, HouseTotal],
) -> None:
    """What is alive of a set is what is alive of those of its kinds that were used in the month."""
    found: dict[tuple[int, date, int], UnionTotal] = {}
    numbers = {number_of(some) for some in sets}
    wanted = {number & kinds for number in numbers for kinds in used.values()} - {0}
    for house_id, month, kinds, *seconds in session.execute(
        select(UnionMonth.location_id, UnionMonth.month, UnionMonth.kinds, *UNION_COLUMNS).where(
            plan.in_months(UnionMonth.location_id, UnionMonth.month), UnionMonth.kinds.in_(wanted)
        )
    ):
        found[house_id, month, kinds] = UnionTotal._make(seconds)
    numbered = [(some, number_of(some)) for some in sets]
    for (house_id, month), kinds in used.items():
        unions = pieces[house_id, month].unions
        for some, number in numbered:
            if number & kinds:
                unions[some] = found[house_id, month, number & kinds]
