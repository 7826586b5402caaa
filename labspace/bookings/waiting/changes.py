"""What happened on the waiting list, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.waiting.models import WaitingOffer


@dataclass(frozen=True)
class OfferMade:
    """Time is held for whoever was first."""

    offer: WaitingOffer
    at: datetime


@dataclass(frozen=True)
class OfferMissed:
    """Nobody answered in time; somebody else is asked."""

    offer: WaitingOffer
    at: datetime
