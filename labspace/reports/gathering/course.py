"""How the time of the houses went through the period, stretch by stretch of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.time.kind_sets import ALL
from labspace.occupancy.facts.time.reading import time_read
from labspace.occupancy.facts.time.totals import HouseTotal
from labspace.occupancy.months import Month
from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.reports.snapshot import Stretch

MOST_MONTHS = 24
"""What is longer is told by quarters."""
MOST_QUARTERS = 24
"""What is longer still is told by years."""


def course_of(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> list[Stretch]:
    """All houses together by months, quarters or years, cut at both ends of `days`; a handful of statements.

    Everything in it is a sum of days, so that the stretches add up to the period.
    """
    if not houses:
        return []
    read = time_read(session, plan_for(session, houses, days, now=now), sets={ALL, PUBLIC_KINDS})
    found = read.by_month([house.id for house in houses])
    step = step_for(days)
    stretches = {one.first: one for one in _empty(days, step)}
    for first, total in found.items():
        begins = max(_begin(first, step), days.first)
        stretches[begins] = _plus(stretches[begins], total)
    return list(stretches.values())


def step_for(days: Days) -> int:
    """How many months a stretch of this period has: 1, 3 or 12."""
    months = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    return 1 if months <= MOST_MONTHS else 3 if months <= MOST_QUARTERS * 3 else 12


def _empty(days: Days, step: int) -> list[Stretch]:
    found, begins = [], _begin(days.first, step)
    while begins <= days.last:
        after = Month(begins.year, begins.month).moved(step)
        found.append(
            Stretch(months=step, first=max(begins, days.first), last=min(after.previous.last, days.last))
        )
        begins = after.first
    return found


def _begin(day: date, step: int) -> date:
    return date(day.year, (day.month - 1) // step * step + 1, 1)


def _plus(stretch: Stretch, total: HouseTotal) -> Stretch:
    units = total.of(ALL)
    return replace(
        stretch,
        bookable=stretch.bookable + _hours(units.bookable),
        booked=stretch.booked + _hours(units.booked),
        used=stretch.used + _hours(units.used),
        activated=stretch.activated + _hours(total.union(ALL).activated),
        publicly=stretch.publicly + _hours(total.union(PUBLIC_KINDS).activated),
        opened=stretch.opened + _hours(total.opened),
    )


def _hours(seconds: int) -> Fraction:
    return Fraction(seconds, 3600)
