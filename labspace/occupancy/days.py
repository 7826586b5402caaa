"""Pure: stretches of local days, in which facts are kept and figures are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan

A_DAY = timedelta(days=1)


class Period(Protocol):
    """Whole local days that figures are asked for: a month, or any stretch of days."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...

    def span(self, *, zone: ZoneInfo) -> TimeSpan:
        """All of it by the clock of a zone, with its days of 23 and 25 hours."""
        ...


@dataclass(frozen=True, order=True, slots=True)
class Days:
    """The local days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a stretch of days ends before it begins")

    def __iter__(self) -> Iterator[date]:
        return (self.first + number * A_DAY for number in range(len(self)))

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def span(self, *, zone: ZoneInfo) -> TimeSpan:
        return TimeSpan.of_days(self.first, self.last, zone=zone)

    def common(self, other: Period) -> Days | None:
        """The days both have; None if there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None

    def without(self, other: Days) -> Iterator[Days]:
        """What of these days `other` does not hold: nothing, one stretch or two."""
        if self.common(other) is None:
            yield self
            return
        if self.first < other.first:
            yield Days(self.first, other.first - A_DAY)
        if other.last < self.last:
            yield Days(other.last + A_DAY, self.last)

    def pieces(self, at_most: int) -> Iterator[Days]:
        """The same days in handfuls, earliest first."""
        first = self.first
        while first <= self.last:
            last = min(self.last, first + (at_most - 1) * A_DAY)
            yield Days(first, last)
            first = last + A_DAY


def runs(days: Collection[date], *, gap: int = 0) -> list[Days]:
    """`days` as stretches, earliest first; those at most `gap` missing days apart become one."""
    found: list[Days] = []
    for day in sorted(set(days)):
        if found and (day - found[-1].last).days <= gap + 1:
            found[-1] = Days(found[-1].first, day)
        else:
            found.append(Days(day, day))
    return found


def merged(stretches: Iterable[Days]) -> list[Days]:
    """Stretches that neither overlap nor touch and hold the same days, earliest first."""
    found: list[Days] = []
    for one in sorted(stretches):
        if found and one.first <= _after(found[-1].last):
            found[-1] = Days(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return found


def _after(day: date) -> date:
    return day if day == date.max else day + A_DAY
