"""What is read out of a foreign calendar: busy times, and a finding for each event that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from labspace.times import TimeSpan

HORIZON = timedelta(days=400)
"""So far ahead events are taken over; longer than anybody may book."""
LONGEST = timedelta(days=400)
"""An event that lasts longer is a mistake: it would close the space for good."""
MOST_BYTES = 5_000_000
MOST_EVENTS = 10_000
"""VEVENTs in one file."""
MOST_TIMES = 5_000
"""Busy times of one calendar, the nearest first."""
MOST_FINDINGS = 100
"""Kept and shown; of a file with more, only the number."""
TITLE_LENGTH = 120


@dataclass(frozen=True, order=True, slots=True)
class BusyTime:
    """One event, or one instance of a series of events, that keeps the space taken."""

    span: TimeSpan
    uid: str
    recurrence_id: str
    """Which instance of the series: its planned day or moment in UTC; empty: no series."""
    title: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        return self.uid, self.recurrence_id


@dataclass(frozen=True, slots=True)
class Finding:
    """Why one event does not count, or what was left out: a code and the values its sentence needs."""

    code: str
    event: str = ""
    """Title of the event, or whatever names it; empty: it is about the whole calendar."""
    day: str = ""
    """Local ISO date of the event, where it could be read."""
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says about a window of time; busy times in order."""

    times: tuple[BusyTime, ...]
    findings: tuple[Finding, ...]
    free: int = 0
    """Events that keep nothing taken: cancelled, marked as free, or without duration."""


class Unreadable(ValueError):
    """The whole file is no calendar that can be relied on; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
