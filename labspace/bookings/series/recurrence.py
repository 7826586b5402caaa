"""Pure: the local dates a rule of recurrence names, and the spans a clock time has on them.

Dates are counted on the calendar of the house, never in UTC: a 10:00 stays 10:00 when the clocks
change. The rule is kept as RRULE text (RFC 5545) whose UNTIL is a local date.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday

from labspace.errors import Refusal
from labspace.times import LocalTimeMissing, TimeSpan, clock_of, local_moment

MOST_DATES = 200
"""A series has no more dates than this; what goes on longer is begun anew."""
MOST_YEARS = 5
MOST_INTERVAL = 52

DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1


class Frequency(enum.Enum):
    """How often a series comes back; the number of the month's weekday makes the fourth."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


_OF_DATEUTIL = {Frequency.DAILY: DAILY, Frequency.WEEKLY: WEEKLY, Frequency.MONTHLY: MONTHLY}


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """Every so many days, weeks on these weekdays, or months on a day or on the nth of a weekday.

    It ends on `until` or after `count` dates. Weekdays count from Monday as 0; `nth` is 1 to 4 or
    -1 for the last. A month that lacks the day, such as a 31st, is left out (RFC 5545).
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: int | None = None
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.until is None) == (self.count is None):
            raise ValueError("a series ends on a day or after a number of dates")
        if not 1 <= self.interval <= MOST_INTERVAL:
            raise ValueError("interval")
        if self.frequency is Frequency.WEEKLY and not self.weekdays:
            raise ValueError("a weekly series has weekdays")
        if self.frequency is Frequency.MONTHLY and (self.month_day is None) == (self.nth is None):
            raise ValueError("a monthly series has a day of the month or the nth of a weekday")

    @property
    def text(self) -> str:
        """RRULE text, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10`."""
        parts = [f"FREQ={self.frequency.value}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.weekdays and self.frequency is not Frequency.DAILY:
            nth = "" if self.nth is None else str(self.nth)
            parts.append("BYDAY=" + ",".join(f"{nth}{DAY_NAMES[day]}" for day in sorted(set(self.weekdays))))
        parts.append(f"COUNT={self.count}" if self.until is None else f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    def days(self, *, first: date) -> Iterator[date]:
        """The dates from `first` on, in order; `first` itself only if the rule names it."""
        nth_days = [_named(day, self.nth) for day in sorted(set(self.weekdays))]
        dates = rrule(
            _OF_DATEUTIL[self.frequency],
            dtstart=datetime.combine(first, time(0)),
            interval=self.interval,
            wkst=MO,
            byweekday=nth_days if self.frequency is not Frequency.DAILY and nth_days else None,
            bymonthday=self.month_day,
            until=datetime.combine(self.until, time(0)) if self.until is not None else None,
            count=self.count,
        )
        last = first + timedelta(days=366 * MOST_YEARS)
        for moment in dates:
            if moment.date() > last:
                return
            yield moment.date()

    def shifted(self, days: int) -> Recurrence | None:
        """The same rule so many days later; None where the dates would not follow from one rule."""
        if not days:
            return self
        moved = tuple(day + days for day in self.weekdays)
        if self.frequency is not Frequency.WEEKLY or not all(0 <= day <= 6 for day in moved):
            return None
        until = self.until + timedelta(days=days) if self.until else None
        return replace(self, weekdays=moved, until=until)


def recurrence_from(text: str) -> Recurrence:
    """The rule written as `text` by `Recurrence.text`; raises ValueError for anything else."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    names = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    nth = {name[:-2] for name in names}
    return Recurrence(
        frequency=Frequency(parts["FREQ"]),
        interval=int(parts.get("INTERVAL", 1)),
        weekdays=tuple(DAY_NAMES.index(name[-2:]) for name in names),
        month_day=int(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else None,
        nth=int(nth.pop()) if nth - {""} else None,
        until=datetime.strptime(parts["UNTIL"], "%Y%m%d").replace(tzinfo=UTC).date()
        if "UNTIL" in parts
        else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def bounded_days(rule: Recurrence, *, first: date) -> tuple[list[date], list[Refusal]]:
    """The dates of a series, and why there may not be as many; never more than `MOST_DATES`."""
    days = list(islice(rule.days(first=first), MOST_DATES + 1))
    if not days:
        return [], [Refusal("series_without_dates")]
    if len(days) > MOST_DATES:
        return days[:MOST_DATES], [Refusal("series_too_long", {"most": MOST_DATES})]
    return days, []


@dataclass(frozen=True)
class Occurrence:
    """One date of a series: its span, or why the house's clock does not show its times that day."""

    day: date
    span: TimeSpan | None
    missing: Refusal | None = None
    is_doubled: bool = False
    """One of its times comes twice that day, and the first is meant."""


def occurrences(days: Iterable[date], starts: int, ends: int, *, zone: ZoneInfo) -> list[Occurrence]:
    """What the minutes `starts` and `ends` of the day mean on each of `days`; `ends` 0 or 1440 is its end."""
    return [occurrence_on(day, starts, ends, zone=zone) for day in days]


def occurrence_on(day: date, starts: int, ends: int, *, zone: ZoneInfo) -> Occurrence:
    """The date with its span; a time that its day skips is refused by name, of a doubled one the first holds."""
    last = day + timedelta(days=1) if ends in (0, 1440) else day
    clocks = ((day, clock_of(starts)), (last, clock_of(ends)))
    moments = []
    for local_day, clock in clocks:
        try:
            moments.append(local_moment(local_day, clock, zone=zone))
        except LocalTimeMissing:
            missing = Refusal("local_time_missing_on", {"day": local_day, "clock": f"{clock:%H:%M}"})
            return Occurrence(day, None, missing)
    if moments[1] <= moments[0]:
        return Occurrence(day, None, Refusal("ends_before_it_begins"))
    doubled = any(_comes_twice(local_day, clock, zone=zone) for local_day, clock in clocks)
    return Occurrence(day, TimeSpan(moments[0], moments[1]), is_doubled=doubled)


def _comes_twice(day: date, clock: time, *, zone: ZoneInfo) -> bool:
    local = datetime.combine(day, clock, tzinfo=zone)
    return local.utcoffset() != local.replace(fold=1).utcoffset()


def _named(day: int, nth: int | None) -> weekday:
    return weekday(day, nth) if nth is not None else weekday(day)


def nth_of_month(day: date) -> int:
    """Which of its weekdays in the month `day` is: 1 to 4, and -1 where it is the fifth."""
    number = (day.day - 1) // 7 + 1
    return number if number < 5 else LAST
