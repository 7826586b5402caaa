"""How figures of a period are read: which months and days from kept facts, and which are counted from bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from labspace.locations.models import Location
from labspace.occupancy.days import A_DAY, Days, Period, runs
from labspace.occupancy.facts.families import whole_months
from labspace.occupancy.facts.standing import Standing, months_of, standings
from labspace.occupancy.months import Month

NEAR = 7
"""Stretches to be counted that lie so many days apart are counted in one go: days cost less than statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Each day of each house is in exactly one of three: a kept month, a kept day, or a stretch to be counted.

    All families are read by the same plan, so that no day is counted twice or forgotten.
    """

    houses: Sequence[Location]
    days: Days
    now: datetime
    months: Mapping[int, frozenset[date]]
    """The first days of the months to be read as months, by house."""
    kept: Mapping[int, frozenset[date]]
    """The days to be read as days, by house."""
    counted: Sequence[tuple[Sequence[Location], Days]]
    """Stretches of all other days, each with the houses they are counted of."""

    def in_months(
        self, house: InstrumentedAttribute[int], month: InstrumentedAttribute[date]
    ) -> ColumnElement[bool]:
        """Whether a row of a month table is to be read."""
        return _alike(self.months, house, month, step=_next_month)

    def begun_in_months(
        self, house: InstrumentedAttribute[int], day: InstrumentedAttribute[date]
    ) -> ColumnElement[bool]:
        """The same by a day of its month that the row names."""
        return _alike(self.months, house, day, step=_next_month, until=_end_of_month)

    def in_days(
        self, house: InstrumentedAttribute[int], day: InstrumentedAttribute[date]
    ) -> ColumnElement[bool]:
        """Whether a row of a day table is to be read."""
        return _alike(self.kept, house, day, step=_next_day)


def _alike(
    dates: Mapping[int, frozenset[date]],
    house: InstrumentedAttribute[int],
    dated: InstrumentedAttribute[date],
    *,
    step: Callable[[date], date],
    until: Callable[[date], date] = lambda last: last,
) -> ColumnElement[bool]:
    """Rows of these dates; nearly always all houses have the same ones, without a gap."""
    houses: defaultdict[frozenset[date], list[int]] = defaultdict(list)
    for house_id, some in dates.items():
        if some:
            houses[some].append(house_id)
    return or_(
        false(),
        *(
            and_(
                house.in_(ids),
                or_(*(dated.between(first, until(last)) for first, last in _runs(some, step=step))),
            )
            for some, ids in houses.items()
        ),
    )


def _runs(dates: Collection[date], *, step: Callable[[date], date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for one in sorted(dates):
        if found and step(found[-1][1]) == one:
            found[-1] = found[-1][0], one
        else:
            found.append((one, one))
    return found


def _next_month(first: date) -> date:
    return Month(first.year, first.month).following.first


def _end_of_month(first: date) -> date:
    return Month(first.year, first.month).last


def _next_day(day: date) -> date:
    return day + A_DAY


def plan_for(
    session: Session, houses: Sequence[Location], period: Period, *, now: datetime, by_day: bool = False
) -> Plan:
    """How to read the days of `period`; `by_day`: no months, since each day is wanted by itself."""
    days = Days(period.first, period.last)
    ids = [house.id for house in houses]
    stood = standings(session, ids, days, by_day=by_day, to_read=True) if houses else {}
    whole = set() if by_day else {month.first for month in whole_months(days)}
    months = {house_id: frozenset(one.holding_months & whole) for house_id, one in stood.items()}
    stretches = {house_id: _to_count(days, months[house_id], one) for house_id, one in stood.items()}
    return Plan(
        houses=houses,
        days=days,
        now=now,
        months=months,
        kept={house_id: _kept(days, months[house_id], some) for house_id, some in stretches.items()},
        counted=_by_stretch(houses, stretches),
    )


def _to_count(days: Days, months: Collection[date], standing: Standing) -> list[Days]:
    # Never of a month that is read as one: between two of its neighbours lie more days than `NEAR`.
    holding = standing.holding
    return runs([day for day in _outside(days, months) if day not in holding], gap=NEAR)


def _kept(days: Days, months: Collection[date], counted: Sequence[Days]) -> frozenset[date]:
    return frozenset(day for day in _outside(days, months) if not any(day in some for some in counted))


def _outside(days: Days, months: Collection[date]) -> Iterator[date]:
    """The days that lie in none of these months."""
    for month in months_of(days):
        if month.first not in months:
            part = Days(month.first, month.last).common(days)
            yield from part or ()


def _by_stretch(
    houses: Sequence[Location], stretches: Mapping[int, Sequence[Days]]
) -> list[tuple[Sequence[Location], Days]]:
    """Houses that lack the same days are counted in one go."""
    found: dict[Days, list[Location]] = {}
    for house in houses:
        for some in stretches.get(house.id, ()):
            found.setdefault(some, []).append(house)
    return [(found[some], some) for some in sorted(found)]
