"""What happened to a request of several dates, as plain values for listeners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.models import Booking


@dataclass(frozen=True)
class DatesChanged:
    """Several dates of one request changed at once; `actor_id` as in `BookingChange`."""

    bookings: Sequence[Booking]
    actor_id: int | None
    at: datetime


@dataclass(frozen=True)
class DatesAsked(DatesChanged):
    """Each date became an option with a rank of its own."""


@dataclass(frozen=True)
class DatesDecided(DatesChanged):
    """Staff confirmed or rejected all that was still open; see the state of the first."""


@dataclass(frozen=True)
class DatesCancelled(DatesChanged):
    """All that was still ahead was called off."""
