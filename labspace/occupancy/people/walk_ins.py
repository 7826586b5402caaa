"""People counted at tables and slots without a booking (K14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from labspace.bookings.models import BookedUnit
from labspace.occupancy.days import Days
from labspace.occupancy.people.counting import PASSING, WalkIns
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.visits.models import VisitCount
from labspace.visits.rules import Count, winning


def walk_ins(session: Session, house_ids: Collection[int], days: Days) -> defaultdict[int, list[WalkIns]]:
    """What was counted without a booking on these days, by house: at a space, or at all of a kind; one statement.

    A space is left out on a day on which a booking of it was counted: nobody counts twice. Whoever has
    no booking at the spaces of a kind adds to those who have. The door of a house is no kind's.
    """
    of_booking = (
        select(VisitCount.id)
        .join(BookedUnit, BookedUnit.booking_id == VisitCount.booking_id)
        .where(BookedUnit.space_id == Space.id, VisitCount.ended_at.is_(None))
    )
    counted = aliased(VisitCount)
    kind = func.coalesce(Space.kind, counted.kind)
    rows = session.execute(
        select(
            counted.location_id,
            counted.space_id,
            kind,
            counted.id,
            counted.day,
            counted.count,
            counted.source,
            counted.entered_at,
        )
        .outerjoin(Space, Space.id == counted.space_id)
        .where(
            counted.location_id.in_(house_ids),
            counted.day.between(days.first, days.last),
            counted.booking_id.is_(None),
            counted.ended_at.is_(None),
            kind.in_(PASSING),
            ~of_booking.where(VisitCount.day == counted.day).correlate(Space, counted).exists(),
        )
    )
    by_place: defaultdict[tuple[int, int | None, SpaceKind], list[Count]] = defaultdict(list)
    for location_id, space_id, of_kind, count_id, day, count, source, entered_at in rows:
        one = Count(day=day, count=count, source=source, entered_at=entered_at, id=count_id)
        by_place[location_id, space_id, SpaceKind(of_kind)].append(one)
    found: defaultdict[int, list[WalkIns]] = defaultdict(list)
    for (location_id, _space_id, of_kind), counts in by_place.items():
        found[location_id] += [_walked(of_kind, one.day, one) for one in winning(counts).by_day]
    return found


def _walked(kind: SpaceKind, day: date, one: Count) -> WalkIns:
    return WalkIns(day=day, kind=kind, visits=one.count, grade=one.grade)
