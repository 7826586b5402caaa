"""Pure: days on which staff should think twice. Warnings, never a block: staff decide."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from labspace.locations.quiet_days import USUAL, QuietDay, QuietRule, quiet_on
from labspace.locations.yearly import easter
from labspace.times import TimeSpan, local_days

__all__ = ["Caution", "Warned", "cautions", "cautions_of", "easter"]


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


@dataclass(frozen=True)
class Warned:
    """A day and why it needs a second look."""

    day: date
    caution: Caution | None
    """None for a day the house named itself."""
    quiet: QuietDay | None = field(default=None, compare=False)
    """The day in words."""


@lru_cache(maxsize=64)
def cautions_of(year: int) -> dict[date, Caution]:
    """The days of a year that usually need a second look, Sundays apart."""
    first = date(year, 1, 1).toordinal()
    days = map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
    return {
        day: Caution(one.code)
        for day in days
        for one in USUAL
        if one.when.weekday is None and one.when.is_on(day)
    }


def cautions(
    span: TimeSpan, *, zone: ZoneInfo, sells: bool, rules: Collection[QuietRule] = ()
) -> list[Warned]:
    """Every day of `span` that needs a second look, in order; what concerns selling only where something is sold.

    `rules` are those of the house; on days on which none of them holds the usual ones do.
    """
    return list(_cautions(span, zone=zone, sells=sells, rules=rules))


def _cautions(
    span: TimeSpan, *, zone: ZoneInfo, sells: bool, rules: Collection[QuietRule]
) -> Iterator[Warned]:
    for day in local_days(span, zone=zone):
        for quiet in quiet_on(day, rules):
            if sells or not quiet.only_sales:
                yield Warned(day, Caution(quiet.code) if quiet in USUAL else None, quiet)
