"""Adds how people get in to confirmations, reminders and the page of a confirmed booking."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labspace.bookings.arrivals import tell_arrival
from labspace.bookings.models import Booking
from labspace.formats import is_german
from labspace.houses.doors.queries import notes_for


def ways_in(session: Session, booking: Booking) -> Sequence[str]:
    """The words for the booking's spaces in the language at hand; no statement where the house has none."""
    if not booking.location.has_door_notes:
        return ()
    notes = notes_for(session, booking.location_id, [space.id for space in booking.spaces])
    return [
        note.words_en if note.words_en and (not is_german() or not note.words) else note.words
        for note in notes
    ]


tell_arrival(ways_in)
