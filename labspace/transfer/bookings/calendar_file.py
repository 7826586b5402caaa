"""Pure: an ICS file read into bookings to be, all of one space and one person."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from labspace.busy.reading import read_calendar
from labspace.times import TimeSpan
from labspace.transfer.bookings.asked import Asked, Finding


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
    findings = [
        Finding(0, " ".join(part for part in (one.event, one.day, f"cannot be read ({one.code}).") if part))
        for one in reading.findings
    ]
    return asked, findings
