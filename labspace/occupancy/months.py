"""Pure: calendar months, the periods in which figures are public."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of the calendar, in whichever zone a house keeps it."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime, *, zone: ZoneInfo) -> Month:
        """The month a wall clock shows."""
        local = moment.astimezone(zone)
        return cls(local.year, local.month)

    @classmethod
    def read(cls, text: str) -> Month:
        """The month written as 2026-11; ValueError if there is none."""
        match = _WRITTEN.fullmatch(text)
        if match is None or not (int(match[1]) and 1 <= int(match[2]) <= 12):
            raise ValueError(f"no month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> Month:
        return self.moved(1)

    @property
    def previous(self) -> Month:
        return self.moved(-1)

    def moved(self, months: int) -> Month:
        """The month so many months later; earlier, if negative."""
        years, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, number + 1)

    def span(self, *, zone: ZoneInfo) -> TimeSpan:
        """All of the month by the clock of a zone."""
        return TimeSpan.of_days(self.first, self.last, zone=zone)


def past_of(span: TimeSpan, *, now: datetime) -> TimeSpan | None:
    """The part that has happened; only that is counted as actual (R11)."""
    return TimeSpan(span.starts_at, min(span.ends_at, now)) if span.starts_at < now else None


def rest_of(span: TimeSpan, *, now: datetime) -> TimeSpan | None:
    """The part still ahead, shown as "Vorschau"."""
    return TimeSpan(max(span.starts_at, now), span.ends_at) if now < span.ends_at else None
