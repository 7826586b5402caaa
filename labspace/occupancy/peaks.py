"""Pure: how many units were in use at once (K08)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import accumulate, chain, groupby

from labspace.occupancy.spans import UnitTime
from labspace.times import TimeSpan

QUARTER = timedelta(minutes=15)
A_QUARTER = QUARTER // timedelta(seconds=1)
FEWEST = 2
"""Quarter hours with fewer open units are passed over: one used desk of one open desk is no peak."""
HIGH = Fraction(4, 5)
OPEN = 1 << 16
"""A quarter hour is one number: this many times the units open, and the units in use beside it."""

Seconds = tuple[int, int]
"""A half-open span: since 1970, or since the day began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """K08 of some units; of several houses it is counted anew, never put together from theirs."""

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
    """The highest share of open units in use at the beginning of any quarter hour of `window`."""
    ((begins, ends),) = in_seconds([window])
    opened = at_quarters(in_seconds(span for unit in units for span in unit.bookable), (begins, ends))
    used = at_quarters(in_seconds(span for unit in units for span in unit.used), (begins, ends))
    return peak_of([(begins, [of * OPEN + many for of, many in zip(opened, used, strict=True)])])


def peak_of(pieces: Iterable[tuple[int, Sequence[int]]]) -> Peak:
    """K08 from stretches of quarter hours in order: when each begins, since 1970, and its numbers."""
    known = list(pieces)
    counts = Counter(chain.from_iterable(numbers for _begins, numbers in known))
    # Quotients of numbers this small differ as floats wherever they differ, and are alike where they are.
    rates = {number: (number % OPEN) / (number // OPEN) for number in counts if number >= FEWEST * OPEN}
    best = max(rates.values(), default=None)
    highest = {number for number, rate in rates.items() if rate == best}
    one = min(highest, default=None)
    return Peak(
        rate=None if one is None else Fraction(one % OPEN, one // OPEN),
        at=next(
            (
                _first(begins, numbers, highest)
                for begins, numbers in known
                if not highest.isdisjoint(numbers)
            ),
            None,
        ),
        quarters=sum(counts[number] for number in rates),
        high=sum(counts[number] for number in rates if is_high(number)),
    )


def is_high(number: int) -> bool:
    """Whether a quarter hour counts at all, and at least 80 % of what was open was in use."""
    opened, used = divmod(number, OPEN)
    return opened >= FEWEST and HIGH.denominator * used >= HIGH.numerator * opened


def high_stretches(pieces: Iterable[tuple[int, Sequence[int]]]) -> Iterator[tuple[int, int]]:
    """Quarter hours that are high, one after the other put together: when they begin, and how many they are."""
    for begins, numbers in pieces:
        place = 0
        for high, some in groupby(numbers, key=is_high):
            many = sum(1 for _number in some)
            if high:
                yield begins + place * A_QUARTER, many
            place += many


def _first(begins: int, numbers: Sequence[int], wanted: Collection[int]) -> datetime:
    place = next(place for place, number in enumerate(numbers) if number in wanted)
    return datetime.fromtimestamp(begins + place * A_QUARTER, UTC)


def in_seconds(spans: Iterable[TimeSpan]) -> list[Seconds]:
    """The same spans since 1970."""
    return [(int(span.starts_at.timestamp()), int(span.ends_at.timestamp())) for span in spans]


def at_quarters(spans: Iterable[Seconds], window: Seconds) -> list[int]:
    """How many of `spans`, which may overlap, hold the beginning of each quarter hour of `window`.

    Looked at as by somebody who walks through the house at every full quarter: whoever left at
    10:05 and whoever came at 10:10 were never there together.
    """
    begins, number = window[0], -(-(window[1] - window[0]) // A_QUARTER)
    steps = [0] * (number + 1)
    # Where a span begins the number rises, where it ends it falls: one step each, however long it is.
    for first, last in spans:
        steps[min(max(0, -((begins - first) // A_QUARTER)), number)] += 1
        steps[min(max(0, -((begins - last) // A_QUARTER)), number)] -= 1
    return list(accumulate(steps))[:number]
