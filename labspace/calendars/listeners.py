"""Feeds hear of bookings in the transaction that changes them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange
from labspace.calendars.feeds import follow


@listen(*BOOKING_CHANGES)
def update_feed(session: Session, change: BookingChange) -> None:
    """Write the booking's event anew for its owner."""
    follow(session, change.booking, now=change.at)
