"""Pure: where a use may lie in time, and which spans of a length fit there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.rulebook.book import Rules
from labspace.times import TimeSpan, clipped, difference


def room_in(
    bookable: Iterable[TimeSpan],
    cores: Iterable[TimeSpan],
    buffers: Iterable[TimeSpan],
    *,
    rules: Rules,
) -> list[TimeSpan]:
    """Where a use may lie as a whole: bookable, and with its own buffers clear of others.

    Two buffers may overlap each other, everything else keeps apart (design.md).
    """
    kept = [core.widened(before=rules.buffer_after, after=rules.buffer_before) for core in cores]
    return difference(list(bookable), [*kept, *buffers])


def fits_in(
    room: Iterable[TimeSpan], window: TimeSpan, *, minutes: int, raster_minutes: int, zone: ZoneInfo
) -> Iterator[TimeSpan]:
    """Spans of the wanted length within `window` that lie in `room`, earliest first.

    They begin in steps of the raster, counted from local midnight.
    """
    length = timedelta(minutes=minutes)
    for piece in clipped(room, window):
        start = on_raster(piece.starts_at, raster_minutes, zone=zone)
        while start + length <= piece.ends_at:
            yield TimeSpan(start, start + length)
            start = on_raster(start + timedelta(minutes=1), raster_minutes, zone=zone)


def longest_in(
    room: Iterable[TimeSpan], window: TimeSpan, *, raster_minutes: int, zone: ZoneInfo
) -> TimeSpan | None:
    """The longest span within `window` that lies in `room` and keeps the raster; the earliest of equals."""
    found: list[TimeSpan] = []
    step = timedelta(minutes=raster_minutes)
    for piece in clipped(room, window):
        start = on_raster(piece.starts_at, raster_minutes, zone=zone)
        ends = on_raster(piece.ends_at, raster_minutes, zone=zone)
        ends -= step if ends > piece.ends_at else timedelta()
        if start < ends:
            found.append(TimeSpan(start, ends))
    return max(found, key=lambda span: span.duration, default=None)


def on_raster(moment: datetime, raster_minutes: int, *, zone: ZoneInfo) -> datetime:
    """The first moment from `moment` on that a local clock shows as a full step."""
    local = moment.astimezone(zone)
    over = timedelta(seconds=local.second, microseconds=local.microsecond)
    if over:
        moment += timedelta(minutes=1) - over
        local = moment.astimezone(zone)
    rest = -(local.hour * 60 + local.minute) % raster_minutes
    return moment + timedelta(minutes=rest)
