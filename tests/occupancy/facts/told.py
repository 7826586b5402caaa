"""All that facts tell of a period, read as pages read it and counted from bookings alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.models import FactDay, FactMark, FactMonth
from labspace.occupancy.facts.plans import Plan, plan_for
from labspace.occupancy.facts.time.kind_sets import ALL, KindSet
from labspace.occupancy.facts.time.quarters import peaks_read
from labspace.occupancy.facts.time.reading import count_stretches, time_read
from labspace.occupancy.facts.time.spaces import spaces_read
from labspace.occupancy.facts.time.weeks import week_hours
from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.spaces.kinds import SpaceKind

DESKS: KindSet = frozenset({SpaceKind.DESK})
SETS = (ALL, PUBLIC_KINDS, DESKS, *(frozenset({SpaceKind.MEETING_ROOM, kind}) for kind in SpaceKind))


def told(session: Session, plan: Plan) -> dict[object, Any]:
    """Sums, unions of every set of kinds, peaks, weeks and units of a period."""
    counted = count_stretches(session, plan, with_set_up=True)
    read = time_read(session, plan, sets=SETS, counted=counted)
    found: dict[object, Any] = {}
    for house in plan.houses:
        total = read.of({house.id})
        found[house.slug] = {kinds: total.union(kinds) for kinds in SETS}
        found[house.slug, "kinds"] = {kind: total.of([kind]) for kind in SpaceKind}
        found[house.slug, "opened"] = total.opened, total.opened_days
    for kinds in (ALL, DESKS):
        peaks = peaks_read(session, plan, counted, kinds=kinds)
        found["peak", kinds] = peaks.houses, peaks.together
        found["week", kinds] = week_hours(session, plan, counted, kinds=kinds)
    found["spaces"] = {
        space_id: total
        for space_id, total in spaces_read(session, plan, counted).items()
        if total != type(total)()
    }
    return found


def from_bookings(houses: Sequence[Location], days: Days, *, now: datetime) -> Plan:
    """The plan of somebody who knows no facts."""
    none = {house.id: frozenset[Any]() for house in houses}
    return Plan(houses=houses, days=days, now=now, months=none, kept=none, counted=[(houses, days)])


def check(
    session: Session, houses: Sequence[Location], days: Days, *, now: datetime, by_day: bool = False
) -> None:
    """What is read equals what is counted."""
    wanted = told(session, from_bookings(houses, days, now=now))
    found = told(session, plan_for(session, houses, days, now=now, by_day=by_day))
    for key, value in wanted.items():
        assert found[key] == value, (key, days)


def number_kept(session: Session) -> tuple[int, int, int]:
    """How many days and months are kept, and marks there are."""
    days, months, marks = (
        session.scalar(select(func.count()).select_from(table)) or 0
        for table in (FactDay, FactMonth, FactMark)
    )
    return days, months, marks
