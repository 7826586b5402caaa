"""Pure: days on which staff should think twice. Warnings, never a block: staff decide."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan, local_days


class Caution(enum.Enum):
    """Why a day needs a second look (NRW: Feiertagsgesetz, Ladenöffnungsgesetz)."""

    GOOD_FRIDAY = "good_friday"
    ALL_SAINTS = "all_saints"
    MEMORIAL_DAY = "memorial_day"
    SUNDAY_OF_THE_DEAD = "sunday_of_the_dead"
    MAUNDY_THURSDAY = "maundy_thursday"
    CHRISTMAS_EVE = "christmas_eve"
    NEW_YEARS_EVE = "new_years_eve"
    SUNDAY_SALE = "sunday_sale"


@dataclass(frozen=True, order=True)
class Warned:
    """A day and why it needs a second look."""

    day: date
    caution: Caution


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


@lru_cache(maxsize=64)
def cautions_of(year: int) -> dict[date, Caution]:
    """The days of a year that need a second look, Sundays apart."""
    christmas = date(year, 12, 25)
    fourth_advent = christmas - timedelta(days=christmas.isoweekday())
    sunday_of_the_dead = fourth_advent - timedelta(weeks=4)
    return {
        easter(year) - timedelta(days=3): Caution.MAUNDY_THURSDAY,
        easter(year) - timedelta(days=2): Caution.GOOD_FRIDAY,
        date(year, 11, 1): Caution.ALL_SAINTS,
        sunday_of_the_dead - timedelta(weeks=1): Caution.MEMORIAL_DAY,
        sunday_of_the_dead: Caution.SUNDAY_OF_THE_DEAD,
        date(year, 12, 24): Caution.CHRISTMAS_EVE,
        date(year, 12, 31): Caution.NEW_YEARS_EVE,
    }


def cautions(span: TimeSpan, *, zone: ZoneInfo, sells: bool) -> list[Warned]:
    """Every day of `span` that needs a second look, in order; Sundays only where something is sold."""
    return list(_cautions(span, zone=zone, sells=sells))


def _cautions(span: TimeSpan, *, zone: ZoneInfo, sells: bool) -> Iterator[Warned]:
    for day in local_days(span, zone=zone):
        if caution := cautions_of(day.year).get(day):
            yield Warned(day, caution)
        if sells and day.isoweekday() == 7:
            yield Warned(day, Caution.SUNDAY_SALE)
