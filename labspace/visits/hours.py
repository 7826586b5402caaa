"""Pure: the hours of a local day in which somebody may tally."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.formats import clock_text
from labspace.times import TimeSpan, clipped

HOUR = timedelta(hours=1)


def tallied_hours(
    day: date, opening: Collection[TimeSpan], *, zone: ZoneInfo, now: datetime
) -> list[TimeSpan]:
    """The hours of a day from opening to closing that have begun by `now`; all of a day that is closed.

    The hour that comes twice when clocks are put back is two hours, the skipped one is none.
    """
    whole = TimeSpan.of_days(day, day, zone=zone)
    hours = [
        TimeSpan(whole.starts_at + HOUR * at, whole.starts_at + HOUR * (at + 1))
        for at in range(whole.duration // HOUR)
    ]
    opened = clipped(opening, whole)
    if opened:
        around = TimeSpan(opened[0].starts_at, opened[-1].ends_at)
        hours = [hour for hour in hours if hour.overlaps(around)]
    return [hour for hour in hours if hour.starts_at <= now]


def hour_label(hour: TimeSpan, *, zone: ZoneInfo) -> str:
    """14:00–15:00; with the name of the zone where the clocks change: 02:00–02:00 CEST."""
    starts, ends = hour.starts_at.astimezone(zone), hour.ends_at.astimezone(zone)
    text = f"{clock_text(hour.starts_at, zone=zone)}–{clock_text(hour.ends_at, zone=zone)}"
    is_doubled = starts.fold or starts.utcoffset() != starts.replace(fold=1).utcoffset()
    return f"{text} {starts.tzname()}" if is_doubled or starts.utcoffset() != ends.utcoffset() else text
