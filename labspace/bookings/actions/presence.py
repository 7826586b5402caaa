"""Who came and who did not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import drop_claims, rules_of_booking, take_claims, units_of
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.actions.settle import promote_behind
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

EARLY_ARRIVAL = timedelta(minutes=30)
"""How long before the start presence may be noted."""


def check_in(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> Booking:
    """Note that the people are there; the booking counts as used from its booked start (R5).

    Also takes back a no-show; raises `SpaceTaken` if the time has been given to somebody else.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if now < booking.starts_at - EARLY_ARRIVAL:
        raise Refused(Refusal("not_begun"))
    if booking.state is BookingState.NO_SHOW:
        _claim_again(session, booking, now=now)
    before = snapshot(booking)
    booking.become(BookingState.USED, now=now)
    booking.checked_in_at = now
    note(session, booking, what="checked_in", before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, PresenceNoted(booking, actor_id, now))
    return booking


def mark_no_show(
    session: Session, booking_id: int, *, by: User | None, now: datetime, expected_version: int | None = None
) -> Booking:
    """Note that nobody came; what is left of the time is free at once."""
    actor_id = by.id if by else None
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if now < booking.starts_at:
        raise Refused(Refusal("not_begun"))
    before = snapshot(booking)
    booking.become(BookingState.NO_SHOW, now=now)
    booking.checked_in_at = None
    drop_claims(session, booking)
    note(session, booking, what="no_show", before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, PresenceNoted(booking, actor_id, now))
    promote_behind(session, booking, now=now)
    return booking


def take_back_presence(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> Booking:
    """Undo a check-in or no-show noted by mistake: the booking is confirmed again.

    Raises `SpaceTaken` if the time of a no-show has been given to somebody else.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.state not in {BookingState.USED, BookingState.NO_SHOW}:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    if booking.state is BookingState.NO_SHOW:
        _claim_again(session, booking, now=now)
    before = snapshot(booking)
    booking.become(BookingState.CONFIRMED, now=now)
    booking.checked_in_at = None
    note(
        session,
        booking,
        what="presence_taken_back",
        before=before,
        actor_id=actor_id,
        at=now,
        reschedules=False,
    )
    announce(session, PresenceNoted(booking, actor_id, now))
    return booking


def _claim_again(session: Session, booking: Booking, *, now: datetime) -> None:
    # Also what is over: of two who both say they used it, one is wrong.
    unit_ids, rules = units_of(session, booking.id), rules_of_booking(session, booking)
    take_claims(session, booking, unit_ids=unit_ids, rules=rules, now=now)
