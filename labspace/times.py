"""Spans of time as pure values: the one currency of availability, rules and figures.

A span is half-open, `[starts_at, ends_at)`, aware and kept in UTC, so that lengths come from
elapsed seconds also on days of 23 and 25 hours (figures.md R1). "Merged" spans are sorted and
neither overlap nor touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """The present moment in whole seconds. The only clock; called at the edge and passed on."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251


class LocalTimeMissing(ValueError):
    """A wall-clock time that its day skips when the clocks go forward."""


@dataclass(frozen=True, order=True, slots=True)
class TimeSpan:
    """The moments from `starts_at` up to but not including `ends_at`; both aware, kept in UTC."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a span needs aware times")
        if self.starts_at.tzinfo is not UTC:
            object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
        if self.ends_at.tzinfo is not UTC:
            object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))
        if self.starts_at >= self.ends_at:
            raise ValueError("a span ends after it begins")

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def minutes(self) -> float:
        return self.duration / timedelta(minutes=1)

    def overlaps(self, other: TimeSpan) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: TimeSpan) -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def includes(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at

    def intersection(self, other: TimeSpan) -> TimeSpan | None:
        starts_at, ends_at = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return TimeSpan(starts_at, ends_at) if starts_at < ends_at else None

    def widened(self, *, before: timedelta, after: timedelta) -> TimeSpan:
        return TimeSpan(self.starts_at - before, self.ends_at + after)

    @classmethod
    def on_day(cls, day: date, opens: time, closes: time, *, zone: ZoneInfo) -> TimeSpan:
        """The span of wall-clock times on a local day; `closes` 00:00 means the end of the day.

        Raises `LocalTimeMissing` for a time the day skips, ValueError when it ends before it begins.
        """
        last = day + timedelta(days=1) if closes == time(0) else day
        return cls(local_moment(day, opens, zone=zone), local_moment(last, closes, zone=zone))

    @classmethod
    def of_days(cls, first: date, last: date, *, zone: ZoneInfo) -> TimeSpan:
        """The whole local days from `first` to `last`, both included."""
        return cls(start_of_day(first, zone=zone), start_of_day(last + timedelta(days=1), zone=zone))


def local_moment(day: date, clock: time, *, zone: ZoneInfo) -> datetime:
    """The moment a wall clock shows; the first one in a doubled hour, `fold=1` for the second.

    Raises `LocalTimeMissing` when that day skips the time.
    """
    local = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(tzinfo=None, fold=0):
        raise LocalTimeMissing(f"{clock:%H:%M} does not exist on {day.isoformat()}")
    return moment


def moment_from(day: date, clock: time, *, zone: ZoneInfo) -> datetime:
    """The moment a wall clock shows, or the one at which a skip over it is over."""
    try:
        return local_moment(day, clock, zone=zone)
    except LocalTimeMissing:
        local = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=zone)
        before, after = local.replace(fold=1).astimezone(UTC), local.astimezone(UTC)
        return _jump_between(before, after, zone=zone)


def _jump_between(before: datetime, after: datetime, *, zone: ZoneInfo) -> datetime:
    # The clocks jump once between the two; halving finds the second at which they do.
    offset = before.astimezone(zone).utcoffset()
    while (apart := after - before) > timedelta(seconds=1):
        middle = before + timedelta(seconds=apart // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def clock_of(minute: int) -> time:
    """The wall-clock time of a minute of the day; 1440 gives 00:00."""
    return time(minute // 60 % 24, minute % 60)


def start_of_day(day: date, *, zone: ZoneInfo) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def local_days(span: TimeSpan, *, zone: ZoneInfo) -> Iterator[date]:
    """Each local date the span touches, in order."""
    day = span.starts_at.astimezone(zone).date()
    while start_of_day(day, zone=zone) < span.ends_at:
        yield day
        day += timedelta(days=1)


def union(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    """The merged spans covering exactly what any of `spans` covers."""
    merged: list[TimeSpan] = []
    for span in sorted(spans):
        if merged and span.starts_at <= merged[-1].ends_at:
            if span.ends_at > merged[-1].ends_at:
                merged[-1] = TimeSpan(merged[-1].starts_at, span.ends_at)
        else:
            merged.append(span)
    return merged


def intersection(left: Iterable[TimeSpan], right: Iterable[TimeSpan]) -> list[TimeSpan]:
    """The merged spans covered by both sides; either side may overlap itself."""
    ours, theirs = union(left), union(right)
    common: list[TimeSpan] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if both := ours[i].intersection(theirs[j]):
            common.append(both)
        if ours[i].ends_at <= theirs[j].ends_at:
            i += 1
        else:
            j += 1
    return common


def difference(spans: Iterable[TimeSpan], without: Iterable[TimeSpan]) -> list[TimeSpan]:
    """The merged spans of `spans` that nothing in `without` covers."""
    left: list[TimeSpan] = []
    holes = union(without)
    j = 0
    for span in union(spans):
        starts_at = span.starts_at
        while j < len(holes) and holes[j].ends_at <= starts_at:
            j += 1
        k = j
        while k < len(holes) and holes[k].starts_at < span.ends_at:
            if holes[k].starts_at > starts_at:
                left.append(TimeSpan(starts_at, holes[k].starts_at))
            starts_at = max(starts_at, holes[k].ends_at)
            k += 1
        if starts_at < span.ends_at:
            left.append(TimeSpan(starts_at, span.ends_at))
    return left


def clipped(spans: Iterable[TimeSpan], window: TimeSpan) -> list[TimeSpan]:
    """The merged spans cut to `window`."""
    return intersection(spans, [window])


def length(spans: Iterable[TimeSpan]) -> timedelta:
    """The time covered by any of `spans`, counted once."""
    return sum((span.duration for span in union(spans)), timedelta())


def hours(spans: Iterable[TimeSpan]) -> float:
    """`length` in hours."""
    return length(spans) / timedelta(hours=1)


def covers(spans: Iterable[TimeSpan], span: TimeSpan) -> bool:
    """Whether `spans` together cover all of `span`."""
    return any(piece.contains(span) for piece in union(spans))
