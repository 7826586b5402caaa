"""Pure: all that is known of houses and their units around a period, before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from labspace.occupancy.spans import Stay, UnitTime, unit_time
from labspace.occupancy.suppression.tables import is_few
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """One unit: when it existed and was open, what was closed, and every stay on it."""

    space_id: int
    kind: SpaceKind
    existed: TimeSpan
    opening: Sequence[TimeSpan]
    closed: Sequence[TimeSpan]
    stays: list[Stay] = field(default_factory=list)

    def during(self, period: TimeSpan) -> UnitTime | None:
        """The unit's time in `period`; None if it did not exist then."""
        lived = self.existed.intersection(period)
        if lived is None:
            return None
        return unit_time(self.kind, opening=self.opening, closed=self.closed, stays=self.stays, period=lived)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRecord:
    """One house: its hours, its units, and by whom and how completely its stays are known."""

    location_id: int
    name: str
    slug: str
    zone: ZoneInfo
    is_demo: bool
    period: TimeSpan
    hours: Sequence[TimeSpan]
    units: list[UnitRecord] = field(default_factory=list)
    internal_persons: set[int] = field(default_factory=set)
    internal_organisations: set[int] = field(default_factory=set)
    other_persons: set[int] = field(default_factory=set)
    """Who booked what is not the chamber's own use, …"""
    other_organisations: set[int] = field(default_factory=set)
    """… and for which organisations."""
    unresolved: set[int] = field(default_factory=set)
    """Bookings of the period that are over and still only confirmed: booked, not used (R5)."""
    unrecorded: set[int] = field(default_factory=set)
    """Tenancies in the period without recorded shop hours: no use is counted for them (K03)."""

    def during(self, period: TimeSpan) -> list[UnitTime]:
        """The time in `period` of every unit that existed then."""
        return [time for unit in self.units if (time := unit.during(period))]

    @property
    def shows_internal(self) -> bool:
        """Whether the chamber's own use may be shown in public (R12): what is left of the total follows then."""
        is_nobody_else = not self.other_persons
        return not is_few(len(self.internal_persons), len(self.internal_organisations)) and (
            is_nobody_else or not is_few(len(self.other_persons), len(self.other_organisations))
        )
