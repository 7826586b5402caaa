"""Pure: how many of one thing are free during a span."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from labspace.times import TimeSpan


@dataclass(frozen=True)
class Counted:
    """So many of a thing during a span: there, or lent."""

    span: TimeSpan
    number: int


def least_free(during: TimeSpan, *, stock: Iterable[Counted], lent: Iterable[Counted] = ()) -> int:
    """The number that is free at every moment of `during`; 0 where more is lent than there is.

    A thing given back at 12:00 can be had from 12:00 on.
    """
    return max(least_left(during, stock=stock, lent=lent), 0)


def least_left(during: TimeSpan, *, stock: Iterable[Counted], lent: Iterable[Counted] = ()) -> int:
    """The same, below 0 where more is lent than there is: so many are missing at the worst moment."""
    changes: dict[datetime, int] = defaultdict(int)
    for sign, rows in ((1, stock), (-1, lent)):
        for row in rows:
            if (shared := row.span.intersection(during)) is not None:
                changes[shared.starts_at] += sign * row.number
                changes[shared.ends_at] -= sign * row.number
    free = changes.pop(during.starts_at, 0)
    least = free
    for moment in sorted(moment for moment in changes if moment < during.ends_at):
        free += changes[moment]
        least = min(least, free)
    return least
