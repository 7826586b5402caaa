"""Calendar files put together line by line, as foreign programs write them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from labspace.busy.kinds import HORIZON, Reading
from labspace.busy.reading import read_calendar
from labspace.times import TimeSpan

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WINDOW = TimeSpan(NOW, NOW + HORIZON)
SAMPLES = Path(__file__).parent / "samples"


def event(*lines: str, uid: str = "a", title: str = "Probe") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def read(*events: str, head: str = "", window: TimeSpan = WINDOW) -> Reading:
    return read_calendar(calendar(*events, head=head), zone=ZONE, window=window)


def sample(name: str) -> Reading:
    return read_calendar((SAMPLES / f"{name}.ics").read_bytes(), zone=ZONE, window=WINDOW)


def told(reading: Reading) -> list[tuple[str, str]]:
    """Each busy time as a person in the house reads it: when it begins, and how long in minutes."""
    return [
        (f"{time.span.starts_at.astimezone(ZONE):%d.%m.%Y %H:%M}", f"{time.span.minutes:.0f}")
        for time in reading.times
    ]


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]
