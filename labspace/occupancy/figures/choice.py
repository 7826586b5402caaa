"""Pure: of which houses, kinds and days figures are asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.spaces.kinds import SpaceKind

ALL_KINDS = frozenset(SpaceKind)


@dataclass(frozen=True, kw_only=True)
class FigureChoice:
    """Houses, kinds of space and a stretch of local days, both ends included.

    A choice is a world of its own: who is new, what is distinct and how full it was is counted from
    the bookings of these houses and kinds alone (R9).
    """

    houses: tuple[Location, ...]
    period: Days
    kinds: Collection[SpaceKind] = ALL_KINDS

    @property
    def house_ids(self) -> frozenset[int]:
        return frozenset(house.id for house in self.houses)
