"""K08 of a period from kept quarter hours: of each house, and of all houses walked through at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.facts.time.kind_sets import ALL, KindSet, number_of
from labspace.occupancy.facts.time.lanes import NARROW, as_number, from_number, packed
from labspace.occupancy.facts.time.models import KindFact, QuarterMonth
from labspace.occupancy.facts.time.reading import Counted
from labspace.occupancy.months import Month
from labspace.occupancy.peaks import A_QUARTER, Peak, high_stretches, peak_of
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The quarter hours of one house in a month or on a day, as one long number."""

    house_id: int
    begins: int
    quarters: int
    number: int


@dataclass(frozen=True, slots=True)
class Peaks:
    """K08 of houses, each by itself and all of them together; counted when it is asked for."""

    house_ids: Sequence[int]
    stretches: Sequence[_Stretch]

    @property
    def houses(self) -> dict[int, Peak]:
        """K08 of each house, by id."""
        return {house_id: self.of(house_id) for house_id in self.house_ids}

    def of(self, house_id: int) -> Peak:
        """K08 of one house."""
        return peak_of(
            (one.begins, from_number(one.number, lanes=one.quarters, width=NARROW))
            for one in self.stretches
            if one.house_id == house_id
        )

    @property
    def together(self) -> Peak:
        """K08 of all houses, walked through at once."""
        return peak_of(_at_once(self.stretches))


def peaks_read(session: Session, plan: Plan, counted: Counted, *, kinds: KindSet = ALL) -> Peaks:
    """K08 of units of these kinds, up to the plan's `now`; at most two statements."""
    return Peaks([house.id for house in plan.houses], list(_stretches(session, plan, counted, kinds)))


def _at_once(stretches: Collection[_Stretch]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The quarter hours of all houses on top of each other, wherever their clocks are."""
    if not stretches:
        return
    by_month: defaultdict[int, list[_Stretch]] = defaultdict(list)
    for one in stretches:
        by_month[one.begins].append(one)
    group: list[_Stretch] = []
    ends = 0
    for begins in sorted(by_month):
        if group and begins >= ends:
            yield _together(group, ends)
            group = []
        group += by_month[begins]
        ends = max(one.begins + one.quarters * A_QUARTER for one in group)
    yield _together(group, ends)


def _together(group: Collection[_Stretch], ends: int) -> tuple[int, tuple[int, ...]]:
    begins = min(one.begins for one in group)
    lanes = (ends - begins) // A_QUARTER
    number = sum(one.number << (32 * ((one.begins - begins) // A_QUARTER)) for one in group)
    return begins, from_number(number, lanes=lanes, width=NARROW)


def _stretches(session: Session, plan: Plan, counted: Counted, kinds: KindSet) -> Iterator[_Stretch]:
    found: defaultdict[tuple[int, Days], int] = defaultdict(int)
    if any(plan.months.values()):
        numbers = [number_of(ALL)] if kinds == ALL else [number_of([kind]) for kind in kinds]
        for house_id, month, lanes in session.execute(
            select(QuarterMonth.location_id, QuarterMonth.month, QuarterMonth.quarters).where(
                plan.in_months(QuarterMonth.location_id, QuarterMonth.month), QuarterMonth.kinds.in_(numbers)
            )
        ):
            found[house_id, _month(month)] += as_number(lanes)
    if any(plan.kept.values()):
        for house_id, day, lanes in session.execute(
            select(KindFact.location_id, KindFact.day, KindFact.quarters).where(
                plan.in_days(KindFact.location_id, KindFact.day),
                KindFact.kind.in_([kind.value for kind in kinds]),
            )
        ):
            found[house_id, Days(day, day)] += as_number(lanes)
    for house_id, _days, facts in counted.past:
        for one in facts.kinds:
            if one.kind in kinds:
                found[house_id, Days(one.day, one.day)] += as_number(packed(one.quarters, NARROW))
    zones = {house.id: house.zone for house in plan.houses}
    for (house_id, days), number in sorted(found.items(), key=lambda one: one[0][1]):
        yield _stretch(house_id, days, number, zone=zones[house_id])


def _month(first: date) -> Days:
    return Days(first, Month(first.year, first.month).last)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuartersRead:
    """The quarter hours of a period by house and set of kinds, read once for any choice of them."""

    stretches: Mapping[int, Sequence[_Stretch]]
    """By the number of a set of kinds: of all, and of each by itself."""

    def peak(self, house_ids: Collection[int], kinds: KindSet) -> Peak:
        """K08 of these houses walked through at once; of a set of kinds that was asked for."""
        return peak_of(_at_once(self._of(house_ids, kinds)))

    def high(self, house_ids: Collection[int], kinds: KindSet) -> Iterator[tuple[int, int]]:
        """The stretches of K08's high quarter hours: when each begins, since 1970, and how many it has."""
        return high_stretches(_at_once(self._of(house_ids, kinds)))

    def _of(self, house_ids: Collection[int], kinds: KindSet) -> list[_Stretch]:
        numbers = [number_of(ALL)] if kinds == ALL else [number_of([kind]) for kind in kinds]
        return [
            one for number in numbers for one in self.stretches.get(number, ()) if one.house_id in house_ids
        ]


def quarters_read(
    session: Session, plan: Plan, counted: Counted, *, sets: Collection[KindSet]
) -> QuartersRead:
    """What K08 of any houses and of any of these sets needs, up to the plan's `now`; at most two statements.

    All kinds are kept as one row, any other set is put together from its kinds.
    """
    kinds = frozenset(kind for some in sets if some != ALL for kind in some)
    wanted = {number_of([kind]) for kind in kinds} | ({number_of(ALL)} if ALL in sets else set())
    found: defaultdict[tuple[int, int, Days], int] = defaultdict(int)
    for of_kinds, house_id, month, lanes in _of_months(session, plan, wanted):
        found[of_kinds, house_id, _month(month)] += as_number(lanes)
    for house_id, day, kind, number in _of_days(session, plan, counted):
        for of_kinds in wanted & {number_of(ALL), number_of([kind])}:
            found[of_kinds, house_id, Days(day, day)] += number
    zones = {house.id: house.zone for house in plan.houses}
    stretches: defaultdict[int, list[_Stretch]] = defaultdict(list)
    for (of_kinds, house_id, days), number in found.items():
        stretches[of_kinds].append(_stretch(house_id, days, number, zone=zones[house_id]))
    return QuartersRead(stretches=stretches)


def _of_months(
    session: Session, plan: Plan, wanted: Collection[int]
) -> Iterator[tuple[int, int, date, bytes]]:
    if not any(plan.months.values()):
        return
    yield from session.execute(
        select(QuarterMonth.kinds, QuarterMonth.location_id, QuarterMonth.month, QuarterMonth.quarters).where(
            plan.in_months(QuarterMonth.location_id, QuarterMonth.month), QuarterMonth.kinds.in_(wanted)
        )
    )


def _of_days(session: Session, plan: Plan, counted: Counted) -> Iterator[tuple[int, date, SpaceKind, int]]:
    if any(plan.kept.values()):
        for house_id, day, kind, lanes in session.execute(
            select(KindFact.location_id, KindFact.day, KindFact.kind, KindFact.quarters).where(
                plan.in_days(KindFact.location_id, KindFact.day)
            )
        ):
            yield house_id, day, SpaceKind(kind), as_number(lanes)
    for house_id, _days, facts in counted.past:
        for one in facts.kinds:
            yield house_id, one.day, one.kind, as_number(packed(one.quarters, NARROW))


def _stretch(house_id: int, days: Days, number: int, *, zone: ZoneInfo) -> _Stretch:
    span = days.span(zone=zone)
    begins, ends = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    return _Stretch(house_id, begins, -(-(ends - begins) // A_QUARTER), number)
