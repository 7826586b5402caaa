"""Pure: what a newer file changes about what is known, and what may be said of days nobody counted whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Difference:
    """What a file says otherwise than what is known from its first value to its last."""

    added: int
    changed: int
    removed: int
    same: int
    examples: tuple[tuple[Any, Any, Any], ...]
    """The first that change or go: (when, value now, value in the file or None)."""
    mark: str
    """Another one as soon as anything of it is different."""

    @property
    def replaces(self) -> bool:
        """Whether anything that is known would be lost, so that somebody must be asked."""
        return bool(self.changed or self.removed)


def difference(known: Mapping[Any, Any], new: Mapping[Any, Any], *, most_examples: int = 10) -> Difference:
    """`new` against `known`, both of the same period: what comes, changes, goes and stays."""
    touched = sorted(when for when, value in known.items() if when not in new or new[when] != value)
    removed = sum(when not in new for when in touched)
    return Difference(
        added=len(new.keys() - known.keys()),
        changed=len(touched) - removed,
        removed=removed,
        same=len(known) - len(touched),
        examples=tuple((when, known[when], new.get(when)) for when in touched[:most_examples]),
        mark=_mark(known, new),
    )


def _mark(*values: Mapping[Any, Any]) -> str:
    text = repr([sorted((repr(when), repr(value)) for when, value in some.items()) for some in values])
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True)
class PassersByDay:
    """The passers-by of one local day at one place."""

    day: date
    count: int
    hours: int
    """How many hours were counted."""
    of_hours: int
    """How many the day has: 23, 24 or 25."""

    @property
    def is_whole(self) -> bool:
        """Whether every hour was counted; the sum of any other day is less than what was."""
        return self.hours == self.of_hours


def days_of(hours: Mapping[datetime, int], first: date, last: date, *, zone: ZoneInfo) -> list[PassersByDay]:
    """Every local day from `first` to `last`, those without a count too; empty when `last` lies before."""
    sums: dict[date, tuple[int, int]] = {}
    for moment, count in hours.items():
        day = moment.astimezone(zone).date()
        total, many = sums.get(day, (0, 0))
        sums[day] = (total + count, many + 1)
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [
        PassersByDay(day, *sums.get(day, (0, 0)), TimeSpan.of_days(day, day, zone=zone).duration // HOUR)
        for day in days
    ]


def whole_days_total(days: Iterable[PassersByDay]) -> tuple[int, int]:
    """The sum of the days counted whole, and how many they are; days with gaps count in neither."""
    whole = [day.count for day in days if day.is_whole]
    return sum(whole), len(whole)
