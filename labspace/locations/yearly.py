"""Pure: days that come back every year, by date or by the moveable feasts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

FURTHEST = 200
"""Days from Easter or from the fourth Sunday of Advent; further on a date says it better."""
SUNDAY = 6
_LEAP_YEAR = 2024


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    remainder = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * remainder) // 451
    month, day = divmod(h + remainder - 7 * m + 114, 31)
    return date(year, month, day + 1)


def fourth_advent(year: int) -> date:
    """The last Sunday before Christmas Day."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.isoweekday())


@dataclass(frozen=True, kw_only=True)
class YearlyDay:
    """One day of each year: a date, so many days after (before: less than 0) Easter or the fourth Sunday of
    Advent; or a weekday, which comes each week. Exactly one of them is given."""

    month: int | None = None
    day: int | None = None
    easter: int | None = None
    advent: int | None = None
    weekday: int | None = None

    def is_on(self, day: date) -> bool:
        """Whether it falls on this day."""
        if self.weekday is not None:
            return day.weekday() == self.weekday
        if self.easter is not None:
            return any(day - easter(year) == timedelta(days=self.easter) for year in _years(day))
        if self.advent is not None:
            return any(day - fourth_advent(year) == timedelta(days=self.advent) for year in _years(day))
        return (day.month, day.day) == (self.month, self.day)

    def as_json(self) -> dict[str, int]:
        return {name: value for name, value in vars(self).items() if value is not None}


def _years(day: date) -> range:
    return range(max(1, day.year - 1), min(9998, day.year + 1) + 1)


def yearly_day(written: Mapping[str, Any]) -> YearlyDay:
    """The day from its stored form."""
    return YearlyDay(**written)


_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?")
_FEAST = re.compile(r"(ostern|easter|advent)\s*(?:([+\-−–])\s*(\d{1,3}))?")
_SUNDAYS = frozenset({"sonntag", "sonntags", "sunday", "sundays"})


def read_yearly(text: str) -> YearlyDay | None:
    """The day meant by `24.12.`, `Ostern-48`, `Advent-28` or `Sonntag`; None if none."""
    words = " ".join(text.lower().split())[:40]
    if words in _SUNDAYS:
        return YearlyDay(weekday=SUNDAY)
    if found := _FEAST.fullmatch(words):
        offset = int(found[3] or 0) * (1 if found[2] in (None, "+") else -1)
        if abs(offset) > FURTHEST:
            return None
        return YearlyDay(advent=offset) if found[1] == "advent" else YearlyDay(easter=offset)
    if found := _DATE.fullmatch(words):
        month, day = int(found[2]), int(found[1])
        return YearlyDay(month=month, day=day) if is_date(month=month, day=day) else None
    return None


def is_date(*, month: int, day: int) -> bool:
    """Whether there is such a day in some year."""
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def write_yearly(day: YearlyDay, *, german: bool = True) -> str:
    """As it is typed, in German or English."""
    if day.weekday is not None:
        return "Sonntag" if german else "Sunday"
    if day.easter is not None:
        return _counted("Ostern" if german else "Easter", day.easter)
    if day.advent is not None:
        return _counted("Advent", day.advent)
    return f"{day.day:02d}.{day.month:02d}."


def _counted(feast: str, offset: int) -> str:
    return f"{feast}{offset:+d}" if offset else feast
