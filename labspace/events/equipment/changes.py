"""What happened to the equipment of a booking, as a plain value for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.models import Booking


@dataclass(frozen=True)
class EquipmentChanged:
    """A booking got a part of its equipment, or all of it after all, without its organiser doing anything."""

    booking: Booking
    at: datetime
