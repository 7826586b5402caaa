"""Pure: all that lists of bookings are made from, of one house and a stretch of days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.people.counting import WalkIns
from labspace.occupancy.people.told import Told
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import DatedStay
from labspace.times import TimeSpan, start_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseGround:
    """One house; its bookings, units and counts of the chosen kinds alone."""

    house: Location
    days: Days
    past: TimeSpan
    """The part of these days that has happened (R11)."""
    now: datetime
    kinds: frozenset[SpaceKind]
    record: HouseRecord
    told: Sequence[Told]
    walk_ins: Sequence[WalkIns]
    stays: Collection[DatedStay]

    @property
    def units(self) -> list[UnitRecord]:
        return [unit for unit in self.record.units if unit.kind in self.kinds]

    def morning(self, day: date) -> datetime:
        """When a local day begins."""
        return start_of_day(day, zone=self.house.zone)
