"""Pure: which days facts are kept of, and which of them a change touches."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.occupancy.days import A_DAY, Days
from labspace.times import TimeSpan, first_and_last_day

SETTLED_AFTER = 2
"""A day is kept when it has been over for a whole day: today and yesterday are always counted.

So nothing that is booked ahead marks anything, and a change made in the last second of a day and
committed in the next cannot meet a fact that was written in between."""
FARTHEST = timedelta(days=1)
"""Recorded use and the rules' buffers lie at most this far outside a booking's span."""


def last_kept_day(now: datetime, *, zone: ZoneInfo) -> date:
    """The last day of a house whose facts may be kept."""
    return now.astimezone(zone).date() - SETTLED_AFTER * A_DAY


def is_ahead(span: TimeSpan, *, now: datetime) -> bool:
    """Whether a span lies so far ahead that no set-up or recorded use of it touches a day that is over."""
    return span.starts_at - now > 3 * FARTHEST


def marked_days(
    span: TimeSpan,
    *,
    zone: ZoneInfo,
    now: datetime,
    before: timedelta = FARTHEST,
    after: timedelta = FARTHEST,
) -> Days | None:
    """The days a change of `span` may touch, or None if facts are kept of none of them.

    Up to yesterday, a day more than anything is kept of: a change would have to take a whole day from its
    `now` to its commit to be missed.
    """
    first, last = first_and_last_day(span.widened(before=before, after=after), zone=zone)
    return days_over(Days(first, last), zone=zone, now=now)


def days_over(days: Days, *, zone: ZoneInfo, now: datetime) -> Days | None:
    """Those of `days` that lie before today."""
    return days.common(Days(date.min, now.astimezone(zone).date() - A_DAY))
