"""People counted at a table or slot without a booking (K14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import BookedUnit
from labspace.occupancy.days import Days
from labspace.occupancy.people.counting import PASSING, WalkIns
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.visits.models import VisitCount
from labspace.visits.rules import Count, winning


def walk_ins(session: Session, house_ids: Collection[int], days: Days) -> defaultdict[int, list[WalkIns]]:
    """What was counted at spaces on these days, by house; one statement.

    Left out where the same day of the space was counted for a booking: nobody counts twice.
    """
    of_booking = (
        select(VisitCount.id)
        .join(BookedUnit, BookedUnit.booking_id == VisitCount.booking_id)
        .where(BookedUnit.space_id == Space.id, VisitCount.ended_at.is_(None))
    )
    counted = VisitCount.__table__.alias("counted")
    rows = session.execute(
        select(
            counted.c.location_id,
            counted.c.space_id,
            Space.kind,
            counted.c.id,
            counted.c.day,
            counted.c.count,
            counted.c.source,
            counted.c.entered_at,
        )
        .join(Space, Space.id == counted.c.space_id)
        .where(
            counted.c.location_id.in_(house_ids),
            counted.c.day.between(days.first, days.last),
            counted.c.booking_id.is_(None),
            counted.c.ended_at.is_(None),
            Space.kind.in_(PASSING),
            ~of_booking.where(VisitCount.day == counted.c.day).correlate(Space, counted).exists(),
        )
    )
    by_space: defaultdict[tuple[int, int, SpaceKind], list[Count]] = defaultdict(list)
    for location_id, space_id, kind, count_id, day, count, source, entered_at in rows:
        one = Count(day=day, count=count, source=source, entered_at=entered_at, id=count_id)
        by_space[location_id, space_id, kind].append(one)
    found: defaultdict[int, list[WalkIns]] = defaultdict(list)
    for (location_id, _space_id, kind), counts in by_space.items():
        found[location_id] += [_walked(kind, one.day, one) for one in winning(counts).by_day]
    return found


def _walked(kind: SpaceKind, day: date, one: Count) -> WalkIns:
    return WalkIns(day=day, kind=kind, visits=one.count, grade=one.grade)
