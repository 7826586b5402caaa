"""Pure: lead times of many months at once: kept in order, looked up and never sorted anew (K23)."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from sys import byteorder

from labspace.occupancy.lead_times import A_DAY, LeadTimes

MOST = 2**32 - 1
DAY = A_DAY // timedelta(seconds=1)

Run = Sequence[int]
"""Lead times in ascending order, in seconds."""


def packed(leads: Iterable[int]) -> bytes:
    """In ascending order, four bytes each, the lowest first."""
    numbers = array("I", sorted(min(lead, MOST) for lead in leads))
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(text: bytes) -> Run:
    """The lead times of `packed`."""
    numbers = array("I")
    numbers.frombytes(text)
    if byteorder == "big":
        numbers.byteswap()
    return numbers


FEW = 20_000
"""So many are sorted faster than looked up."""


def lead_times_of(runs: Iterable[Run], *, few: int = FEW) -> LeadTimes:
    """Median and P90 as `lead_times` says, of all runs together."""
    some = [run for run in runs if len(run)]
    number = sum(map(len, some))
    if not number:
        return LeadTimes(0, None, None)
    if number <= few:
        some = [sorted(lead for run in some for lead in run)]
    middle = _nth(some, (number - 1) // 2) + _nth(some, number // 2)
    ninth = _nth(some, -(-number * 9 // 10) - 1)
    return LeadTimes(number, Fraction(middle, 2 * DAY), Fraction(ninth, DAY))


def _nth(runs: Sequence[Run], place: int) -> int:
    """The lead time with so many before it, if all stood in one order."""
    if len(runs) == 1:
        return runs[0][place]
    low, high = min(run[0] for run in runs), max(run[-1] for run in runs)
    while low < high:
        middle = (low + high) // 2
        if sum(bisect_right(run, middle) for run in runs) > place:
            high = middle
        else:
            low = middle + 1
    return low
