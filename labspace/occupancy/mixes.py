"""Pure: by what the used hours are split (K24)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

WHOLE = 1000
"""Shares are whole tenths of a percent; together they are 100.0."""


def shares(used: Mapping[Key, timedelta]) -> dict[Key, Fraction] | None:
    """The share of each key in tenths of a percent that add up to exactly 100.0; None of nothing (R11).

    The largest remainders are rounded up, of equal ones those that come first in `used`; so every
    share is less than a tenth of a percent off, and none is given away.
    """
    second = timedelta(seconds=1)
    total = sum((time // second for time in used.values()), 0)
    if not total:
        return None
    exact = {key: Fraction(time // second * WHOLE, total) for key, time in used.items()}
    tenths = {key: share.numerator // share.denominator for key, share in exact.items()}
    missing = WHOLE - sum(tenths.values())
    by_remainder = sorted(exact, key=lambda key: tenths[key] - exact[key])
    for key in by_remainder[:missing]:
        tenths[key] += 1
    return {key: Fraction(number, WHOLE) for key, number in tenths.items()}
