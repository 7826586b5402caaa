"""Pure: what the tiers of a house come to when an event is cancelled; labspace writes no invoice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from labspace.spaces.event_terms import CancellationTier


def days_before(event_on: date, *, cancelled_on: date) -> int:
    """Whole local days from cancelling to the first day of the event; never below 0."""
    return max((event_on - cancelled_on).days, 0)


def share_of(price_cents: int, *, percent: int) -> int:
    """`percent` of a price in cents, half a cent rounded up."""
    return (price_cents * percent + 50) // 100


@dataclass(frozen=True, kw_only=True)
class TierDays:
    """A tier as days: cancelled up to and including `last_on`, `percent` is proposed."""

    last_on: date
    percent: int
    is_now: bool


def tier_days(tiers: Iterable[CancellationTier], *, event_on: date, today: date) -> list[TierDays]:
    """The tiers that can still be had, the earliest first; the first of them is the one of today."""
    ordered = sorted(tiers, key=lambda tier: tier.days_before, reverse=True)
    ahead = [
        (last_on, tier.percent)
        for tier in ordered
        if (last_on := event_on - timedelta(days=tier.days_before)) >= today
    ]
    return [
        TierDays(last_on=last_on, percent=percent, is_now=number == 0)
        for number, (last_on, percent) in enumerate(ahead)
    ]
