"""Questions about counted visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from labspace.visits.models import DoorTap, VisitCount
from labspace.visits.rules import Count, Visited, winning


def counts_of(session: Session, booking_id: int) -> Sequence[VisitCount]:
    """The numbers that hold for a booking, by day and then as they were entered."""
    return session.scalars(
        select(VisitCount)
        .where(VisitCount.booking_id == booking_id, VisitCount.ended_at.is_(None))
        .options(joinedload(VisitCount.entered_by))
        .order_by(VisitCount.day, VisitCount.entered_at, VisitCount.id)
    ).all()


def all_counts_of(session: Session, booking_id: int) -> Sequence[VisitCount]:
    """Every number ever given for a booking, those corrected and withdrawn too, latest first."""
    return session.scalars(
        select(VisitCount)
        .where(VisitCount.booking_id == booking_id)
        .options(joinedload(VisitCount.entered_by))
        .order_by(VisitCount.entered_at.desc(), VisitCount.id.desc())
    ).all()


def visited(session: Session, booking_ids: Collection[int]) -> dict[int, Visited]:
    """What counts for each of these bookings; those nobody counted are left out. One statement."""
    if not booking_ids:
        return {}
    rows = session.execute(
        select(
            VisitCount.booking_id,
            VisitCount.id,
            VisitCount.day,
            VisitCount.count,
            VisitCount.source,
            VisitCount.entered_at,
        ).where(VisitCount.booking_id.in_(booking_ids), VisitCount.ended_at.is_(None))
    )
    found: dict[int, list[Count]] = defaultdict(list)
    for booking_id, count_id, day, count, source, entered_at in rows:
        if booking_id is not None:
            one = Count(day=day, count=count, source=source, entered_at=entered_at, id=count_id)
            found[booking_id].append(one)
    return {booking_id: winning(counts) for booking_id, counts in found.items()}


def visited_days(session: Session, location_id: int, first: date, last: date) -> Sequence[VisitCount]:
    """All numbers that hold in a house from `first` to `last`, of bookings, spaces and the house itself."""
    return session.scalars(
        select(VisitCount)
        .where(
            VisitCount.location_id == location_id,
            VisitCount.day.between(first, last),
            VisitCount.ended_at.is_(None),
        )
        .order_by(VisitCount.day, VisitCount.id)
    ).all()


def at_the_door(session: Session, location_id: int, booking_id: int | None, day: date) -> int:
    """How many the taps of a day add up to; never less than nobody."""
    question = select(func.coalesce(func.sum(DoorTap.people), 0)).where(
        DoorTap.location_id == location_id,
        DoorTap.booking_id.is_(None) if booking_id is None else DoorTap.booking_id == booking_id,
        DoorTap.day == day,
    )
    return max(0, int(session.scalar(question) or 0))


def last_tap(
    session: Session, location_id: int, booking_id: int | None, day: date, *, device: str
) -> DoorTap | None:
    """The last tap of a device that still counts, for taking it back."""
    undone = select(DoorTap.undoes_key).where(DoorTap.undoes_key.is_not(None), DoorTap.device == device)
    return session.scalars(
        select(DoorTap)
        .where(
            DoorTap.location_id == location_id,
            DoorTap.booking_id.is_(None) if booking_id is None else DoorTap.booking_id == booking_id,
            DoorTap.day == day,
            DoorTap.device == device,
            DoorTap.undoes_key.is_(None),
            DoorTap.key.not_in(undone),
        )
        .order_by(DoorTap.id.desc())
        .limit(1)
    ).one_or_none()
