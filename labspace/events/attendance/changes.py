"""What happens about an event's visitors, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.models import Booking


@dataclass(frozen=True)
class AttendanceDue:
    """It is time to remind whoever booked to say how many came, until `until`."""

    booking: Booking
    until: datetime
    at: datetime
