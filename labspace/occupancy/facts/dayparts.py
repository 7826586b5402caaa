"""Pure: the days of a house cut into dayparts, and spans counted into them (K12, R9)."""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from labspace.occupancy.days import Period
from labspace.times import TimeSpan, moment_from, start_of_day


class Daypart(enum.IntEnum):
    """A part of the local day, named by the full hour at which it begins."""

    NIGHT = 0
    MORNING = 6
    MIDDAY = 10
    AFTERNOON = 14
    EVENING = 18

    @classmethod
    def at(cls, hour: int) -> Daypart:
        """The part in which an hour of the wall clock lies."""
        return max(part for part in cls if part <= hour)


Cell = tuple[date, Daypart]
"""One daypart of one local day, as long as it is by that day's clock."""


@dataclass(frozen=True, slots=True)
class Raster:
    """The cells of a period in order, and the moments at which they begin."""

    begins: list[datetime]
    """One more than there are cells: the last is the end."""
    cells: list[Cell]

    @classmethod
    def of(cls, period: Period, *, zone: ZoneInfo) -> Raster:
        """The cells of whole local days; one that a clock change swallows has no place."""
        begins, cells = list[datetime](), list[Cell]()
        day = period.first
        while day <= period.last:
            for part in Daypart:
                moment = start_of_day(day, zone=zone) if not part else moment_from(day, time(part), zone=zone)
                if begins and begins[-1] == moment:
                    begins.pop()
                    cells.pop()
                begins.append(moment)
                cells.append((day, part))
            day += timedelta(days=1)
        return cls([*begins, start_of_day(day, zone=zone)], cells)

    def seconds(self, merged: Iterable[TimeSpan]) -> dict[Cell, int]:
        """How many seconds of `merged` lie in each cell; cells without any are left out."""
        found: defaultdict[Cell, int] = defaultdict(int)
        for span in merged:
            number = max(0, bisect_right(self.begins, span.starts_at) - 1)
            while number < len(self.cells) and self.begins[number] < span.ends_at:
                part = min(span.ends_at, self.begins[number + 1]) - max(span.starts_at, self.begins[number])
                found[self.cells[number]] += part // timedelta(seconds=1)
                number += 1
        return {cell: seconds for cell, seconds in found.items() if seconds > 0}
