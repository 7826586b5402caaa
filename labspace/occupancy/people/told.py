"""Pure: one booking as it counts for figures of people, whatever became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.accounts.kinds import PartnerType, Theme
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.visits.rules import Visited


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A booking with what it says of people, time and outcome; A and B booked together are one."""

    id: int
    location_id: int
    kind: SpaceKind
    state: BookingState
    span: TimeSpan
    used: tuple[TimeSpan, ...] = ()
    """When it was really used, of a tenancy its shop hours; nothing unless its state says so (R5)."""
    person: int
    organisation: int | None = None
    """As it is now, after staff merged duplicates; None: the person privately."""
    is_internal: bool = False
    people: int = 1
    seats: int = 1
    """Approved for the chosen seating of all its spaces together."""
    counted: Visited | None = None
    """What somebody counted; None: nobody did."""
    is_public: bool = False
    is_checked_in: bool = False
    theme: Theme | None = None
    sector: str = "-"
    sector_version: str = ""
    partner: PartnerType = PartnerType.PRIVATE
    asked_at: datetime
    """First request: on the waiting list, with the application, or when it was booked."""
    is_first: bool = True
    """Not a later date of a series or of a request with several dates (K23)."""
    is_one: bool = True
    """Of a series that was called off as a whole the earliest date alone counts (K22)."""
    is_full: bool = False
    """Rejected for want of space (K23)."""
    advantage_cents: int = 0
    """What it cost less than the market price."""
