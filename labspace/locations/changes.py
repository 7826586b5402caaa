"""What changed about a house, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.times import TimeSpan


@dataclass(frozen=True)
class HoursChanged:
    """When a house is open changed within a span."""

    location_id: int
    span: TimeSpan


@dataclass(frozen=True)
class HouseWithdrawn:
    """The founding of a house is taken back; its rows are still there, and gone before the commit."""

    location_id: int
    space_ids: tuple[int, ...]
    at: datetime
