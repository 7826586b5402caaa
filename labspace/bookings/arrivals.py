"""What whoever comes needs to know to get in; higher packages register it, nobody asks upwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState

Teller = Callable[[Session, Booking], Sequence[str]]

COMING = frozenset({BookingState.CONFIRMED, BookingState.USED})
"""Whoever merely asks is not told yet, whoever cancelled no longer."""

_tellers: list[Teller] = []


def tell_arrival(teller: Teller) -> None:
    """Let `teller` say how people get to the spaces of a booking, in the language at hand."""
    if teller not in _tellers:
        _tellers.append(teller)


def arrival_of(session: Session, booking: Booking) -> list[str]:
    """Paragraphs for whoever comes; none for bookings nobody comes for."""
    if booking.state not in COMING:
        return []
    return [text for teller in _tellers for text in teller(session, booking)]
