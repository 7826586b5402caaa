"""The window of time a call asks about, as far as the one who asks may see."""

from __future__ import annotations

from datetime import datetime, timedelta

from labspace.api.ground.caller import caller_or_none
from labspace.api.ground.field_errors import field_problem
from labspace.spaces.house import House
from labspace.times import TimeSpan, start_of_day


def window_between(starts_at: datetime, ends_at: datetime, *, most_days: int) -> TimeSpan:
    """The window from `starts_at` to `ends_at`. Raises `Problem` where it is reversed or too long."""
    if ends_at <= starts_at:
        raise field_problem("to", "ends_before_start")
    if ends_at - starts_at > timedelta(days=most_days, hours=1):
        raise field_problem("to", "window_too_long", days=most_days)
    return TimeSpan(starts_at.replace(microsecond=0), ends_at.replace(microsecond=0))


def seen_of(house: House, window: TimeSpan, *, now: datetime) -> TimeSpan | None:
    """What of `window` may be seen of a house: past time by its staff alone; None: nothing."""
    known = caller_or_none()
    if known is not None and known.runs(house.id):
        return window
    today = start_of_day(now.astimezone(house.zone).date(), zone=house.zone)
    return window.intersection(TimeSpan(today, max(window.ends_at, today + timedelta(days=1))))
