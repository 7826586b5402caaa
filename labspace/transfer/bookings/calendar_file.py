"""Pure: an ICS file read into bookings to be, all of one space and one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.busy.kinds import Finding as EventFinding
from labspace.busy.reading import read_calendar
from labspace.busy.words import event_name, finding_text
from labspace.times import TimeSpan
from labspace.transfer.bookings.asked import Asked, Finding
from labspace.words import gettext as _

BACK, AHEAD = timedelta(days=3660), timedelta(days=400)
"""How far a calendar file is read."""


def window_at(now: datetime) -> TimeSpan:
    """The time whose events are taken."""
    return TimeSpan(now - BACK, now + AHEAD)


def read_ics(
    content: bytes, *, space: str, email: str, zone: ZoneInfo, window: TimeSpan
) -> tuple[list[Asked], list[Finding]]:
    """Its events in the window, one booking for each date of a series; free and cancelled ones do not count.

    Raises `labspace.busy.kinds.Unreadable` if the whole file is no calendar.
    """
    reading = read_calendar(content, zone=zone, window=window)
    asked = [
        Asked(
            line=number,
            space=space,
            email=email,
            starts_at=time.span.starts_at,
            ends_at=time.span.ends_at,
            title=time.title,
        )
        for number, time in enumerate(reading.times, 1)
    ]
    return asked, [Finding(0, _said(one)) for one in reading.findings]


def _said(found: EventFinding) -> str:
    text, name = finding_text(found), event_name(found)
    return _("%(event)s: %(text)s", event=name, text=text) if name else text
