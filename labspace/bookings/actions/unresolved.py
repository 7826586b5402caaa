"""Past bookings nobody checks in to and nobody decided on (figures.md R5)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.announcements import announce
from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.no_shows import note_no_show
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BookingState
from labspace.db import begin_write

MOST_AT_ONCE = 200
"""Settled in one transaction; the others follow a minute later."""
MOST_LOOKED_AT = 2000

# Word for word as the index has it: SQLite takes a partial index for nothing less.
_UNRESOLVED = text("booking.state = 'confirmed' AND booking.check_in_until IS NULL")


def settle_unresolved(
    session: Session,
    *,
    came: Callable[[Sequence[int]], Collection[int]],
    is_due: Callable[[Booking], bool],
    over_since: datetime,
    now: datetime,
) -> int:
    """Settle what ended by `over_since`, was not touched later and `is_due`; return how many.

    `came` says, asked under the lock, to which of these bookings people came: they are used, the
    others no-shows. Looks without a lock first: most minutes there is nothing to do.
    """
    candidates = session.scalars(_due(over_since).options(joinedload(Booking.location)).limit(MOST_LOOKED_AT))
    ids = [booking.id for booking in candidates if is_due(booking)][:MOST_AT_ONCE]
    if not ids:
        return 0
    begin_write(session)
    lock_spaces(session, session.scalars(select(BookedUnit.space_id).where(BookedUnit.booking_id.in_(ids))))
    due = session.scalars(
        _due(over_since)
        .where(Booking.id.in_(ids))
        .options(joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces))
        .execution_options(populate_existing=True)
    ).all()
    used = came([booking.id for booking in due])
    for booking in due:
        if booking.id in used:
            _note_used(session, booking, now=now)
        else:
            note_no_show(session, booking, actor_id=None, now=now)
    return len(due)


def _note_used(session: Session, booking: Booking, *, now: datetime) -> None:
    before = snapshot(booking)
    booking.become(BookingState.USED, now=now)
    note(session, booking, what="counted", before=before, actor_id=None, at=now, reschedules=False)
    announce(session, PresenceNoted(booking, None, now))


def _due(over_since: datetime) -> Select[Booking]:
    return (
        select(Booking)
        .where(
            _UNRESOLVED,
            Booking.state == BookingState.CONFIRMED,
            Booking.ends_at <= over_since,
            Booking.state_since <= over_since,
        )
        .order_by(Booking.ends_at, Booking.id)
    )
