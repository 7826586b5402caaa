"""What happened to options besides their rank, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.bookings.changes import BookingChange
from labspace.bookings.options.models import OptionChallenge, OptionPartner


@dataclass(frozen=True)
class OptionChallenged(BookingChange):
    """The first is asked to commit or release."""

    challenge: OptionChallenge


@dataclass(frozen=True)
class ChallengeWithdrawn(BookingChange):
    """Whoever asked waits no longer; the deadline of before holds again."""

    challenge: OptionChallenge


@dataclass(frozen=True)
class OptionCommitted(BookingChange):
    """The first asked bindingly; the clock stands still until the house decides."""


@dataclass(frozen=True)
class OptionExtended(BookingChange):
    """Staff set a later deadline."""


@dataclass(frozen=True)
class OptionDue(BookingChange):
    """It is time to remind of the deadline; nothing of the option changes."""


@dataclass(frozen=True)
class PartnerInvited(BookingChange):
    """Somebody is asked to share the option."""

    partner: OptionPartner


@dataclass(frozen=True)
class PartnerJoined(BookingChange):
    """Somebody shares the option from now on."""

    partner: OptionPartner


@dataclass(frozen=True)
class PartnerLeft(BookingChange):
    """Somebody shares the option no more."""

    partner: OptionPartner
