"""What spaces and houses came to in days that are over, cut as the pages need it; a handful of statements each.

The one file that knows where these sums come from: kept facts, and bookings where none hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.dashboards.kinds import Scope
from labspace.dashboards.times import Times
from labspace.locations.models import Location
from labspace.occupancy.days import Days, merged
from labspace.occupancy.facts.families import whole_months
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.time.clock import HOURS
from labspace.occupancy.facts.time.quarters import peaks_read
from labspace.occupancy.facts.time.reading import TimeRead, count_stretches, time_read
from labspace.occupancy.facts.time.spaces import spaces_read
from labspace.occupancy.facts.time.totals import HouseTotal
from labspace.occupancy.facts.time.weeks import WEEKDAYS, week_hours
from labspace.occupancy.peaks import Peak
from labspace.occupancy.queries import house_records
from labspace.occupancy.records import HouseRecord


@dataclass(frozen=True, slots=True)
class Course:
    """Times by house and stretch of days."""

    reads: Sequence[tuple[Days, TimeRead]]
    scope: Scope
    ids: Sequence[int]

    def of(self, stretch: Days | None, house_id: int | None = None) -> Times:
        """Of one of the stretches that were asked for; of all houses together if none is named."""
        ids = self.ids if house_id is None else [house_id]
        for days, read in self.reads:
            if stretch is not None and days.common(stretch) == stretch:
                return times_of(read.of(ids, stretch), self.scope)
        return Times()


def times_of(total: HouseTotal, scope: Scope) -> Times:
    """What facts come to for the chosen spaces."""
    units, alive = total.of(scope.kinds), total.union(scope.kinds)
    return Times(
        bookable=units.bookable,
        booked=units.booked,
        used=units.used,
        activated=alive.activated,
        publicly=total.union(scope.public).activated if scope.public else 0,
        evening=alive.evening,
        weekend=alive.weekend,
        opened=total.opened,
    )


def course(
    session: Session, houses: Sequence[Location], scope: Scope, stretches: Sequence[Days], *, now: datetime
) -> Course:
    """What the chosen spaces of these houses came to in each of these stretches, which may overlap.

    Stretches that touch are read in one go: as months where each of them is made of whole ones.
    """
    sets = {scope.kinds, scope.public} - {frozenset()}
    reads = []
    for days in merged(stretches):
        inside = [one for one in stretches if days.common(one) == one]
        plan = plan_for(session, houses, days, now=now, by_day=not all(map(_is_of_months, inside)))
        reads.append((days, time_read(session, plan, sets=sets, counted=count_stretches(session, plan))))
    return Course(reads, scope, [house.id for house in houses])


def _is_of_months(days: Days) -> bool:
    return sum(len(Days(month.first, month.last)) for month in whole_months(days)) == len(days)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseDay:
    """One house on one day, in seconds."""

    location_id: int
    day: date
    times: Times


def house_days(
    session: Session, houses: Sequence[Location], scope: Scope, days: Days, *, now: datetime
) -> list[HouseDay]:
    """Every day of each house on which it was open or alive, earliest first."""
    plan = plan_for(session, houses, days, now=now, by_day=True)
    sets = {scope.kinds, scope.public} - {frozenset()}
    read = time_read(session, plan, sets=sets, counted=count_stretches(session, plan))
    found = [
        HouseDay(location_id=house_id, day=day, times=times_of(total, scope))
        for (house_id, day), total in read.pieces.items()
    ]
    return sorted(found, key=lambda one: (one.day, one.location_id))


def by_space(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> dict[int, Times]:
    """What each space came to, by its id; of life in the house it says nothing."""
    plan = plan_for(session, houses, days, now=now)
    found = spaces_read(session, plan, count_stretches(session, plan))
    return {
        space_id: Times(bookable=total.bookable, booked=total.booked, used=total.used)
        for space_id, total in found.items()
    }


@dataclass(frozen=True, slots=True)
class Week:
    """Times of each hour of each weekday, by (weekday, hour), and when most was in use at once (K08)."""

    cells: Mapping[tuple[int, int], Times]
    peak: Peak
    """Of all chosen spaces together: counted anew, not made from those of the houses."""
    peaks: Mapping[int, Peak]
    """Of each house, by its id."""


def week(session: Session, houses: Sequence[Location], scope: Scope, days: Days, *, now: datetime) -> Week:
    """The chosen spaces hour by hour of the wall clock."""
    plan = plan_for(session, houses, days, now=now)
    counted = count_stretches(session, plan)
    found = week_hours(session, plan, counted, kinds=scope.kinds)
    names = ("bookable", "booked", "used", "activated", "opened")
    cells = {
        (weekday, hour): Times(**{name: found.cell(name, weekday=weekday, hour=hour) for name in names})
        for weekday in range(WEEKDAYS)
        for hour in range(HOURS)
    }
    peaks = peaks_read(session, plan, counted, kinds=scope.kinds)
    return Week(cells, peaks.together, peaks.houses)


def record_of(session: Session, house: Location, days: Days, *, now: datetime) -> HouseRecord:
    """All that is known of one house in days that are over: what might have been is counted from bookings."""
    (record,) = house_records(session, [house], days, now=now)
    return record
