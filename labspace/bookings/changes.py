"""What happened to a booking or blocking, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from labspace.bookings.claim_models import Blocking
from labspace.bookings.holds import Hold
from labspace.bookings.models import Booking
from labspace.spaces.models import Space
from labspace.times import TimeSpan


@dataclass(frozen=True)
class BookingChange:
    """Any change of a booking; `actor_id` None means labspace itself."""

    booking: Booking
    actor_id: int | None
    at: datetime
    in_series: bool = field(default=False, kw_only=True)
    """Changed with many others at once: one letter tells of all, one announcement of the series follows."""
    told_together: bool = field(default=False, kw_only=True)
    """One of several dates of a request that change at once: one letter tells of all."""


@dataclass(frozen=True)
class BookingPlaced(BookingChange):
    """A new booking, in whatever state it starts."""


@dataclass(frozen=True)
class BookingMoved(BookingChange):
    """Another time or other spaces."""

    old_span: TimeSpan
    old_unit_ids: frozenset[int]


@dataclass(frozen=True)
class BookingRetold(BookingChange):
    """Title, people or the like; neither time nor state."""


@dataclass(frozen=True)
class BookingDecided(BookingChange):
    """Staff confirmed or rejected; see the booking's state."""


@dataclass(frozen=True)
class BookingCancelled(BookingChange):
    """Cancelled by the booker or the house."""


@dataclass(frozen=True)
class BookingLapsed(BookingChange):
    """Ended by itself: an option whose deadline passed."""


@dataclass(frozen=True)
class OptionPromoted(BookingChange):
    """An option rose to a better rank; `old_rank` is the one it had."""

    old_rank: int


@dataclass(frozen=True)
class OptionPassedOver(BookingChange):
    """An option fell back, because part of its time was given to somebody else for good."""

    old_rank: int


@dataclass(frozen=True)
class PresenceNoted(BookingChange):
    """Used, left, or nobody came, or that was taken back; by labspace itself: nobody came in time."""

    released: TimeSpan | None = None
    """The end of the booking that became free by it."""


@dataclass(frozen=True)
class BookingDue(BookingChange):
    """It is time to remind whoever booked; nothing of the booking changes, so it is none of `BOOKING_CHANGES`."""


BOOKING_CHANGES = (
    BookingPlaced,
    BookingMoved,
    BookingRetold,
    BookingDecided,
    BookingCancelled,
    BookingLapsed,
    OptionPromoted,
    OptionPassedOver,
    PresenceNoted,
)


@dataclass(frozen=True)
class SpaceBlocked:
    """Staff keep a space free, or (`lifted`) no longer do."""

    blocking: Blocking
    unit_ids: frozenset[int]
    actor_id: int
    lifted: bool = False


@dataclass(frozen=True)
class TimeUnblocked:
    """Many blockings of one space were lifted at once; `spans` are merged."""

    space: Space
    spans: tuple[TimeSpan, ...]
    at: datetime


@dataclass(frozen=True)
class HoldEnded:
    """A hold keeps nobody off any more: see its outcome. `booking` is what its holder made of it."""

    hold: Hold
    unit_ids: frozenset[int]
    at: datetime
    booking: Booking | None = None
