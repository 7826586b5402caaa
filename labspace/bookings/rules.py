"""Pure: which rules a wished booking breaks. Every broken rule is named, never only the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.rulebook import DAY_MINUTES, Rules
from labspace.errors import Refusal
from labspace.spaces.kinds import Layout
from labspace.times import TimeSpan, covers, start_of_day


def broken_time_rules(
    span: TimeSpan, *, rules: Rules, open_spans: Collection[TimeSpan], zone: ZoneInfo, now: datetime
) -> Iterator[Refusal]:
    """What stands against `span` apart from other claims.

    `open_spans` is the bookable time around the span (opening − closures), merged or not.
    """
    yield from _too_early_or_late(span, rules=rules, zone=zone, now=now)
    yield from _wrong_length(span, rules=rules, zone=zone)
    if not rules.whole_days and not covers(open_spans, span):
        yield Refusal("closed")


def _too_early_or_late(span: TimeSpan, *, rules: Rules, zone: ZoneInfo, now: datetime) -> Iterator[Refusal]:
    # Someone standing in the house books the quarter of an hour that is running.
    running = timedelta(minutes=min(rules.raster_minutes, 60))
    today = start_of_day(now.astimezone(zone).date(), zone=zone)
    if (span.starts_at < today) if rules.whole_days else (span.starts_at <= now - running):
        yield Refusal("in_the_past")
    elif rules.lead_minutes and span.starts_at < now + timedelta(minutes=rules.lead_minutes):
        yield Refusal("too_soon", {"minutes": rules.lead_minutes})
    last_day = now.astimezone(zone).date() + timedelta(days=rules.horizon_days)
    if span.starts_at.astimezone(zone).date() > last_day:
        yield Refusal("too_far_ahead", {"days": rules.horizon_days, "last_day": last_day})


def _wrong_length(span: TimeSpan, *, rules: Rules, zone: ZoneInfo) -> Iterator[Refusal]:
    first, last = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    if rules.whole_days:
        minutes = (last.date() - first.date()).days * DAY_MINUTES
        off_raster = any(end != start_of_day(end.astimezone(zone).date(), zone=zone) for end in (first, last))
    else:
        minutes = int(span.minutes)
        off_raster = any(
            end.second or end.microsecond or (end.hour * 60 + end.minute) % rules.raster_minutes
            for end in (first, last)
        )
    if off_raster:
        yield Refusal("off_raster", {"minutes": rules.raster_minutes})
    if minutes < rules.min_minutes:
        yield Refusal("too_short", {"minutes": rules.min_minutes})
    if minutes > rules.max_minutes:
        yield Refusal("too_long", {"minutes": rules.max_minutes})


def broken_capacity_rules(
    people: int, *, capacity: int, layout: Layout | None, layouts: dict[Layout, int]
) -> Iterator[Refusal]:
    """Too many people for the approved capacity, or a seating the space does not have."""
    if layout is not None and layout not in layouts:
        yield Refusal("layout_unknown", {"layout": layout})
        return
    most = layouts[layout] if layout is not None else max([capacity, *layouts.values()])
    if people > most:
        yield Refusal("over_capacity", {"people": people, "capacity": most})
