"""Feeds hear of bookings in the transaction that changes them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange, BookingPlaced
from labspace.bookings.series_changes import SERIES_CHANGES, SeriesChange
from labspace.calendars.feeds import follow


@listen(*BOOKING_CHANGES)
def update_feed(session: Session, change: BookingChange) -> None:
    """Write the booking's event anew for its owner."""
    if not change.in_series:
        follow(session, [change.booking], now=change.at, new=isinstance(change, BookingPlaced))


@listen(*SERIES_CHANGES)
def update_feed_with_series(session: Session, change: SeriesChange) -> None:
    """Write the events of all its bookings anew, in as many statements as for one."""
    follow(session, change.bookings, now=change.at)
