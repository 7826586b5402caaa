"""Equipment follows its booking: kept, taken, given back in the transaction that changes the booking."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.actions.settle import core_of
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingDecided,
    BookingLapsed,
    BookingMoved,
    OptionPassedOver,
    OptionPromoted,
)
from labspace.events.equipment.actions import follow_move, follow_standing, serve_the_short
from labspace.events.equipment.queries import booked_things
from labspace.spaces.kinds import SpaceKind

LENT_WITH = frozenset({SpaceKind.EVENT_AREA})
"""Kinds of space with which equipment is lent; bookings of others ask nothing here."""


@listen(BookingMoved, BookingDecided, BookingCancelled, BookingLapsed, OptionPromoted, OptionPassedOver)
def follow(session: Session, change: BookingChange) -> None:
    """Take or give back what the booking asked for; what became free goes to those who lack it."""
    booking = change.booking
    if booking.kind not in LENT_WITH:
        return
    rows = booked_things(session, [booking.id])[booking.id]
    if not rows:
        return
    freed = core_of(booking)
    if isinstance(change, BookingMoved):
        follow_move(session, booking, rows)
        freed = change.old_span
    else:
        follow_standing(session, booking, rows, now=change.at)
    serve_the_short(session, booking.location_id, freed, but_not=[booking.id], now=change.at)
