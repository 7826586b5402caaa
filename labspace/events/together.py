"""All dates of a request at once: confirmed, rejected or called off together, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import (
    cancel_booking,
    reject_booking,
)
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN, UNDECIDED, BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.events.changes import DatesCancelled, DatesDecided
from labspace.events.decision.actions.approve import approve_event, meaning_of
from labspace.events.decision.actions.reviews import event_to_change
from labspace.events.decision.eyes import Approval
from labspace.events.queries import dates_of


def confirm_dates(
    session: Session, booking_id: int, *, by: User, now: datetime
) -> tuple[Approval, Sequence[Booking]]:
    """Confirm every date of the request that is undecided, or as the first of four eyes recommend them.

    As long as one date lacks its first approval, those that lack it are recommended and none is
    confirmed. Returns what was done and with which dates; raises `Refused` with what stands against any.
    """
    meanings: dict[int, Approval] = {}

    def look(booking: Booking) -> None:
        event_to_change(session, booking.id, expected_version=None)
        meanings[booking.id] = meaning_of(session, booking, by=by, now=now)

    dates = _each(session, booking_id, look, states=UNDECIDED, now=now)
    recommends = Approval.RECOMMENDS in meanings.values()
    if recommends:
        dates = [one for one in dates if meanings[one.id] is Approval.RECOMMENDS]

    def approve(booking: Booking) -> None:
        approve_event(session, booking.id, by=by, now=now, told_together=True)

    _each_of(session, dates, approve)
    if not recommends:
        announce(session, DatesDecided(dates, by.id, now))
    return Approval.RECOMMENDS if recommends else Approval.CONFIRMS, dates


def reject_dates(
    session: Session, booking_id: int, *, by: User, reason: str, now: datetime
) -> Sequence[Booking]:
    """Reject every date of the request that is undecided, for one reason."""

    def reject(booking: Booking) -> None:
        reject_booking(session, booking.id, by=by, reason=reason, now=now, told_together=True)

    done = _each(session, booking_id, reject, states=UNDECIDED, now=now)
    announce(session, DatesDecided(done, by.id, now))
    return done


def cancel_dates(
    session: Session, booking_id: int, *, by: User, code: CancelReason | None, now: datetime
) -> Sequence[Booking]:
    """Call off every date of the request that is still ahead, by whoever asked."""

    def cancel(booking: Booking) -> None:
        cancel_booking(
            session,
            booking.id,
            by=by,
            now=now,
            code=code,
            # An invitation that was sent is taken back by a letter of its own.
            told_together=booking.state is not BookingState.CONFIRMED,
        )

    done = _each(session, booking_id, cancel, states=OPEN, now=now)
    announce(session, DatesCancelled(done, by.id, now))
    return done


def _each(
    session: Session,
    booking_id: int,
    change: Callable[[Booking], None],
    *,
    states: frozenset[BookingState],
    now: datetime,
) -> Sequence[Booking]:
    begin_write(session)
    dates = [one for one in dates_of(session, booking_id) if one.state in states and one.ends_at > now]
    if not dates:
        raise Refused(Refusal("not_possible_in_state", {"state": session.get_one(Booking, booking_id).state}))
    _each_of(session, dates, change)
    return dates


def _each_of(session: Session, dates: Sequence[Booking], change: Callable[[Booking], None]) -> None:
    refusals: list[Refusal] = []
    for booking in dates:
        day = booking.starts_at.astimezone(booking.location.zone).date()
        try:
            with session.begin_nested():
                change(booking)
        except Refused as refused:
            refusals.append(Refusal("date_refused", {"day": day, "because": refused.refusals}))
    refuse_any(refusals)
