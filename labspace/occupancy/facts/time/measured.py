"""Pure: the facts of a house's days, from what is known of it and its units.

Everything is whole seconds of one local day, so that days, months, dayparts and weekdays are sums.
Unions over units do not add up: of these the spans themselves are kept, kind by kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from labspace.occupancy import rates
from labspace.occupancy.days import Period
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.facts.time.clock import HOURS, Clock
from labspace.occupancy.peaks import OPEN, Seconds, in_seconds
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, clipped, union

MEASURES = ("bookable", "booked", "used", "booked_internally", "used_internally", "set_up")
BY_HOUR = MEASURES[:3]
"""What is also kept by hour of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceDay:
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


@dataclass(slots=True, kw_only=True)
class KindDay:
    """All units of one kind on a day."""

    day: date
    kind: SpaceKind
    seconds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    used: list[Seconds] = field(default_factory=list)
    """Their union, in seconds since the day began."""
    internal: list[Seconds] = field(default_factory=list)
    hours: list[int] = field(default_factory=lambda: [0] * (len(BY_HOUR) * HOURS))
    """`BY_HOUR` one after the other, hour by hour."""
    quarters: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseDay:
    """When the house was open on a day: its hours ∪ special openings (K11)."""

    day: date
    opened: list[Seconds]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """All facts of time of one house in a period; units and kinds of which there was nothing are left out."""

    spaces: list[SpaceDay]
    kinds: list[KindDay]
    houses: list[HouseDay]


def day_facts(
    record: HouseRecord,
    period: Period,
    *,
    set_up: Mapping[int, Sequence[TimeSpan]],
    window: TimeSpan | None = None,
) -> DayFacts:
    """The facts of the days of `period`, which `record` was made for; `set_up` by unit (`setup_spans`).

    `window`: only what lies in this part of it, as when today is not over.
    """
    window, clock = window or record.period, Clock.of(period, zone=record.zone)
    lived = [(unit, time) for unit in record.units if (time := unit.during(window))]
    by_kind: defaultdict[SpaceKind, list[UnitTime]] = defaultdict(list)
    for unit, time in lived:
        by_kind[unit.kind].append(time)
    days = {kind: _kind_days(clock, kind, units) for kind, units in by_kind.items()}
    spaces = [
        one
        for unit, time in lived
        for one in _space_days(clock, unit, _spans(unit, time, window, set_up), days[unit.kind])
    ]
    opened = rates.house_opening(record.hours, [time for _unit, time in lived], window=window)
    houses = zip(clock.days, clock.by_day(in_seconds(opened)), strict=True)
    return DayFacts(
        spaces=spaces,
        kinds=[one for some in days.values() for one in some if any(one.seconds.values())],
        houses=[HouseDay(day=day, opened=spans) for day, spans in houses if spans],
    )


def _spans(
    unit: UnitRecord, time: UnitTime, window: TimeSpan, set_up: Mapping[int, Sequence[TimeSpan]]
) -> dict[str, list[TimeSpan]]:
    return {
        "bookable": time.bookable,
        "booked": time.booked,
        "used": time.used,
        "booked_internally": time.booked_internally,
        "used_internally": time.used_internally,
        # Cut to the unit's life, so that a day comes to the same with whatever other days it is counted.
        "set_up": clipped(clipped(set_up.get(unit.space_id, ()), unit.existed), window),
    }


def _kind_days(clock: Clock, kind: SpaceKind, units: Sequence[UnitTime]) -> list[KindDay]:
    """The unions and quarter hours of one kind; its seconds are added unit by unit."""
    used = clock.by_day(in_seconds(rates.activated(units)))
    internal = clock.by_day(in_seconds(union(span for unit in units for span in unit.used_internally)))
    opened = clock.at_quarters(in_seconds(span for unit in units for span in unit.bookable))
    in_use = clock.at_quarters(in_seconds(span for unit in units for span in unit.used))
    quarters = [of * OPEN + many for of, many in zip(opened, in_use, strict=True)]
    return [
        KindDay(day=day, kind=kind, used=when, internal=own, quarters=numbers)
        for day, when, own, numbers in zip(
            clock.days, used, internal, clock.quarters_by_day(quarters), strict=True
        )
    ]


def _space_days(
    clock: Clock, unit: UnitRecord, spans: Mapping[str, list[TimeSpan]], of_kind: Sequence[KindDay]
) -> Iterator[SpaceDay]:
    """The facts of one unit; what it comes to is added to its kind's."""
    found: defaultdict[tuple[int, Daypart], dict[str, int]] = defaultdict(dict)
    for measure, some in spans.items():
        if not some:
            continue
        row = BY_HOUR.index(measure) * HOURS if measure in BY_HOUR else None
        for (number, hour), seconds in clock.seconds(in_seconds(some)).items():
            cell, kind_day = found[number, PART_OF[hour]], of_kind[number]
            cell[measure] = cell.get(measure, 0) + seconds
            kind_day.seconds[measure] += seconds
            if row is not None:
                kind_day.hours[row + hour] += seconds
    for (number, part), values in found.items():
        yield SpaceDay(day=clock.days[number], space_id=unit.space_id, part=part, **values)


PART_OF = [Daypart.at(hour) for hour in range(HOURS)]
