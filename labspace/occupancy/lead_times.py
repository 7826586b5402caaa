"""Pure: how long ahead people ask, and how much of it could not be met (K23)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Median and P90 of start − first request in days; None of nobody (R11). Recomputed, never put together."""

    number: int
    median: Fraction | None
    p90: Fraction | None


def lead_times(leads: Collection[timedelta]) -> LeadTimes:
    """K23, without internal use and of a series its first date only; the caller leaves those out.

    The median of an even number is halfway between the middle two; P90 is the shortest lead that at
    least nine in ten do not exceed. What was entered after the fact counts as no lead, not as a negative.
    """
    ordered = sorted(max(lead, timedelta()) for lead in leads)
    if not ordered:
        return LeadTimes(0, None, None)
    number = len(ordered)
    middle = ordered[(number - 1) // 2] + ordered[number // 2]
    ninth = ordered[-(-number * 9 // 10) - 1]
    return LeadTimes(number, _days(middle) / 2, _days(ninth))


def _days(length: timedelta) -> Fraction:
    second = timedelta(seconds=1)
    return Fraction(length // second, A_DAY // second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhang:
    """K23: requests that found no space; sums add up over houses and months."""

    rejected: int
    """Turned down for want of space."""
    never_served: int
    """Put on the waiting list and never offered anything."""
    requests: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.rejected + self.never_served, self.requests) if self.requests else None
