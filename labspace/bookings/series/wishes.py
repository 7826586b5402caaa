"""What someone wants to book again and again, as one plain value for every door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from labspace.bookings.series.recurrence import Recurrence
from labspace.bookings.wishes import Details
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True, kw_only=True)
class Instead:
    """What one date takes instead of what the series asks for: another space or other hours that day."""

    day: date
    space_id: int
    starts_minute: int
    ends_minute: int


@dataclass(frozen=True, kw_only=True)
class SeriesWish:
    """Named spaces, or any one space of a kind in a house (a pool), by a rule at the same hours."""

    rule: Recurrence
    first_on: date
    starts_minute: int
    ends_minute: int
    space_ids: tuple[int, ...] = ()
    pool_location_id: int | None = None
    pool_kind: SpaceKind | None = None
    pool_feature: str = ""
    details: Details = field(default_factory=Details)
    instead: tuple[Instead, ...] = ()
