"""Which days an event is in a feed, and its stored bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from labspace.calendars.models import CalendarEntry
from labspace.ical import CalendarEvent
from labspace.ical_lines import plain_event_bytes

FORMAT_VERSION = 3
"""Raised by a release that writes events or the feed's header in another way."""

WINDOW = timedelta(days=365)
"""How far back and ahead a feed reaches; large feeds hang some clients."""
KEPT_CANCELLED = timedelta(days=30)

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Shown:
    """The days on which an event is in the feed: from the first up to but not including the second."""

    from_: date
    until: date


@dataclass(frozen=True)
class Wanted:
    """An event a feed should have, and when."""

    event: CalendarEvent
    days: Shown


def shown_days(event: CalendarEvent, *, cancelled_at: datetime | None = None) -> Shown:
    """The window of an event, by UTC days; what was cancelled leaves it a month later."""
    from_ = (event.starts_at - WINDOW).astimezone(UTC).date()
    until = (event.ends_at + WINDOW).astimezone(UTC).date() + timedelta(days=1)
    if cancelled_at is not None:
        dropped = (cancelled_at + KEPT_CANCELLED).astimezone(UTC).date() + timedelta(days=1)
        until = min(until, dropped)
    return Shown(from_, until)


def new_entry(wanted: Wanted, *, revision: int) -> dict[str, Any]:
    """The columns of an entry that was not there before."""
    event = wanted.event
    return {
        "starts_at": event.starts_at,
        "shown_from": wanted.days.from_,
        "shown_until": wanted.days.until,
        "changed_at": event.changed_at,
        "sequence": event.sequence,
        "timing": timing_of(event),
        "revision": revision,
        "fingerprint": fingerprint_of(event),
        "ics": plain_event_bytes(event),
    }


def rewritten(entry: CalendarEntry, wanted: Wanted, *, revision: int, now: datetime) -> bool:
    """Bring `entry` up to date; False where it says all of it already.

    An untouched event keeps its bytes; a touched one gets a later LAST-MODIFIED than it had, and a
    higher SEQUENCE where its time or status is another.
    """
    event, days = wanted.event, wanted.days
    fingerprint = fingerprint_of(event)
    if (entry.fingerprint, entry.shown_from, entry.shown_until) == (fingerprint, days.from_, days.until):
        return False
    timing = timing_of(event)
    least = entry.sequence if timing == entry.timing else entry.sequence + 1
    event = replace(
        event, changed_at=max(now, entry.changed_at + SECOND), sequence=max(event.sequence, least)
    )
    entry.starts_at, entry.changed_at, entry.fingerprint = event.starts_at, event.changed_at, fingerprint
    entry.shown_from, entry.shown_until = days.from_, days.until
    entry.sequence, entry.timing, entry.revision = event.sequence, timing, revision
    entry.ics = plain_event_bytes(event)
    return True


def taken_out(entry: CalendarEntry, *, revision: int, now: datetime) -> bool:
    """Empty `entry`, so that only the fact that it went is kept; False where nobody saw it any more."""
    today = now.astimezone(UTC).date()
    if not entry.fingerprint or entry.shown_until <= today:
        return False
    entry.shown_from = entry.shown_until = today
    entry.changed_at = max(now, entry.changed_at + SECOND)
    entry.fingerprint, entry.ics, entry.revision = "", b"", revision
    return True


def timing_of(event: CalendarEvent) -> str:
    """What SEQUENCE hangs on."""
    ends = (event.starts_at, event.ends_at)
    return "-".join([*(f"{end.astimezone(UTC):%Y%m%dT%H%M%S}" for end in ends), event.status])


def fingerprint_of(event: CalendarEvent) -> str:
    """A hash of everything the event shows, without the moment it changed."""
    content = repr((FORMAT_VERSION, replace(event, changed_at=event.created_at)))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
