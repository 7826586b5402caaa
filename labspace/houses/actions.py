"""The doors through which staff close and reopen their houses. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.models import HouseChange, HouseEdit
from labspace.houses.queries import find_closure, fingerprint, touched_bookings
from labspace.locations.changes import HoursChanged
from labspace.locations.models import Closure, Location
from labspace.spaces.models import Space
from labspace.times import TimeSpan


class BookingsTouched(Refused):
    """Bookings lie in the time that the person who closes has not seen; carries them as they are now."""

    def __init__(self, bookings: Sequence[Booking]) -> None:
        super().__init__(Refusal("bookings_touched"))
        self.bookings = list(bookings)


def close_houses(
    session: Session,
    location_ids: Collection[int],
    *,
    span: TimeSpan,
    reason: str,
    reason_en: str = "",
    seen: str,
    cancels: bool,
    by: User,
    now: datetime,
) -> list[Closure]:
    """Close several houses for the same time, all or none.

    `seen` is the fingerprint of the touched bookings that were shown before; with `cancels` the house
    cancels them and whoever booked is told the reason, otherwise they stay as they are.
    Raises `BookingsTouched` when others are touched than were seen, `Refused` for a time that is over or
    already closed.
    """
    actor_id = by.id
    begin_write(session)
    houses = lock_houses(session, location_ids)
    _check_time(session, houses, span, now=now)
    touched = touched_bookings(session, location_ids, span, now=now)
    if touched and fingerprint(touched) != seen:
        raise BookingsTouched(touched)
    closures = [
        Closure(location_id=house.id, span=span, reason=reason[:200], reason_en=reason_en[:200])
        for house in houses
    ]
    session.add_all(closures)
    for house in houses:
        house.hours_revision = Location.hours_revision + 1
    session.flush()
    cancelled = cancel_touched(session, touched, reason=reason, by=by, now=now) if cancels else []
    for house in houses:
        count = sum(location_id == house.id for location_id in cancelled)
        note_change(session, house.id, HouseEdit.CLOSED, span, actor_id=actor_id, now=now, cancelled=count)
        announce(session, HoursChanged(house.id, span))
    return closures


def reopen_house(session: Session, closure_id: int, *, by: User, now: datetime) -> None:
    """Take a closure back: whole, or what is left of it once it has begun.

    Bookings that were cancelled with it stay cancelled. Raises `Refused` when it is over, `LookupError`
    when there is none.
    """
    actor_id = by.id
    begin_write(session)
    closure = find_closure(session, closure_id)
    if closure is None:
        raise LookupError(closure_id)
    (house,) = lock_houses(session, [closure.location_id])
    if closure.ends_at <= now:
        raise Refused(Refusal("not_possible_in_state"))
    freed = TimeSpan(max(closure.starts_at, now), closure.ends_at)
    if closure.starts_at >= now:
        session.delete(closure)
    else:
        closure.ends_at = now
    house.hours_revision = Location.hours_revision + 1
    session.flush()
    note_change(session, house.id, HouseEdit.REOPENED, freed, actor_id=actor_id, now=now)
    announce(session, HoursChanged(house.id, freed))


def lock_houses(session: Session, location_ids: Collection[int]) -> Sequence[Location]:
    """The houses, with all their spaces locked: nobody books there until the commit."""
    lock_spaces(session, session.scalars(select(Space.id).where(Space.location_id.in_(location_ids))))
    return session.scalars(
        select(Location)
        .where(Location.id.in_(location_ids))
        .order_by(Location.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _check_time(session: Session, houses: Sequence[Location], span: TimeSpan, *, now: datetime) -> None:
    days = [(span.starts_at.astimezone(house.zone), now.astimezone(house.zone)) for house in houses]
    if span.ends_at <= now or any(first.date() < today.date() for first, today in days):
        raise Refused(Refusal("closed_in_the_past"))
    known = session.scalars(
        select(Closure.id)
        .where(
            Closure.location_id.in_([house.id for house in houses]),
            Closure.starts_at <= span.starts_at,
            Closure.ends_at >= span.ends_at,
        )
        .limit(1)
    ).first()
    if known is not None:
        raise Refused(Refusal("closed_already"))


def cancel_touched(
    session: Session, touched: Sequence[Booking], *, reason: str, by: User, now: datetime
) -> list[int]:
    """Cancel all, and give the house of each; of options the last in rank first, so that nobody moves up into
    a closed house."""
    cancelled: list[int] = []
    for booking in sorted(touched, key=lambda one: (-(one.option_rank or 0), one.starts_at, one.id)):
        cancel_booking(
            session, booking.id, by=by, now=now, code=CancelReason.OTHER, reason=reason, by_house=True
        )
        cancelled.append(booking.location_id)
    return cancelled


def note_change(
    session: Session,
    location_id: int,
    what: HouseEdit,
    span: TimeSpan,
    *,
    actor_id: int,
    now: datetime,
    cancelled: int = 0,
) -> None:
    """Write down what was done, for which time, and by whom."""
    session.add(
        HouseChange(
            location_id=location_id, at=now, actor_id=actor_id, what=what, span=span, cancelled=cancelled
        )
    )
    session.flush()
