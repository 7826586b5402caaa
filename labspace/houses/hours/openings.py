"""Special openings: made, ended, and written down. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.models import Booking
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.actions import BookingsTouched, cancel_touched, lock_houses, note_change
from labspace.houses.dated.actions import Decided
from labspace.houses.hours.touching import losing_time
from labspace.houses.models import HouseEdit
from labspace.houses.queries import fingerprint
from labspace.locations.changes import HoursChanged
from labspace.locations.models import Location, SpecialOpening
from labspace.spaces.houses import houses_named
from labspace.times import TimeSpan


def openings_ahead(session: Session, location_id: int, *, now: datetime) -> Sequence[SpecialOpening]:
    """Special openings that are not over, the earliest first."""
    return session.scalars(
        select(SpecialOpening)
        .where(SpecialOpening.location_id == location_id, SpecialOpening.ends_at > now)
        .order_by(SpecialOpening.starts_at, SpecialOpening.id)
    ).all()


def find_opening(session: Session, opening_id: int) -> SpecialOpening | None:
    """The special opening with this number."""
    return session.get(SpecialOpening, opening_id) if opening_id < 2**62 else None


def open_house(
    session: Session,
    location_id: int,
    *,
    span: TimeSpan,
    reason: str,
    by: User,
    now: datetime,
) -> SpecialOpening:
    """Open a house beyond its weekly hours and holidays; closures still beat it.

    Raises `Refused` for a day before today and for a time that is opened already.
    """
    actor_id = by.id
    begin_write(session)
    (house,) = lock_houses(session, [location_id])
    today = now.astimezone(house.zone).date()
    if span.ends_at <= now or span.starts_at.astimezone(house.zone).date() < today:
        raise Refused(Refusal("opened_in_the_past"))
    if any(one.span.contains(span) for one in openings_ahead(session, location_id, now=now)):
        raise Refused(Refusal("opened_already"))
    opening = SpecialOpening(location_id=location_id, span=span, reason=reason[:200])
    session.add(opening)
    house.hours_revision = Location.hours_revision + 1
    session.flush()
    note_change(session, location_id, HouseEdit.OPENED, span, actor_id=actor_id, now=now)
    announce(session, HoursChanged(location_id, span))
    return opening


def touched_by_end(session: Session, opening: SpecialOpening, *, now: datetime) -> list[Booking]:
    """Open bookings that lose their time when a special opening ends."""
    kept = houses_named(session, [opening.location_id])[opening.location_id]
    others = [
        one.span
        for one in session.scalars(
            select(SpecialOpening).where(
                SpecialOpening.location_id == opening.location_id, SpecialOpening.id != opening.id
            )
        )
    ]
    return losing_time(session, kept, replace(kept, special=tuple(others), _remembered={}), now=now)


def end_opening(session: Session, opening_id: int, *, decided: Decided, by: User, now: datetime) -> None:
    """Take a special opening back: whole, or what is left of it once it has begun.

    Raises `BookingsTouched` when bookings lie in it that were not seen, `Refused` when it is over,
    `LookupError` when there is none.
    """
    actor_id = by.id
    begin_write(session)
    opening = find_opening(session, opening_id)
    if opening is None:
        raise LookupError(opening_id)
    (house,) = lock_houses(session, [opening.location_id])
    if opening.ends_at <= now:
        raise Refused(Refusal("change_is_over"))
    touched = touched_by_end(session, opening, now=now)
    if touched and fingerprint(touched) != decided.seen:
        raise BookingsTouched(touched)
    if touched and decided.cancels and not decided.reason:
        raise Refused(Refusal("reason_missing"))
    closed = TimeSpan(max(opening.starts_at, now), opening.ends_at)
    if opening.starts_at >= now:
        session.delete(opening)
    else:
        opening.ends_at = now
    house.hours_revision = Location.hours_revision + 1
    session.flush()
    cancelled = (
        len(cancel_touched(session, touched, reason=decided.reason, by=by, now=now)) if decided.cancels else 0
    )
    note_change(
        session, house.id, HouseEdit.OPENING_ENDED, closed, actor_id=actor_id, now=now, cancelled=cancelled
    )
    announce(session, HoursChanged(house.id, closed))
