"""Pure: the facts of a house's days, from what is known of it and its units.

Everything is whole seconds in one daypart of one local day, so that days, months, dayparts and
weekdays are sums. Unions over units do not add up; they are facts of their own, by subset.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from labspace.occupancy import rates
from labspace.occupancy.days import Period
from labspace.occupancy.facts.dayparts import Cell, Daypart, Raster
from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, clipped, union


class Subset(enum.StrEnum):
    """Of which units of a house the used time is put together (K10); besides these each kind by its own word."""

    ALL = "all"
    PUBLIC = "public"
    INTERNAL = "internal"
    """The chamber's own use on all units (R10)."""
    INTERNAL_PUBLIC = "internal_public"


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class UnitCell:
    """One unit in one daypart of a day, in seconds (K01, K02, K03, R6)."""

    day: date
    space_id: int
    part: Daypart
    bookable: int = 0
    booked: int = 0
    used: int = 0
    booked_internally: int = 0
    used_internally: int = 0
    set_up: int = 0
    """Set-up, tear-down and buffers, overlapping ones once, open or not."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class HouseCell:
    """Units of one house together in one daypart of a day, in seconds (K10, K11)."""

    day: date
    subset: str
    part: Daypart
    activated: int = 0
    opened: int = 0
    """The hours of the house ∪ special openings; only of all units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """All facts of one house in a period; cells in which nothing was are left out."""

    units: list[UnitCell]
    houses: list[HouseCell]


def day_facts(record: HouseRecord, period: Period, *, set_up: Mapping[int, Sequence[TimeSpan]]) -> DayFacts:
    """The facts of the days of `period`, which `record` was made for; `set_up` by unit (`setup_spans`).

    They say nothing of the present: what is booked ahead is booked, whatever the clock shows.
    """
    raster = Raster.of(period, zone=record.zone)
    lived = [(unit, time) for unit in record.units if (time := unit.during(record.period))]
    cells = [cell for unit, time in lived for cell in _unit_cells(raster, unit, time, set_up)]
    times = [time for _unit, time in lived]
    return DayFacts(units=sorted(cells), houses=sorted(_house_cells(raster, record, times)))


def _unit_cells(
    raster: Raster, unit: UnitRecord, time: UnitTime, set_up: Mapping[int, Sequence[TimeSpan]]
) -> Iterator[UnitCell]:
    spans = {
        "bookable": time.bookable,
        "booked": time.booked,
        "used": time.used,
        "booked_internally": time.booked_internally,
        "used_internally": time.used_internally,
        # Cut to the unit's life, so that a day comes to the same with whatever other days it is counted.
        "set_up": clipped(set_up.get(unit.space_id, ()), unit.existed),
    }
    measured: dict[Cell, dict[str, int]] = {}
    for name, merged in spans.items():
        for cell, seconds in raster.seconds(merged).items():
            measured.setdefault(cell, {})[name] = seconds
    for (day, part), values in measured.items():
        yield UnitCell(day=day, space_id=unit.space_id, part=part, **values)


def _house_cells(raster: Raster, record: HouseRecord, units: Sequence[UnitTime]) -> Iterator[HouseCell]:
    opened = raster.seconds(rates.house_opening(record.hours, units, window=record.period))
    for subset, merged in _together(units):
        activated = raster.seconds(merged)
        of_house = opened if subset == Subset.ALL else {}
        for day, part in {*activated, *of_house}:
            yield HouseCell(
                day=day,
                subset=str(subset),
                part=part,
                activated=activated.get((day, part), 0),
                opened=of_house.get((day, part), 0),
            )


def _together(units: Sequence[UnitTime]) -> Iterator[tuple[str, list[TimeSpan]]]:
    public = [unit for unit in units if unit.kind in PUBLIC_KINDS]
    yield Subset.ALL, rates.activated(units)
    yield Subset.PUBLIC, rates.activated(public)
    yield Subset.INTERNAL, union(span for unit in units for span in unit.used_internally)
    yield Subset.INTERNAL_PUBLIC, union(span for unit in public for span in unit.used_internally)
    for kind in SpaceKind:
        yield kind.value, rates.activated(unit for unit in units if unit.kind is kind)
