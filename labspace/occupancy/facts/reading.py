"""The figures of a month from kept facts, and from bookings where no facts hold.

What is read equals `month_figures(house_records(…))` to the second; only the way there is shorter.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days, runs
from labspace.occupancy.facts.remarks import internal_houses, unrecorded_number, unresolved_number
from labspace.occupancy.facts.standing import standings
from labspace.occupancy.facts.sums import Lives, Sums, kept_sums, lives
from labspace.occupancy.months import Month, past_of, rest_of
from labspace.occupancy.overview import (
    Group,
    HouseFigures,
    MonthFigures,
    house_group,
    month_figures,
    overview_of,
)
from labspace.occupancy.queries import house_records
from labspace.occupancy.rates import Figures, of_all_houses
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, first_and_last_day

NEAR = 7
"""Stretches to be counted that lie so many days apart are counted in one go: days cost less than statements."""


def figures_of_month(
    session: Session, houses: Sequence[Location], month: Month, *, now: datetime, run: Container[str] = ()
) -> MonthFigures:
    """The figures of these houses; `run` are the slugs of those whose staff looks, who see all (R12)."""
    days = Days(month.first, month.last)
    to_count = _to_count(session, houses, days)
    if to_count == [days]:
        return month_figures(house_records(session, houses, month, now=now), month, now=now, run=run)
    ground = _ground(session, houses, days, to_count, now=now)
    return MonthFigures(
        month=month,
        actual=overview_of([one for house in houses if (one := ground.past(house, now=now, run=run))]),
        preview=overview_of([one for house in houses if (one := ground.ahead(house, now=now, run=run))]),
        unresolved=unresolved_number(session, houses, month, now=now),
        unrecorded=unrecorded_number(session, houses, month),
        is_demo=any(house.is_demo for house in houses),
    )


def _to_count(session: Session, houses: Sequence[Location], days: Days) -> list[Days]:
    """The stretches in which any of the houses has a day without facts that hold."""
    standing = standings(session, [house.id for house in houses], days).values()
    holding = set.intersection(*(one.holding for one in standing)) if standing else set[date]()
    return runs([day for day in days if day not in holding], gap=NEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the figures of some houses in a period are put together from."""

    days: Days
    sums: Mapping[int, Sums]
    """Of the days whose facts hold, by house."""
    records: Sequence[HouseRecord]
    """Of all other days, stretch by stretch."""
    living: Mapping[int, Lives]
    shown: Set[int]
    """Houses whose own use anybody may see (R12)."""

    def past(self, house: Location, *, now: datetime, run: Container[str]) -> HouseFigures | None:
        """What happened in the period; None if it has not begun. Facts are only kept of days that are over."""
        part = past_of(self.days.span(zone=house.zone), now=now)
        kept = self.sums[house.id].group(self.living[house.id].number(self.days))
        own = [past_of(record.period, now=now) for record in self._records(house)]
        return self._figures(house, part, own, kept=[kept], run=run) if part else None

    def ahead(self, house: Location, *, now: datetime, run: Container[str]) -> HouseFigures | None:
        """What is promised for the rest of the period; None if it is over."""
        part = rest_of(self.days.span(zone=house.zone), now=now)
        own = [rest_of(record.period, now=now) for record in self._records(house)]
        return self._figures(house, part, own, kept=[], run=run) if part else None

    def _records(self, house: Location) -> list[HouseRecord]:
        return [record for record in self.records if record.location_id == house.id]

    def _figures(
        self,
        house: Location,
        part: TimeSpan,
        counted: Sequence[TimeSpan | None],
        *,
        kept: Sequence[Group],
        run: Container[str],
    ) -> HouseFigures:
        shows_internal = house.slug in run or house.id in self.shown
        groups = [
            house_group(record, some, shows_internal=shows_internal)
            for record, some in zip(self._records(house), counted, strict=True)
            if some
        ]
        numbers = self.living[house.id].number(Days(*first_and_last_day(part, zone=house.zone)))
        group = _one_after_the_other([*kept, *groups], numbers, shows_internal=shows_internal)
        return HouseFigures(name=house.name, slug=house.slug, group=group)


def _ground(
    session: Session, houses: Sequence[Location], days: Days, to_count: Sequence[Days], *, now: datetime
) -> _Ground:
    holding = runs([day for day in days if not any(day in some for some in to_count)])
    return _Ground(
        days=days,
        sums=kept_sums(session, [house.id for house in houses], holding),
        records=[record for some in to_count for record in house_records(session, houses, some, now=now)],
        living=lives(session, houses, days),
        shown=internal_houses(session, houses, days),
    )


def _one_after_the_other(
    groups: Sequence[Group], numbers: dict[SpaceKind, int], *, shows_internal: bool
) -> Group:
    """The figures of one house in parts of a period that do not overlap, with its units of the whole."""
    internal = [group.internal for group in groups if group.internal is not None]
    return Group(
        by_kind={
            kind: _sum([group.by_kind[kind] for group in groups if kind in group.by_kind], units=number)
            for kind, number in numbers.items()
        },
        total=_sum([group.total for group in groups], units=sum(numbers.values())),
        internal=_sum(internal, units=sum(numbers.values())) if shows_internal else None,
        opened=sum((group.opened for group in groups), timedelta()),
    )


def _sum(figures: Sequence[Figures], *, units: int) -> Figures:
    return replace(of_all_houses(figures), units=units)
