"""Spans of time as pure values: the one currency of availability, rules and figures.

A span is half-open, `[starts_at, ends_at)`, aware and kept in UTC, so that lengths come from
elapsed seconds also on days of 23 and 25 hours (figures.md R1). "Merged" spans are sorted and
neither overlap nor touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """The present moment in whole seconds. The only clock; called at the edge and passed on."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251


_BEGIN = attrgetter("starts_at")


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
    return _midnight(day, zone)


@lru_cache(maxsize=16_384)
def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # Counting a month of figures asks for the same few days forty thousand times.
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def local_days(span: TimeSpan, *, zone: ZoneInfo) -> Iterator[date]:
    """Each local date the span touches, in order."""
    day = span.starts_at.astimezone(zone).date()
    while start_of_day(day, zone=zone) < span.ends_at:
        yield day
        day += timedelta(days=1)


def first_and_last_day(span: TimeSpan, *, zone: ZoneInfo) -> tuple[date, date]:
    """The local dates on which the span begins and on which its last moment lies."""
    last_moment = span.ends_at - timedelta(microseconds=1)
    return span.starts_at.astimezone(zone).date(), last_moment.astimezone(zone).date()


def union(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    """The merged spans covering exactly what any of `spans` covers."""
    merged: list[TimeSpan] = []
    last: TimeSpan | None = None
    for span in sorted(spans, key=_BEGIN):
        if last is None or span.starts_at > last.ends_at:
            merged.append(span)
            last = span
        elif span.ends_at > last.ends_at:
            last = merged[-1] = _span(last.starts_at, span.ends_at)
    return merged


def intersection(left: Iterable[TimeSpan], right: Iterable[TimeSpan]) -> list[TimeSpan]:
    """The merged spans covered by both sides; either side may overlap itself."""
    ours, theirs = _merged(left), _merged(right)
    common: list[TimeSpan] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        one, other = ours[i], theirs[j]
        begins = one if one.starts_at >= other.starts_at else other
        ends = one if one.ends_at <= other.ends_at else other
        if begins is ends:
            common.append(begins)
        elif begins.starts_at < ends.ends_at:
            common.append(_span(begins.starts_at, ends.ends_at))
        if ends is one:
            i += 1
        else:
            j += 1
    return common


def difference(spans: Iterable[TimeSpan], without: Iterable[TimeSpan]) -> list[TimeSpan]:
    """The merged spans of `spans` that nothing in `without` covers."""
    left: list[TimeSpan] = []
    holes = _merged(without)
    j = 0
    for span in _merged(spans):
        while j < len(holes) and holes[j].ends_at <= span.starts_at:
            j += 1
        if j == len(holes) or holes[j].starts_at >= span.ends_at:
            left.append(span)
        else:
            left += _remains(span, holes, j)
    return left


def _remains(span: TimeSpan, holes: list[TimeSpan], first: int) -> Iterator[TimeSpan]:
    starts_at = span.starts_at
    for hole in islice(holes, first, None):
        if hole.starts_at >= span.ends_at:
            break
        if hole.starts_at > starts_at:
            yield _span(starts_at, hole.starts_at)
        starts_at = max(starts_at, hole.ends_at)
    if starts_at < span.ends_at:
        yield _span(starts_at, span.ends_at)


def _merged(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    # Most spans come merged from one of these functions; seeing that is cheaper than sorting again.
    if isinstance(spans, list) and all(map(_is_before, spans, islice(spans, 1, None))):
        return spans
    return union(spans)


def _is_before(span: TimeSpan, other: TimeSpan) -> bool:
    return span.ends_at < other.starts_at


def _span(starts_at: datetime, ends_at: datetime) -> TimeSpan:
    # Borders of spans that were checked already make a span without checking them again.
    span = object.__new__(TimeSpan)
    object.__setattr__(span, "starts_at", starts_at)
    object.__setattr__(span, "ends_at", ends_at)
    return span


def clipped(spans: Iterable[TimeSpan], window: TimeSpan) -> list[TimeSpan]:
    """The merged spans cut to `window`."""
    begins, ends = window.starts_at, window.ends_at
    return [
        span
        if begins <= span.starts_at and span.ends_at <= ends
        else _span(max(span.starts_at, begins), min(span.ends_at, ends))
        for span in _merged(spans)
        if span.starts_at < ends and begins < span.ends_at
    ]


def length(spans: Iterable[TimeSpan]) -> timedelta:
    """The time covered by any of `spans`, counted once."""
    return sum((span.duration for span in union(spans)), timedelta())


def hours(spans: Iterable[TimeSpan]) -> float:
    """`length` in hours."""
    return length(spans) / timedelta(hours=1)


def covers(spans: Iterable[TimeSpan], span: TimeSpan) -> bool:
    """Whether `spans` together cover all of `span`."""
    return any(piece.contains(span) for piece in union(spans))
