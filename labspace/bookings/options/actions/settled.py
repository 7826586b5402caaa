"""What every step of an option begins with: its house locked, what has lapsed settled, its clock read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import units_of
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.actions.settle import rank_options, settle_options
from labspace.bookings.models import Booking
from labspace.bookings.options.models import OptionClock
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def settled_option(
    session: Session, booking_id: int, *, now: datetime, expected_version: int | None = None
) -> tuple[Booking, OptionClock]:
    """The option as it is now and its clock, all event areas of its house locked and settled.

    Raises `Refused` if it is no option (any more), LookupError if there is no such booking. What
    lapsed on the way stays settled: the caller may commit that.
    """
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    settle_options(session, units_of(session, booking_id), now=now)
    if booking.state is not BookingState.OPTION:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    return booking, clock_of(session, booking, now=now)


def clock_of(session: Session, booking: Booking, *, now: datetime) -> OptionClock:
    """The clock of an option of a locked house."""
    row = session.get(OptionClock, booking.id, populate_existing=True)
    if row is None:
        # Asked for before options had clocks: ranking the queue gives each its own.
        rank_options(session, booking.location_id, now=now)
        row = session.get_one(OptionClock, booking.id)
    return row
