"""Pure: a calendar file read into the busy times of a window, each broken event a finding of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from labspace.busy.blocks import Blocks, blocks_of, decoded
from labspace.busy.event import EventRefused, ForeignEvent, event_of
from labspace.busy.kinds import MOST_EVENTS, MOST_TIMES, BusyTime, Finding, Reading
from labspace.busy.recurring import Budget, RuleRefused
from labspace.busy.series import instances
from labspace.busy.zones import Zones
from labspace.times import TimeSpan


def read_calendar(content: bytes, *, zone: ZoneInfo, window: TimeSpan) -> Reading:
    """What a file says is taken during any part of `window`; `zone` is the house's.

    Raises `Unreadable` if the whole file is no calendar. The same bytes and window give the same.
    """
    return read_blocks(blocks_of(decoded(content)), zone=zone, window=window)


def read_blocks(blocks: Blocks, *, zone: ZoneInfo, window: TimeSpan) -> Reading:
    """The same for a file that was cut into its events already."""
    zones = Zones(blocks.zones)
    floating = (zones.find(blocks.zone_name) if blocks.zone_name else None) or zone
    findings: list[Finding] = []
    if len(blocks.events) > MOST_EVENTS:
        findings.append(Finding("too_many_events", values={"most": MOST_EVENTS}))
    events: list[ForeignEvent] = []
    for lines in blocks.events[:MOST_EVENTS]:
        try:
            events.append(event_of(lines, zones=zones, floating=floating, house=zone))
        except EventRefused as refused:
            findings.append(refused.finding)
    times, free = _counted(_by_series(events), window, findings)
    times.sort()
    if len(times) > MOST_TIMES:
        last = times[MOST_TIMES - 1].span.starts_at.astimezone(zone).date().isoformat()
        findings.insert(0, Finding("too_many_times", values={"most": MOST_TIMES, "last": last}))
    return Reading(tuple(times[:MOST_TIMES]), tuple(findings), free)


def _by_series(events: Iterable[ForeignEvent]) -> list[list[ForeignEvent]]:
    """Events of one UID together; of several versions of one the latest."""
    series: dict[str, dict[object, ForeignEvent]] = {}
    for event in events:
        versions = series.setdefault(event.uid, {})
        known = versions.get(event.planned_key)
        if known is None or known.sequence <= event.sequence:
            versions[event.planned_key] = event
    return [list(versions.values()) for versions in series.values()]


def _counted(
    series: Iterable[list[ForeignEvent]], window: TimeSpan, findings: list[Finding]
) -> tuple[list[BusyTime], int]:
    times: list[BusyTime] = []
    budget, free = Budget(), 0
    for events in series:
        free += sum(not event.is_busy for event in events)
        try:
            times += list(_of_series(events, window, budget))
        except RuleRefused as refused:
            first = events[0]
            findings.append(Finding(refused.code, first.title, first.first_day))
    return times, free


def _of_series(events: list[ForeignEvent], window: TimeSpan, budget: Budget) -> Iterator[BusyTime]:
    for instance in instances(events, window, budget):
        if instance.span.overlaps(window):
            yield instance
