"""Questions about counted visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.models import Booking
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import DatedStay
from labspace.visits.models import DoorTap, VisitCount, VisitHour, VisitStay
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


def all_visited_on(session: Session, location_id: int, day: date) -> Sequence[VisitCount]:
    """Every number ever given for a house and day, those corrected and withdrawn too, latest first."""
    return session.scalars(
        select(VisitCount)
        .where(VisitCount.location_id == location_id, VisitCount.day == day)
        .options(
            joinedload(VisitCount.entered_by),
            joinedload(VisitCount.booking).selectinload(Booking.spaces),
            joinedload(VisitCount.space),
        )
        .order_by(VisitCount.entered_at.desc(), VisitCount.id.desc())
    ).all()


def hours_of(session: Session, count_ids: Collection[int]) -> dict[int, dict[datetime, int]]:
    """The hours of numbers that were tallied by the hour, earliest first. One statement."""
    found: dict[int, dict[datetime, int]] = defaultdict(dict)
    if count_ids:
        rows = session.execute(
            select(VisitHour.count_id, VisitHour.starts_at, VisitHour.count)
            .where(VisitHour.count_id.in_(count_ids))
            .order_by(VisitHour.starts_at)
        )
        for count_id, starts_at, count in rows:
            found[count_id][starts_at] = count
    return found


def counted_by_kind(
    session: Session, location_ids: Collection[int], kind: SpaceKind, first: date, last: date
) -> dict[tuple[int, date], Count]:
    """Who came to the spaces of a kind without a booking, by house and day, where somebody counted them.

    Whoever booked is counted with the booking: the two add up. One statement.
    """
    rows = session.execute(
        select(
            VisitCount.location_id,
            VisitCount.id,
            VisitCount.day,
            VisitCount.count,
            VisitCount.source,
            VisitCount.entered_at,
        ).where(
            VisitCount.location_id.in_(location_ids),
            VisitCount.kind == kind,
            VisitCount.day.between(first, last),
            VisitCount.ended_at.is_(None),
        )
    )
    found: dict[int, list[Count]] = defaultdict(list)
    for location_id, count_id, day, count, source, entered_at in rows:
        one = Count(day=day, count=count, source=source, entered_at=entered_at, id=count_id)
        found[location_id].append(one)
    return {
        (location_id, one.day): one for location_id, counts in found.items() for one in winning(counts).by_day
    }


def stays_of(session: Session, location_ids: Collection[int]) -> dict[int, tuple[DatedStay, ...]]:
    """How long each of these houses ever reckoned a visit lasts; read them with `stay_on`. One statement."""
    rows = session.scalars(
        select(VisitStay)
        .where(VisitStay.location_id.in_(location_ids))
        .order_by(VisitStay.location_id, VisitStay.valid_from)
    )
    found: dict[int, list[DatedStay]] = {location_id: [] for location_id in location_ids}
    for row in rows:
        stay = DatedStay(
            kind=row.kind, minutes=row.minutes, valid_from=row.valid_from, valid_until=row.valid_until
        )
        found[row.location_id].append(stay)
    return {location_id: tuple(stays) for location_id, stays in found.items()}


def at_the_door(
    session: Session, location_id: int, booking_id: int | None, day: date, *, kind: SpaceKind | None = None
) -> int:
    """How many the taps of a day add up to; never less than nobody."""
    question = select(func.coalesce(func.sum(DoorTap.people), 0)).where(
        DoorTap.location_id == location_id,
        DoorTap.booking_id.is_(None) if booking_id is None else DoorTap.booking_id == booking_id,
        DoorTap.kind.is_(None) if kind is None else DoorTap.kind == kind,
        DoorTap.day == day,
    )
    return max(0, int(session.scalar(question) or 0))


def last_tap(
    session: Session,
    location_id: int,
    booking_id: int | None,
    day: date,
    *,
    device: str,
    kind: SpaceKind | None = None,
) -> DoorTap | None:
    """The last tap of a device that still counts, for taking it back."""
    undone = select(DoorTap.undoes_key).where(DoorTap.undoes_key.is_not(None), DoorTap.device == device)
    return session.scalars(
        select(DoorTap)
        .where(
            DoorTap.location_id == location_id,
            DoorTap.booking_id.is_(None) if booking_id is None else DoorTap.booking_id == booking_id,
            DoorTap.kind.is_(None) if kind is None else DoorTap.kind == kind,
            DoorTap.day == day,
            DoorTap.device == device,
            DoorTap.undoes_key.is_(None),
            DoorTap.key.not_in(undone),
        )
        .order_by(DoorTap.id.desc())
        .limit(1)
    ).one_or_none()
