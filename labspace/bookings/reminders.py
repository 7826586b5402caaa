"""Pure: when somebody is reminded of a booking."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from labspace.times import moment_from, start_of_day

AFTERNOON = time(16)
"""Late enough to know about tomorrow, early enough to give the time to somebody else."""
SECOND = timedelta(seconds=1)


def remind_at(starts_at: datetime, *, zone: ZoneInfo, hours: int | None) -> datetime:
    """The moment of the reminder: so many hours before the start, or on the afternoon of the local day before."""
    if hours is not None:
        return starts_at - timedelta(hours=hours)
    day_before = starts_at.astimezone(zone).date() - timedelta(days=1)
    return moment_from(day_before, AFTERNOON, zone=zone)


def due_until(now: datetime, *, zone: ZoneInfo, hours: int | None) -> datetime:
    """Bookings that start before this moment are to be reminded of by now, those at or after it not yet."""
    if hours is not None:
        return now + timedelta(hours=hours) + SECOND
    today = now.astimezone(zone).date()
    days = 2 if now >= moment_from(today, AFTERNOON, zone=zone) else 1
    return start_of_day(today + timedelta(days=days), zone=zone)
