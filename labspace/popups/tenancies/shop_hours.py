"""Pure: the hours a pop-up promised and kept, week by week (K18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from labspace.popups.spans import monday_of
from labspace.times import TimeSpan, length

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """How much of a week a pop-up must be open at least."""

    days: int
    minutes: int
    """On each of these days."""


USUAL_MINIMUM = Minimum(days=4, minutes=360)
"""Four days of six hours, as in Aachen; each agreement may say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One day on which a pop-up was open."""

    day: date
    span: TimeSpan


@dataclass(frozen=True, kw_only=True)
class Week:
    """What a tenancy kept in one of its weeks."""

    monday: date
    days: int
    """Opened at all."""
    days_kept: int
    """Opened long enough."""
    open_for: timedelta
    is_occupied: bool
    """Whether the whole week lay in the tenancy; only such weeks are judged."""
    is_kept: bool


def weekly(opened: Iterable[Opened], minimum: Minimum, *, first: date, last: date, until: date) -> list[Week]:
    """Every week of a tenancy from `first` to `last` that has ended by the day `until`, in order.

    A week is judged if the tenancy had all its seven days and it is over.
    """
    by_week: defaultdict[date, list[Opened]] = defaultdict(list)
    for one in opened:
        by_week[monday_of(one.day)].append(one)
    found = []
    for monday in mondays(first, last):
        if monday > until:
            break
        days = by_week[monday]
        kept = sum(one.span.duration >= timedelta(minutes=minimum.minutes) for one in days)
        sunday = monday + timedelta(days=6)
        is_occupied = first <= monday and sunday <= last and sunday < until
        found.append(
            Week(
                monday=monday,
                days=len({one.day for one in days}),
                days_kept=kept,
                open_for=length([one.span for one in days]),
                is_occupied=is_occupied,
                is_kept=is_occupied and kept >= minimum.days,
            )
        )
    return found


def mondays(first: date, last: date) -> Iterator[date]:
    """The Monday of each week that has a day from `first` to `last`."""
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday += A_WEEK


@dataclass(frozen=True, kw_only=True)
class WeeklyHours:
    """The hours a tenant promised, by weekday (0 is Monday) as minutes after midnight."""

    by_weekday: Mapping[int, tuple[int, int]]

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[int]]) -> WeeklyHours:
        """From stored rows of weekday, opening and closing minute."""
        return cls(by_weekday={row[0]: (row[1], row[2]) for row in rows})

    def rows(self) -> list[list[int]]:
        """As stored, by weekday."""
        return [[day, *window] for day, window in sorted(self.by_weekday.items())]

    def on(self, day: date) -> tuple[int, int] | None:
        """The promised window of a day; None if it stays shut."""
        return self.by_weekday.get(day.weekday())

    def keeps(self, minimum: Minimum) -> bool:
        """Whether whoever keeps the promise keeps the minimum too."""
        long_enough = sum(closes - opens >= minimum.minutes for opens, closes in self.by_weekday.values())
        return long_enough >= minimum.days


@dataclass(frozen=True, kw_only=True)
class Kept:
    """K18 of one or several tenancies in a period."""

    days: int
    """Distinct pairs of slot and local date on which it was open."""
    open_for: timedelta
    weeks: int
    """Occupied weeks that are over."""
    weeks_kept: int


def k18(
    slots: Iterable[tuple[int, Opened]], weeks: Iterable[Week], *, first: date, last: date, zone: ZoneInfo
) -> Kept:
    """Pop-up days and hours from `first` to `last`, and how many weeks met their minimum.

    `slots` are pairs of slot and opened day; hours are cut at the borders of the period (R9), a week
    belongs to the period of its Monday.
    """
    period = TimeSpan.of_days(first, last, zone=zone)
    inside = [(slot, one) for slot, one in slots if first <= one.day <= last]
    judged = [week for week in weeks if week.is_occupied and first <= week.monday <= last]
    cut: Collection[TimeSpan] = [part for _, one in inside if (part := one.span.intersection(period))]
    return Kept(
        days=len({(slot, one.day) for slot, one in inside}),
        open_for=sum((part.duration for part in cut), timedelta()),
        weeks=len(judged),
        weeks_kept=sum(week.is_kept for week in judged),
    )
