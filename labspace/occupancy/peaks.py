"""Pure: how many units were in use at once (K08)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import accumulate

from labspace.occupancy.spans import UnitTime
from labspace.times import TimeSpan

QUARTER = timedelta(minutes=15)
FEWEST = 2
"""Quarter hours with fewer open units are passed over: one used desk of one open desk is no peak."""
HIGH = Fraction(4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """K08 of one house; of several it is counted anew, never put together from theirs."""

    rate: Fraction | None
    """None where at no time two units were open (R11)."""
    at: datetime | None
    """The first quarter hour of the highest rate."""
    quarters: int
    """How many quarter hours had two open units or more."""
    high: int
    """In how many of them at least 80 % were in use."""

    @property
    def high_share(self) -> Fraction | None:
        return Fraction(self.high, self.quarters) if self.quarters else None


def peak(units: Collection[UnitTime], *, window: TimeSpan) -> Peak:
    """The highest share of open units in use at the beginning of any quarter hour of `window`.

    Looked at as by somebody who walks through the house at every full quarter: whoever left at
    10:05 and whoever came at 10:10 were never there together.
    """
    opened = _at_quarters((span for unit in units for span in unit.bookable), window)
    used = _at_quarters((span for unit in units for span in unit.used), window)
    best: Fraction | None = None
    first: int | None = None
    quarters = high = 0
    for number, (of, many) in enumerate(zip(opened, used, strict=True)):
        if of < FEWEST:
            continue
        rate = Fraction(many, of)
        quarters, high = quarters + 1, high + (rate >= HIGH)
        if best is None or rate > best:
            best, first = rate, number
    at = None if first is None else window.starts_at + first * QUARTER
    return Peak(rate=best, at=at, quarters=quarters, high=high)


def _at_quarters(spans: Iterable[TimeSpan], window: TimeSpan) -> list[int]:
    # Where a span begins the number rises, where it ends it falls: one step each, however long it is.
    number = -(-window.duration // QUARTER)
    steps = [0] * (number + 1)
    for span in spans:
        first = min(max(0, -((window.starts_at - span.starts_at) // QUARTER)), number)
        last = min(max(0, -((window.starts_at - span.ends_at) // QUARTER)), number)
        steps[first] += 1
        steps[last] -= 1
    return list(accumulate(steps))[:number]
