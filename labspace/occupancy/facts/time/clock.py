"""Pure: local days in hours of the wall clock and in quarter hours, and spans counted into them (R1, R9).

Spans are whole seconds here: what is counted for years is counted often.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from labspace.occupancy.days import Period
from labspace.occupancy.peaks import A_QUARTER, Seconds, at_quarters
from labspace.times import moment_from, start_of_day

HOURS = 24
Cell = tuple[int, int]
"""An hour of the wall clock on a day: which day of the period, and 0 to 23."""


def merged(spans: Iterable[Seconds]) -> list[Seconds]:
    """What any of these covers, in order, neither overlapping nor touching."""
    found: list[Seconds] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            if ends > found[-1][1]:
                found[-1] = found[-1][0], ends
        else:
            found.append((begins, ends))
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """The hours of some local days, each as long as it is by that day's clock."""

    days: tuple[date, ...]
    day_begins: tuple[int, ...]
    """One more than there are days: the last is the end."""
    begins: tuple[int, ...]
    """Of the hours, and the end."""
    cells: tuple[Cell, ...]

    @staticmethod
    def of(period: Period, *, zone: ZoneInfo) -> Clock:
        """An hour that is doubled is one of two hours; one that a clock change swallows has no place."""
        return _clock(period.first, period.last, zone)

    def seconds(self, spans: Iterable[Seconds]) -> dict[Cell, int]:
        """How many seconds of merged `spans` lie in each hour; hours without any are left out."""
        found: dict[Cell, int] = {}
        begins, cells = self.begins, self.cells
        for starts, ends in spans:
            number = max(0, bisect_right(begins, starts) - 1)
            while number < len(cells) and begins[number] < ends:
                part = min(ends, begins[number + 1]) - max(starts, begins[number])
                if part > 0:
                    found[cells[number]] = found.get(cells[number], 0) + part
                number += 1
        return found

    def by_day(self, spans: Iterable[Seconds]) -> list[list[Seconds]]:
        """The pieces of merged `spans` on each day, in seconds since it began."""
        found: list[list[Seconds]] = [[] for _day in self.days]
        for starts, ends in spans:
            number = max(0, bisect_right(self.day_begins, starts) - 1)
            while number < len(found) and self.day_begins[number] < ends:
                midnight = self.day_begins[number]
                begin, end = (
                    max(starts, midnight) - midnight,
                    min(ends, self.day_begins[number + 1]) - midnight,
                )
                if begin < end:
                    found[number].append((begin, end))
                number += 1
        return found

    def at_quarters(self, spans: Iterable[Seconds]) -> list[int]:
        """How many of `spans`, which may overlap, hold the beginning of each quarter hour (K08)."""
        return at_quarters(spans, (self.day_begins[0], self.day_begins[-1]))

    def quarters_by_day(self, numbers: list[int]) -> Iterator[list[int]]:
        """`at_quarters` cut at midnight."""
        first = 0
        for begins, ends in zip(self.day_begins, self.day_begins[1:], strict=False):
            many = -(-(ends - begins) // A_QUARTER)
            yield numbers[first : first + many]
            first += many


@lru_cache(maxsize=1024)
def _clock(first: date, last: date, zone: ZoneInfo) -> Clock:
    days, day_begins, begins, cells = list[date](), list[int](), list[int](), list[Cell]()
    day = first
    while day <= last:
        midnight = int(start_of_day(day, zone=zone).timestamp())
        day_begins.append(midnight)
        for hour in range(HOURS):
            moment = midnight if not hour else int(moment_from(day, time(hour), zone=zone).timestamp())
            if begins and begins[-1] == moment:
                begins.pop()
                cells.pop()
            begins.append(moment)
            cells.append((len(days), hour))
        days.append(day)
        day += timedelta(days=1)
    end = int(start_of_day(day, zone=zone).timestamp())
    return Clock(tuple(days), (*day_begins, end), (*begins, end), tuple(cells))
