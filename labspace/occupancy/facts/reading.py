"""The figures of a month from kept facts, and from bookings where no facts hold.

What is read equals `month_figures(house_records(…))` to the second; only the way there is shorter.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.remarks import internal_houses, unrecorded_number, unresolved_number
from labspace.occupancy.facts.time.kind_sets import ALL, KindSet
from labspace.occupancy.facts.time.reading import Counted, count_stretches, time_read
from labspace.occupancy.facts.time.totals import HouseTotal, UnionTotal
from labspace.occupancy.months import Month, past_of, rest_of
from labspace.occupancy.overview import (
    Group,
    HouseFigures,
    MonthFigures,
    house_group,
    month_figures,
    overview_of,
)
from labspace.occupancy.queries import around, house_records
from labspace.occupancy.rates import PUBLIC_KINDS, Figures, of_all_houses
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, first_and_last_day

SETS: tuple[KindSet, ...] = (ALL, PUBLIC_KINDS, *(frozenset({kind}) for kind in SpaceKind))


def figures_of_month(
    session: Session, houses: Sequence[Location], month: Month, *, now: datetime, run: Container[str] = ()
) -> MonthFigures:
    """The figures of these houses; `run` are the slugs of those whose staff looks, who see all (R12)."""
    plan, mine = plan_for(session, houses, month, now=now), [house for house in houses if house.slug in run]
    if not any(plan.months.values()) and not any(plan.kept.values()):
        records = house_records(session, houses, month, now=now)
        spans = setup_spans(session, mine, around(one.period for one in records)) if mine else {}
        return month_figures(records, month, now=now, run=run, set_up=spans)
    counted = count_stretches(session, plan, with_set_up=bool(mine))
    read = time_read(session, plan, sets=SETS, counted=counted)
    kept = houses_named(session, [house.id for house in houses])
    shown = internal_houses(session, houses, month)

    def past(house: Location) -> HouseFigures | None:
        """What happened in the month; None if it has not begun."""
        part = past_of(month.span(zone=house.zone), now=now)
        if part is None:
            return None
        numbers = units_living(kept[house.id], _days_of(part, house))
        shows_internal = house.slug in run or house.id in shown
        group = _group(
            read.of({house.id}), numbers, shows_internal=shows_internal, shows_set_up=house in mine
        )
        return HouseFigures(name=house.name, slug=house.slug, group=group)

    def ahead(house: Location) -> HouseFigures | None:
        """What is promised for the rest of the month; None if it is over."""
        part = rest_of(month.span(zone=house.zone), now=now)
        if part is None:
            return None
        numbers = units_living(kept[house.id], _days_of(part, house))
        shows_internal = house.slug in run or house.id in shown
        groups = _groups_ahead(counted, house, now=now, shows_internal=shows_internal)
        group = _one_after_the_other(groups, numbers, shows_internal=shows_internal)
        return HouseFigures(name=house.name, slug=house.slug, group=group)

    return MonthFigures(
        month=month,
        actual=overview_of([one for house in houses if (one := past(house))]),
        preview=overview_of([one for house in houses if (one := ahead(house))]),
        unresolved=unresolved_number(session, houses, month, now=now),
        unrecorded=unrecorded_number(session, houses, month),
        is_demo=any(house.is_demo for house in houses),
    )


def _days_of(part: TimeSpan, house: Location) -> Days:
    return Days(*first_and_last_day(part, zone=house.zone))


def units_living(house: House, days: Days) -> dict[SpaceKind, int]:
    """How many units of each kind live on any of these days; kinds without one are left out."""
    living = [
        space.kind
        for space in house.spaces
        if space.is_unit
        and space.valid_from <= days.last
        and (space.valid_until is None or days.first <= space.valid_until)
    ]
    return {kind: living.count(kind) for kind in SpaceKind if kind in living}


def _group(
    total: HouseTotal, numbers: Mapping[SpaceKind, int], *, shows_internal: bool, shows_set_up: bool
) -> Group:
    """The figures of one house from what its facts come to, with its units of the period."""
    units, together = sum(numbers.values()), total.of(numbers)
    alive, public = total.union(ALL), total.union(PUBLIC_KINDS)
    return Group(
        by_kind={kind: _of_kind(total, kind, number) for kind, number in numbers.items()},
        total=Figures(
            units=units,
            bookable=_seconds(together.bookable),
            booked=_seconds(together.booked),
            used=_seconds(together.used),
            activated=_seconds(alive.activated),
            activated_publicly=_seconds(public.activated),
        ),
        internal=Figures(
            units=units,
            bookable=_seconds(together.bookable),
            booked=_seconds(together.booked_internally),
            used=_seconds(together.used_internally),
            activated=_seconds(alive.activated_internally),
            activated_publicly=_seconds(public.activated_internally),
        )
        if shows_internal
        else None,
        opened=_seconds(total.opened),
        set_up={kind: _seconds(total.of([kind]).set_up) for kind in numbers} if shows_set_up else None,
    )


def _of_kind(total: HouseTotal, kind: SpaceKind, number: int) -> Figures:
    seconds, alive = total.of([kind]), total.union([kind])
    return Figures(
        units=number,
        bookable=_seconds(seconds.bookable),
        booked=_seconds(seconds.booked),
        used=_seconds(seconds.used),
        activated=_seconds(alive.activated),
        activated_publicly=_seconds((alive if kind in PUBLIC_KINDS else UnionTotal()).activated),
    )


def _seconds(number: int) -> timedelta:
    return timedelta(seconds=number)


def _groups_ahead(counted: Counted, house: Location, *, now: datetime, shows_internal: bool) -> list[Group]:
    return [
        house_group(record, part, shows_internal=shows_internal)
        for _days, record in counted.records
        if record.location_id == house.id and (part := rest_of(record.period, now=now))
    ]


def _one_after_the_other(
    groups: Collection[Group], numbers: Mapping[SpaceKind, int], *, shows_internal: bool
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
