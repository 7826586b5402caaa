"""Minutes as bare numbers since 1970, and what the clock of a house shows in each of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def minute_of(moment: datetime) -> int:
    """The minute that begins at a moment; the model knows whole minutes only."""
    seconds = int(moment.timestamp())
    assert seconds % 60 == 0, moment
    return seconds // 60


def minutes(starts_at: datetime, ends_at: datetime) -> set[int]:
    """Half-open: the first minute is in, the one that begins at the end is not."""
    return set(range(minute_of(starts_at), minute_of(ends_at)))


@cache
def _quarter(quarter: int, zone: str) -> tuple[date, int]:
    local = datetime.fromtimestamp(quarter * 900, UTC).astimezone(ZoneInfo(zone))
    return local.date(), local.hour * 60 + local.minute


def clock(minute: int, zone: str) -> tuple[date, int]:
    """Local day and minute of that day; no clock on earth jumps inside a quarter of an hour."""
    day, shown = _quarter(minute // 15, zone)
    return day, shown + minute % 15


def day_of(minute: int, zone: str) -> date:
    return clock(minute, zone)[0]


@cache
def day_minutes(day: date, zone: str) -> tuple[int, ...]:
    """All minutes of a local day in their order: 1380, 1440 or 1500 of them."""
    noon = minute_of(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return tuple(one for one in range(noon - 1800, noon + 1800) if day_of(one, zone) == day)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def period_minutes(first: date, last: date, zone: str) -> set[int]:
    return {one for day in days_between(first, last) for one in day_minutes(day, zone)}


@cache
def window_minutes(day: date, opens: int, closes: int, zone: str) -> frozenset[int]:
    """From when the clock first shows `opens` (or more) until it first shows `closes` (or more)."""
    of_day = day_minutes(day, zone)
    starts = next((one for one in of_day if clock(one, zone)[1] >= opens), of_day[-1] + 1)
    ends = next((one for one in of_day if clock(one, zone)[1] >= closes), of_day[-1] + 1)
    return frozenset(range(starts, ends))


def days_of(some: set[int], zone: str) -> set[date]:
    """The local days any of the minutes lies on."""
    return {_quarter(quarter, zone)[0] for quarter in {one // 15 for one in some}}
