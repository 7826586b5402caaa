"""What happened to numbers of visits, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.visits.models import VisitCount


@dataclass(frozen=True)
class VisitsCounted:
    """A number of visits is new, corrected (`count.corrects_id`), grown at the door, or withdrawn (`count.ended_at`)."""

    count: VisitCount
    actor_id: int | None
    at: datetime
