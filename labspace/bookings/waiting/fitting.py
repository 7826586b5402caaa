"""Pure: when a wish fits into free time, and how long an offer stays open."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.rulebook.book import Rules
from labspace.times import TimeSpan, clock_of, moment_from

QUIET_FROM, QUIET_UNTIL = 21, 7
"""Local hours in which nobody is expected to answer; they do not count against a deadline."""

LEAST_MINUTES = 10
"""Nobody is offered what must be answered faster than this."""


@dataclass(frozen=True)
class Pattern:
    """When somebody wants a space: on which days, within which hours, how long."""

    weekdays: frozenset[int]
    """0 is Monday."""
    first_on: date
    last_on: date
    starts_minute: int
    ends_minute: int
    """Local minutes of the day; 1440 is its end."""
    minutes: int
    """How long at a stretch, within the hours."""

    def days(self, *, since: date, without: Collection[date] = ()) -> Iterator[date]:
        """The wanted local days from `since` on, in order."""
        day = max(self.first_on, since)
        while day <= self.last_on:
            if day.weekday() in self.weekdays and day not in without:
                yield day
            day += timedelta(days=1)

    def window(self, day: date, *, zone: ZoneInfo) -> TimeSpan | None:
        """The wanted hours of a day; None where the clock change leaves nothing of them."""
        last = day + timedelta(days=1) if self.ends_minute == 1440 else day
        begins = moment_from(day, clock_of(self.starts_minute), zone=zone)
        ends = moment_from(last, clock_of(self.ends_minute), zone=zone)
        return TimeSpan(begins, ends) if begins < ends else None

    def meets(self, other: Pattern) -> bool:
        """Whether one free time could suit both."""
        first, last = max(self.first_on, other.first_on), min(self.last_on, other.last_on)
        if self.starts_minute >= other.ends_minute or other.starts_minute >= self.ends_minute:
            return False
        common = self.weekdays & other.weekdays
        days = (first + timedelta(days=number) for number in range(min((last - first).days + 1, 7)))
        return any(day.weekday() in common for day in days)


def answer_until(span: TimeSpan, *, rules: Rules, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Until when an offer of `span` stays open; None if there is no time left to answer.

    The house's time to answer from now on, nights not counted, and never later than one may still
    book.
    """
    latest = span.starts_at - timedelta(minutes=rules.lead_minutes)
    until = min(_awake(now, timedelta(minutes=rules.offer_minutes), zone=zone), latest)
    return until if until >= now + timedelta(minutes=LEAST_MINUTES) else None


def _awake(now: datetime, length: timedelta, *, zone: ZoneInfo) -> datetime:
    """`now` and so much time by day."""
    moment, left = now, length
    while True:
        local = moment.astimezone(zone)
        if not QUIET_UNTIL <= local.hour < QUIET_FROM:
            day = local.date() + timedelta(days=1 if local.hour >= QUIET_FROM else 0)
            moment = moment_from(day, clock_of(QUIET_UNTIL * 60), zone=zone)
            local = moment.astimezone(zone)
        evening = moment_from(local.date(), clock_of(QUIET_FROM * 60), zone=zone)
        if moment + left <= evening:
            return moment + left
        left -= evening - moment
        moment = evening
