"""What happened to an application, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState


@dataclass(frozen=True)
class ApplicationHandedIn:
    """A draft has become the team's to review."""

    application: PopupApplication
    actor_id: int
    at: datetime


@dataclass(frozen=True)
class ApplicationDecided:
    """The team decided: an offer is to follow, a place in reserve, or no. `letter` is what its applicant reads."""

    application: PopupApplication
    outcome: ApplicationState
    letter: str
    actor_id: int
    at: datetime
