"""Pure: for which days an event's visitors are told of, until when, and when somebody is reminded."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan, local_days
from labspace.visits.kinds import VisitSource

ONE_DAY = timedelta(hours=24)
REMINDED_BEFORE = timedelta(days=3)
"""How long before the deadline somebody is reminded; where it is short, in its middle."""
SMALL_HOURS = 6
"""Until this hour a night still belongs to the day before."""

OF_ORGANISERS = (VisitSource.REPORT, VisitSource.ESTIMATE)
OF_STAFF = (VisitSource.COUNTER, VisitSource.TALLY, VisitSource.REPORT, VisitSource.ESTIMATE)


class Standing(enum.Enum):
    """Where the number of visitors of an event stands."""

    AHEAD = "ahead"
    OPEN = "open"
    OVERDUE = "overdue"
    TOLD = "told"


def standing(span: TimeSpan, *, is_told: bool, due_at: datetime, now: datetime) -> Standing:
    """What is to do about an event's visitors at `now`."""
    if is_told:
        return Standing.TOLD
    if now < span.starts_at:
        return Standing.AHEAD
    return Standing.OVERDUE if now >= due_at else Standing.OPEN


def counted_days(span: TimeSpan, *, zone: ZoneInfo) -> list[tuple[date, TimeSpan]]:
    """The local days to count, each with its part of the event; an evening that ends after midnight is one day."""
    days = list(local_days(span, zone=zone))
    if span.duration <= ONE_DAY:
        return [(days[0], span)]
    if len(days) > 1 and span.ends_at.astimezone(zone).hour < SMALL_HOURS:
        days = days[:-1]
    parts = []
    for day in days:
        whole = TimeSpan.of_days(day, day, zone=zone)
        ends_at = span.ends_at if day == days[-1] else whole.ends_at
        parts.append((day, TimeSpan(max(span.starts_at, whole.starts_at), min(span.ends_at, ends_at))))
    return parts


def due_at(ends_at: datetime, *, due_days: int) -> datetime:
    """Until when the visitors are to be told of."""
    return ends_at + timedelta(days=due_days)


def remind_at(ends_at: datetime, *, due_days: int) -> datetime:
    """When somebody who has not told yet is reminded, once."""
    return due_at(ends_at, due_days=due_days) - min(REMINDED_BEFORE, timedelta(days=due_days) / 2)


def sources_for(*, is_staff: bool) -> tuple[VisitSource, ...]:
    """What somebody may name as the source of a number."""
    return OF_STAFF if is_staff else OF_ORGANISERS
