"""What changed about a house, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.times import TimeSpan


@dataclass(frozen=True)
class HoursChanged:
    """When a house is open changed within a span."""

    location_id: int
    span: TimeSpan
