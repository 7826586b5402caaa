"""Which days a booking's event is in a feed, and its stored bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from labspace.bookings.calendar_event import GONE, event_of
from labspace.bookings.models import Booking
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.ical import CalendarEvent, event_bytes

FORMAT_VERSION = 1
"""Raised by a release that writes events or the feed's header in another way."""

WINDOW = timedelta(days=365)
"""How far back and ahead a feed reaches; large feeds hang some clients."""
KEPT_CANCELLED = timedelta(days=30)


@dataclass(frozen=True)
class Shown:
    """The days on which an event is in the feed: from the first up to but not including the second."""

    from_: date
    until: date


def shown_days(booking: Booking) -> Shown:
    """The window of `booking`, by UTC days."""
    from_ = (booking.starts_at - WINDOW).astimezone(UTC).date()
    until = (booking.ends_at + WINDOW).astimezone(UTC).date() + timedelta(days=1)
    if booking.state in GONE:
        dropped = (booking.state_since + KEPT_CANCELLED).astimezone(UTC).date() + timedelta(days=1)
        until = min(until, dropped)
    return Shown(from_, until)


def written(
    feed: CalendarFeed, booking: Booking, old: CalendarEntry | None, *, base_url: str, now: datetime
) -> CalendarEntry | None:
    """The entry as it has to be now, in the language at hand; None where `old` says all of it already.

    An untouched event keeps its bytes; a touched one gets a later LAST-MODIFIED than it had.
    """
    event = event_of(booking, base_url=base_url)
    days, fingerprint = shown_days(booking), fingerprint_of(event)
    if old is not None:
        if (old.fingerprint, old.shown_from, old.shown_until) == (fingerprint, days.from_, days.until):
            return None
        event = replace(event, changed_at=max(now, old.changed_at + timedelta(seconds=1)))
    entry = old or CalendarEntry(feed_id=feed.id, booking_id=booking.id)
    entry.starts_at, entry.changed_at, entry.fingerprint = booking.starts_at, event.changed_at, fingerprint
    entry.shown_from, entry.shown_until = days.from_, days.until
    entry.ics = event_bytes(event)
    return entry


def fingerprint_of(event: CalendarEvent) -> str:
    """A hash of everything the event shows, without the moment it changed."""
    content = repr((FORMAT_VERSION, replace(event, changed_at=event.created_at)))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
