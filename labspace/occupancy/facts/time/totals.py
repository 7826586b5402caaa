"""Pure: what the facts of some days of one house come to together; totals of times apart are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from labspace.locations.hours import is_holiday
from labspace.occupancy.days import Period
from labspace.occupancy.facts.dayparts import Cell
from labspace.occupancy.facts.time.clock import HOURS, Clock, merged
from labspace.occupancy.facts.time.kind_sets import KindSet
from labspace.occupancy.facts.time.measured import BY_HOUR, PART_OF, HouseDay, KindDay
from labspace.occupancy.liveliness import Liveliness, liveliness
from labspace.occupancy.peaks import Seconds
from labspace.spaces.kinds import SpaceKind

WEEK = 7 * HOURS
AN_HOUR = 3600
A_SECOND = timedelta(seconds=1)


def _week(rows: int = 1) -> list[int]:
    return [0] * (rows * WEEK)


class KindTotal(NamedTuple):
    """Unit-seconds of one kind: K01, K02, K03, the chamber's own part (R10) and set-up (R6)."""

    bookable: int = 0
    booked: int = 0
    used: int = 0
    booked_internally: int = 0
    used_internally: int = 0
    set_up: int = 0


class UnionTotal(NamedTuple):
    """When any unit of some kinds was used: K10–K13 in seconds of the house and in days."""

    activated: int = 0
    activated_internally: int = 0
    evening: int = 0
    weekend: int = 0
    holidays: int = 0
    evenings: int = 0
    active_days: int = 0
    evening_internally: int = 0
    weekend_internally: int = 0
    holidays_internally: int = 0
    evenings_internally: int = 0
    active_days_internally: int = 0


Summed = TypeVar("Summed", KindTotal, UnionTotal)


def added(what: type[Summed], rows: Iterable[Summed]) -> Summed:
    """Number by number what all of these come to."""
    return what._make(map(sum, zip(*rows, strict=True))) if (rows := list(rows)) else what()


@dataclass(slots=True, kw_only=True)
class HouseTotal:
    """One house in some days, or several houses: these add up too, as what is alive in both counts twice (K10)."""

    kinds: dict[SpaceKind, KindTotal] = field(default_factory=dict)
    unions: dict[KindSet, UnionTotal] = field(default_factory=dict)
    opened: int = 0
    """Hours of the house ∪ special openings, in seconds."""
    opened_days: int = 0

    @staticmethod
    def together(some: Iterable[HouseTotal]) -> HouseTotal:
        """The sums of all of these."""
        found = HouseTotal()
        kinds: defaultdict[SpaceKind, list[KindTotal]] = defaultdict(list)
        unions: defaultdict[KindSet, list[UnionTotal]] = defaultdict(list)
        for one in some:
            for kind, total in one.kinds.items():
                kinds[kind].append(total)
            for kinds_used, union in one.unions.items():
                unions[kinds_used].append(union)
            found.opened += one.opened
            found.opened_days += one.opened_days
        found.kinds = {kind: added(KindTotal, rows) for kind, rows in kinds.items()}
        found.unions = {kinds_used: added(UnionTotal, rows) for kinds_used, rows in unions.items()}
        return found

    def of(self, kinds: Collection[SpaceKind]) -> KindTotal:
        """Unit-seconds of these kinds together."""
        return added(KindTotal, [total for kind, total in self.kinds.items() if kind in kinds])

    def union(self, kinds: Collection[SpaceKind]) -> UnionTotal:
        """What of these kinds together was alive; only of sets that were asked for."""
        return self.unions.get(frozenset(kinds), UnionTotal())

    def liveliness(self, kinds: Collection[SpaceKind], days: int) -> Liveliness:
        """K12 and K13 of a period of so many calendar days."""
        union = self.union(kinds)
        return Liveliness(
            evening=timedelta(seconds=union.evening),
            evenings=union.evenings,
            days=days,
            weeks=Liveliness.weeks_of(days),
            weekend=timedelta(seconds=union.weekend),
            holidays=timedelta(seconds=union.holidays),
        )


def totals(
    kinds: Iterable[KindDay],
    houses: Iterable[HouseDay],
    period: Period,
    *,
    sets: Collection[KindSet],
    zone: ZoneInfo,
    region_on: Callable[[date], str],
) -> HouseTotal:
    """What the facts of days of one house, all within `period`, come to for these sets of kinds.

    `region_on` says whose public holidays count on a day.
    """
    found, days = HouseTotal(), _Days.of(period, kinds, zone=zone)
    by_kind: defaultdict[SpaceKind, list[KindTotal]] = defaultdict(list)
    for one in days.rows:
        by_kind[one.kind].append(KindTotal(**one.seconds))
    found.kinds = {kind: added(KindTotal, rows) for kind, rows in by_kind.items()}
    for some in sets:
        found.unions[some] = days.union(some, region_on=region_on)
    for house in houses:
        found.opened += sum(ends - begins for begins, ends in house.opened)
        found.opened_days += bool(house.opened)
    return found


@dataclass(frozen=True, slots=True)
class _Days:
    """The used spans of some days, and the clock they are read by."""

    clock: Clock
    period: Period
    rows: Sequence[KindDay]

    @classmethod
    def of(cls, period: Period, kinds: Iterable[KindDay], *, zone: ZoneInfo) -> _Days:
        return cls(Clock.of(period, zone=zone), period, list(kinds))

    def spans(self, kinds: KindSet, *, internal: bool = False) -> list[Seconds]:
        """The union of some kinds since 1970."""
        begins = dict(zip(self.clock.days, self.clock.day_begins, strict=False))
        return merged(
            (begins[one.day] + first, begins[one.day] + last)
            for one in self.rows
            if one.kind in kinds
            for first, last in (one.internal if internal else one.used)
        )

    def union(self, kinds: KindSet, *, region_on: Callable[[date], str]) -> UnionTotal:
        spans, ours = self.spans(kinds), self.spans(kinds, internal=True)
        lively = self.lively(spans, region_on=region_on)
        own = self.lively(ours, region_on=region_on) if ours else Liveliness()
        return UnionTotal(
            activated=sum(ends - begins for begins, ends in spans),
            activated_internally=sum(ends - begins for begins, ends in ours),
            evening=lively.evening // A_SECOND,
            weekend=lively.weekend // A_SECOND,
            holidays=lively.holidays // A_SECOND,
            evenings=lively.evenings,
            active_days=self.active_days(spans),
            evening_internally=own.evening // A_SECOND,
            weekend_internally=own.weekend // A_SECOND,
            holidays_internally=own.holidays // A_SECOND,
            evenings_internally=own.evenings,
            active_days_internally=self.active_days(ours),
        )

    def active_days(self, spans: Sequence[Seconds]) -> int:
        """Days with an hour of them or more."""
        per_day = (sum(ends - begins for begins, ends in day) for day in self.clock.by_day(spans))
        return sum(seconds >= AN_HOUR for seconds in per_day)

    def lively(self, spans: Sequence[Seconds], *, region_on: Callable[[date], str]) -> Liveliness:
        cells: defaultdict[Cell, timedelta] = defaultdict(timedelta)
        for (number, hour), seconds in self.clock.seconds(spans).items():
            cells[self.clock.days[number], PART_OF[hour]] += timedelta(seconds=seconds)
        holidays = [day for day in self.clock.days if is_holiday(day, region=region_on(day))]
        return liveliness(cells, self.period, holidays=holidays)


# --- weeks: seven days of 24 hours ---------------------------------------------------------------


def week_of_kind(days: Iterable[KindDay]) -> list[int]:
    """`BY_HOUR` of each hour of each weekday, one measure after the other."""
    found = _week(len(BY_HOUR))
    for one in days:
        begin = one.day.weekday() * HOURS
        for measure in range(len(BY_HOUR)):
            for hour in range(HOURS):
                found[measure * WEEK + begin + hour] += one.hours[measure * HOURS + hour]
    return found


def week_of_union(days: Sequence[KindDay], period: Period, *, kinds: KindSet, zone: ZoneInfo) -> list[int]:
    """The activated seconds of each hour of each weekday."""
    some = _Days.of(period, days, zone=zone)
    return _by_weekday(some.clock, some.spans(kinds))


def week_of_house(days: Iterable[HouseDay], period: Period, *, zone: ZoneInfo) -> list[int]:
    """The seconds the house was open in each hour of each weekday."""
    clock = Clock.of(period, zone=zone)
    begins = dict(zip(clock.days, clock.day_begins, strict=False))
    spans = [(begins[one.day] + first, begins[one.day] + last) for one in days for first, last in one.opened]
    return _by_weekday(clock, merged(spans))


def _by_weekday(clock: Clock, spans: Iterable[Seconds]) -> list[int]:
    found = _week()
    for (number, hour), seconds in clock.seconds(spans).items():
        found[clock.days[number].weekday() * HOURS + hour] += seconds
    return found


def quarters_of(days: Mapping[date, Sequence[int]], clock: Clock) -> list[int]:
    """Quarter hours of a whole period, zeros on the days without facts."""
    empty = [[0] * many for many in map(len, clock.quarters_by_day(clock.at_quarters([])))]
    return [number for day, none in zip(clock.days, empty, strict=True) for number in days.get(day, none)]
