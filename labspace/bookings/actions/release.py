"""Giving the rest of a booking back to others while it lasts, and taking it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import (
    claims_for,
    core_span,
    drop_claims,
    put_claims,
    take_claims,
    unit_rules_of_booking,
    units_of,
)
from labspace.bookings.models import Booking
from labspace.bookings.presence import rest_of
from labspace.bookings.release_models import ReleaseCause, ReleasedTime
from labspace.times import TimeSpan


def release_rest(
    session: Session, booking: Booking, *, cause: ReleaseCause, now: datetime
) -> TimeSpan | None:
    """Note that the rest of the booking is free from now on; returns that rest, None if it is over."""
    rest = rest_of(booking.span, now=now)
    if rest is not None:
        session.add(ReleasedTime(booking_id=booking.id, cause=cause, span=rest))
    return rest


def shorten_claims(session: Session, booking: Booking, *, until: datetime) -> None:
    """Keep others off up to `until` only; tear-down and buffers follow then."""
    unit_ids = units_of(session, booking.id)
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    drop_claims(session, booking)
    if until <= booking.starts_at:
        return
    core = core_span(
        TimeSpan(booking.starts_at, until),
        setup_minutes=booking.setup_minutes,
        teardown_minutes=booking.teardown_minutes,
    )
    rows = claims_for(core, unit_ids=unit_ids, rules=rules)
    for row in rows:
        row.booking_id = booking.id
    put_claims(session, rows)


def claim_again(session: Session, booking: Booking, *, now: datetime) -> None:
    """Take the whole booked time back; raises `SpaceTaken` if somebody else has part of it.

    Also what is over: of two who both say they used it, one is wrong.
    """
    drop_claims(session, booking)
    unit_ids = units_of(session, booking.id)
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    take_claims(session, booking, unit_ids=unit_ids, rules=rules, now=now)
    session.execute(
        update(ReleasedTime)
        .where(ReleasedTime.booking_id == booking.id, ReleasedTime.taken_back_at.is_(None))
        .values(taken_back_at=now)
    )
