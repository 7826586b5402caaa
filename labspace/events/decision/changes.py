"""What happened while a house decides on an event, as plain values for listeners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.models import Booking
from labspace.events.decision.models import EventCheck, Message


@dataclass(frozen=True)
class QuestionAsked:
    """The team asks the organiser."""

    booking: Booking
    message: Message
    at: datetime


@dataclass(frozen=True)
class QuestionAnswered:
    """The organiser answered; whoever asked is told."""

    booking: Booking
    message: Message
    asked_by_id: int
    at: datetime


@dataclass(frozen=True)
class ConditionsSet:
    """A confirmed event got conditions, or others than before."""

    booking: Booking
    at: datetime


@dataclass(frozen=True)
class ChecksDue:
    """Things the organiser has to settle fall due soon."""

    booking: Booking
    items: Sequence[EventCheck]
    at: datetime
