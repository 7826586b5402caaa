"""A period by weekday and hour of the wall clock: what was bookable, booked, used and alive (heat map, dayparts)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.facts.time.clock import HOURS
from labspace.occupancy.facts.time.kind_sets import ALL, KindSet, number_of
from labspace.occupancy.facts.time.lanes import added, packed, unpacked
from labspace.occupancy.facts.time.measured import BY_HOUR, PART_OF, KindDay
from labspace.occupancy.facts.time.models import HouseMonth, KindFact, KindMonth, UnionMonth
from labspace.occupancy.facts.time.reading import Counted, kept_days
from labspace.occupancy.facts.time.totals import WEEK, week_of_house, week_of_kind, week_of_union
from labspace.spaces.kinds import SpaceKind

WEEKDAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHours:
    """Seconds by weekday and hour, of some houses and kinds in a period; every cell adds up to the whole."""

    bookable: Sequence[int]
    """Unit-seconds (K01), hour by hour from Monday 00:00; so are the others."""
    booked: Sequence[int]
    used: Sequence[int]
    activated: Sequence[int]
    """House-seconds in which any of the units was used (K10)."""
    opened: Sequence[int]
    """House-seconds of the hours of the houses ∪ special openings."""

    def cell(self, measure: str, *, weekday: int, hour: int) -> int:
        """The seconds of one hour of one weekday, 0 to 6 from Monday."""
        seconds: Sequence[int] = getattr(self, measure)
        return seconds[weekday * HOURS + hour]

    def by_weekday(self, measure: str) -> list[int]:
        """From Monday to Sunday."""
        return [
            sum(self.cell(measure, weekday=weekday, hour=hour) for hour in range(HOURS))
            for weekday in range(WEEKDAYS)
        ]

    def by_daypart(self, measure: str) -> dict[Daypart, int]:
        """In the parts of the day (K12)."""
        found = dict.fromkeys(Daypart, 0)
        for weekday in range(WEEKDAYS):
            for hour in range(HOURS):
                found[PART_OF[hour]] += self.cell(measure, weekday=weekday, hour=hour)
        return found


def week_hours(session: Session, plan: Plan, counted: Counted, *, kinds: KindSet = ALL) -> WeekHours:
    """The plan's period up to its `now` by weekday and hour; at most six statements."""
    by_kind = [*_months_by_kind(session, plan, kinds), *_days_by_kind(session, plan, kinds)]
    alive = list(_months_alive(session, plan, kinds))
    opened = list(_months_opened(session, plan))
    zones = {house.id: house.zone for house in plan.houses}
    for house_id, days, facts in [*kept_days(session, plan), *counted.past]:
        some = [one for one in facts.kinds if one.kind in kinds]
        alive.append(packed(week_of_union(some, days, kinds=kinds, zone=zones[house_id])))
        opened.append(packed(week_of_house(facts.houses, days, zone=zones[house_id])))
    for _house_id, _days, facts in counted.past:
        by_kind.append(packed(week_of_kind(one for one in facts.kinds if one.kind in kinds)))
    rows = added(by_kind, lanes=len(BY_HOUR) * WEEK)
    bookable, booked, used = (rows[number * WEEK : (number + 1) * WEEK] for number in range(len(BY_HOUR)))
    return WeekHours(
        bookable=bookable,
        booked=booked,
        used=used,
        activated=added(alive, lanes=WEEK),
        opened=added(opened, lanes=WEEK),
    )


def _months_by_kind(session: Session, plan: Plan, kinds: Iterable[SpaceKind]) -> Iterator[bytes]:
    if any(plan.months.values()):
        yield from session.scalars(
            select(KindMonth.hours).where(
                plan.in_months(KindMonth.location_id, KindMonth.month),
                KindMonth.kind.in_([kind.value for kind in kinds]),
            )
        )


def _days_by_kind(session: Session, plan: Plan, kinds: Iterable[SpaceKind]) -> Iterator[bytes]:
    if any(plan.kept.values()):
        for day, kind, hours in session.execute(
            select(KindFact.day, KindFact.kind, KindFact.hours).where(
                plan.in_days(KindFact.location_id, KindFact.day),
                KindFact.kind.in_([kind.value for kind in kinds]),
            )
        ):
            one = KindDay(day=day, kind=SpaceKind(kind), hours=list(unpacked(hours)))
            yield packed(week_of_kind([one]))


def _months_alive(session: Session, plan: Plan, kinds: KindSet) -> Iterator[bytes]:
    """What is alive of a set is what is alive of those of its kinds that were used in the month."""
    if any(plan.months.values()):
        number = number_of(kinds)
        yield from session.scalars(
            select(UnionMonth.hours)
            .join(
                HouseMonth,
                (HouseMonth.location_id == UnionMonth.location_id) & (HouseMonth.month == UnionMonth.month),
            )
            .where(
                plan.in_months(HouseMonth.location_id, HouseMonth.month),
                UnionMonth.kinds == HouseMonth.used_kinds.bitwise_and(number),
            )
        )


def _months_opened(session: Session, plan: Plan) -> Iterator[bytes]:
    if any(plan.months.values()):
        yield from session.scalars(
            select(HouseMonth.hours).where(plan.in_months(HouseMonth.location_id, HouseMonth.month))
        )
