"""Pure: the whole local weeks somebody wishes, Monday to Sunday (ISO 8601)."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan


def monday_of(day: date) -> date:
    """The Monday of the ISO week `day` lies in."""
    return day - timedelta(days=day.weekday())


def weeks_span(first_on: date, weeks: int, *, zone: ZoneInfo) -> TimeSpan:
    """`weeks` whole weeks from the Monday `first_on` on, days of 23 and 25 hours included."""
    return TimeSpan.of_days(first_on, first_on + timedelta(weeks=weeks, days=-1), zone=zone)
