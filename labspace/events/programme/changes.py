"""What happens to the programme, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.events.programme.models import PublicEvent, PublicText


@dataclass(frozen=True)
class ProgrammeChanged:
    """Something of an event that is or was public changed: its text, time, place or state."""

    event: PublicEvent
    at: datetime


@dataclass(frozen=True)
class TextProposed:
    """A text waits for the team."""

    text: PublicText
    at: datetime


@dataclass(frozen=True)
class TextDecided:
    """Staff released, returned or withdrew a text; see its state."""

    text: PublicText
    actor_id: int
    at: datetime
