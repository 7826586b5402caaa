"""Nobody checked in by the end of the grace time: a no-show, and the rest is free at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.announcements import announce
from labspace.bookings.actions.claims import drop_claims, lock_spaces
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.release import release_rest
from labspace.bookings.actions.settle import promote_behind
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.release_models import ReleaseCause
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.times import TimeSpan

# Word for word as the index has it: SQLite takes a partial index for nothing less.
_AWAITED = text("booking.state = 'confirmed' AND booking.check_in_until IS NOT NULL")


def settle_all_no_shows(session: Session, *, now: datetime) -> int:
    """Settle every no-show that is due and return how many; safe to run every minute, and after a week.

    Looks without a lock first: most minutes there is nothing to do.
    """
    if session.scalar(_due(now).with_only_columns(Booking.id).limit(1)) is None:
        return 0
    begin_write(session)
    due = _due(now).with_only_columns(Booking.id)
    unit_ids = set(session.scalars(select(BookedUnit.space_id).where(BookedUnit.booking_id.in_(due))))
    lock_spaces(session, unit_ids)
    return settle_no_shows(session, unit_ids, now=now)


def settle_no_shows(
    session: Session, unit_ids: Collection[int], *, now: datetime, but_not: int | None = None
) -> int:
    """Settle the no-shows that are due on these locked units; return how many.

    `but_not` is a booking about to be judged by itself, by somebody who knows better.
    """
    on_units = exists().where(BookedUnit.booking_id == Booking.id, BookedUnit.space_id.in_(unit_ids))
    due = session.scalars(
        _due(now)
        .where(on_units, Booking.id != (but_not or 0))
        .options(joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces))
        .order_by(Booking.id)
        .execution_options(populate_existing=True)
    ).all()
    for booking in due:
        note_no_show(session, booking, actor_id=None, now=now)
    return len(due)


def settle_in_the_way(
    session: Session, unit_ids: Collection[int], rules: Collection[Rules], *, span: TimeSpan, now: datetime
) -> None:
    """Settle the no-shows on these locked units that may keep a wish for `span` off.

    Asks nothing where no check-in is awaited, nor for a time that nothing begun by now reaches.
    """
    awaited = [one for one in rules if one.check_in]
    longest = timedelta(minutes=max([one.max_minutes for one in awaited], default=0))
    if awaited and span.starts_at < now + max(longest, timedelta(days=1)):
        settle_no_shows(session, unit_ids, now=now)


def note_no_show(session: Session, booking: Booking, *, actor_id: int | None, now: datetime) -> None:
    """Pass a booking on locked units into no-show; what is left of its time is free."""
    before = snapshot(booking)
    booking.become(BookingState.NO_SHOW, now=now)
    had_left = booking.used_until is not None
    booking.checked_in_at = booking.used_from = booking.used_until = None
    drop_claims(session, booking)
    released = None if had_left else release_rest(session, booking, cause=ReleaseCause.NO_SHOW, now=now)
    note(session, booking, what="no_show", before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, PresenceNoted(booking, actor_id, now, released=released))
    promote_behind(session, booking, now=now)


def _due(now: datetime) -> Select[Booking]:
    return select(Booking).where(
        _AWAITED, Booking.state == BookingState.CONFIRMED, Booking.check_in_until <= now
    )
