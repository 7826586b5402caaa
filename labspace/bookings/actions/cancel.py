"""Cancelling: by whoever booked, or by the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import drop_claims, units_of
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.actions.no_shows import settle_no_shows
from labspace.bookings.actions.option_clocks import end_clock
from labspace.bookings.actions.settle import promote_behind, settle_options
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.changes import BookingCancelled
from labspace.bookings.models import Booking
from labspace.bookings.reasons import noted_reason
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.states import OPEN, BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def cancel_booking(
    session: Session,
    booking_id: int,
    *,
    by: User,
    now: datetime,
    code: CancelReason | None = None,
    reason: str = "",
    by_house: bool = False,
    by_link: bool = False,
    expected_version: int | None = None,
    told_together: bool = False,
) -> Booking:
    """Cancel an open booking that is not over; its claims are free at once, the row stays.

    Early, late or by the house (R4): late is after the deadline of the house rules. `code` is counted,
    `reason` are words beside it; the house must give one of them. `by_link`: from a mail, not signed in.
    """
    actor_id = by.id
    if code is None and reason:
        code = CancelReason.OTHER
    if by_house and code is None:
        raise Refused(Refusal("reason_missing"))
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.state is BookingState.OPTION:
        settle_options(session, units_of(session, booking_id), now=now)
    if booking.check_in_until is not None and booking.check_in_until <= now and not by_house:
        settle_no_shows(session, units_of(session, booking_id), now=now)
    if booking.state not in OPEN or booking.ends_at <= now:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    before = snapshot(booking)
    state = BookingState.CANCELLED_HOUSE if by_house else _by_deadline(session, booking, now=now)
    drop_claims(session, booking)
    booking.become(state, now=now)
    booking.cancel_code, booking.cancel_reason = code, reason[:300]
    booking.option_rank = None
    end_clock(session, booking, now=now)
    note(
        session,
        booking,
        what="cancelled_by_link" if by_link else "cancelled",
        before=before,
        actor_id=actor_id,
        at=now,
        text=noted_reason(code, reason),
    )
    announce(session, BookingCancelled(booking, actor_id, now, told_together=told_together))
    promote_behind(session, booking, now=now)
    return booking


def cancel_deadline(session: Session, booking: Booking) -> datetime:
    """Until when cancelling counts as early."""
    day = booking.starts_at.astimezone(booking.location.zone).date()
    rules = rules_of(session, booking.spaces, on=day)
    longest = max(rules[space.id].cancel_until_minutes for space in booking.spaces)
    return booking.starts_at - timedelta(minutes=longest)


def _by_deadline(session: Session, booking: Booking, *, now: datetime) -> BookingState:
    early = booking.state is not BookingState.CONFIRMED or now <= cancel_deadline(session, booking)
    return BookingState.CANCELLED_EARLY if early else BookingState.CANCELLED_LATE
