"""Pure: the busy times of one event and what was changed, added and left out of its series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from labspace.busy.event import Clock, ForeignEvent, Length
from labspace.busy.kinds import BusyTime
from labspace.busy.recurring import Budget, starts_of
from labspace.times import TimeSpan

_A_DAY_OR_TWO = timedelta(days=2)
"""Zones lie at most a day apart; the exact cut is made afterwards."""


def instances(events: Sequence[ForeignEvent], window: TimeSpan, budget: Budget) -> Iterator[BusyTime]:
    """What events of one UID keep taken around `window`: a series, its exceptions, or a single event."""
    series = next((event for event in events if event.planned is None), None)
    changed = [event for event in events if event.planned is not None]
    if series is None:
        yield from (
            _busy(event, event.start, event.length, event.planned_key) for event in changed if event.is_busy
        )
        return
    left_out = _Dates(series.left_out)
    replaced = _Dates(event.planned for event in changed if event.planned)
    for event in changed:
        assert event.planned is not None
        if event.is_busy and not left_out.has(event.planned):
            yield _busy(event, event.start, event.length, _key(series, event.planned))
    later = sorted((event for event in changed if event.and_following), key=_planned_moment)
    recurs = bool(series.rules or series.added)
    for planned in _planned(series, later, window, budget):
        if left_out.has(planned.start) or replaced.has(planned.start):
            continue
        source = _in_force(later, planned.start) or series
        if source.is_busy:
            start = _shifted(planned.start, source)
            length = planned.length or source.length
            yield _busy(source, start, length, planned.start.key if recurs else "")


class _Planned(NamedTuple):
    start: Clock
    length: Length | None


class _Dates:
    """Instances named by their moment, or by their day alone where a calendar names only that."""

    def __init__(self, clocks: Iterator[Clock] | Sequence[Clock]) -> None:
        named = list(clocks)
        self._moments = {clock.moment for clock in named}
        self._days = {clock.wall.date() for clock in named if clock.is_day}

    def has(self, clock: Clock) -> bool:
        return clock.moment in self._moments or clock.wall.date() in self._days


def _planned(
    series: ForeignEvent, later: Sequence[ForeignEvent], window: TimeSpan, budget: Budget
) -> Iterator[_Planned]:
    """Each date of a series once, in no order, from somewhat before to somewhat after the window."""
    zone = series.start.zone
    reach = _A_DAY_OR_TWO + _longest(series, later) + max(map(_shift_of, later), default=timedelta())
    after = window.starts_at.astimezone(zone).replace(tzinfo=None) - reach
    before = window.ends_at.astimezone(zone).replace(tzinfo=None) + reach
    met: set[datetime] = set()
    dates = [_Planned(clock, length) for clock, length in series.added if after <= clock.wall <= before]
    if all(rule.until is None or rule.until >= series.start.wall for rule in series.rules):
        dates.append(_Planned(series.start, None))
    for planned in dates:
        if planned.start.moment not in met:
            met.add(planned.start.moment)
            yield planned
    for rule in series.rules:
        for wall in starts_of(rule, series.start.wall, after=after, before=before, budget=budget):
            clock = series.start.at(wall)
            if clock.moment not in met:
                met.add(clock.moment)
                yield _Planned(clock, None)


def _longest(series: ForeignEvent, later: Sequence[ForeignEvent]) -> timedelta:
    lengths = [event.length for event in (series, *later)] + [
        length for _at, length in series.added if length
    ]
    return max(timedelta(days=length.days) + length.rest for length in lengths)


def _planned_moment(event: ForeignEvent) -> datetime:
    assert event.planned is not None
    return event.planned.moment


def _in_force(later: Sequence[ForeignEvent], planned: Clock) -> ForeignEvent | None:
    """The last change that holds for the following instances too."""
    return next((event for event in reversed(later) if _planned_moment(event) < planned.moment), None)


def _shifted(planned: Clock, source: ForeignEvent) -> Clock:
    if source.planned is None:
        return planned
    return source.start.at(planned.wall + (source.start.wall - source.planned.wall))


def _shift_of(event: ForeignEvent) -> timedelta:
    assert event.planned is not None
    return abs(event.start.wall - event.planned.wall)


def _key(series: ForeignEvent, planned: Clock) -> str:
    """How the series names an instance, also where the exception writes only its day or in another zone."""
    if series.start.is_day:
        return f"{planned.wall:%Y%m%d}"
    if planned.is_day:
        return series.start.at(datetime.combine(planned.wall, series.start.wall.time())).key
    return planned.key


def _busy(event: ForeignEvent, start: Clock, length: Length, key: str) -> BusyTime:
    return BusyTime(length.span_from(start), event.uid, key, event.title)
