"""What happened to people and organisations, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PersonLeaves:
    """Somebody deletes their account; a listener refuses by raising `Refused`, or takes out what is personal."""

    user_id: int
    at: datetime


@dataclass(frozen=True)
class OrganisationMerged:
    """Everything of `source_id` belongs to `target_id` from now on."""

    source_id: int
    target_id: int
    actor_id: int
    at: datetime
