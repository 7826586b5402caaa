"""Pure: when a house is open, from weekly hours, holidays, special openings and closures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from labspace.times import TimeSpan, clipped, clock_of, difference, local_days, moment_from

DAY_MINUTES = 1440


@dataclass(frozen=True)
class WeeklyWindow:
    """One weekly window: weekday 0 is Monday, minutes by the wall clock, validity in local dates."""

    weekday: int
    opens_minute: int
    closes_minute: int
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (
            day.weekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True)
class HouseHours:
    """All that decides when one house is open during some window of time."""

    zone: ZoneInfo
    weekly: Collection[WeeklyWindow]
    holiday_region: str = ""
    closed_on_holidays: bool = True
    special: Collection[TimeSpan] = field(default_factory=tuple)
    closed: Collection[TimeSpan] = field(default_factory=tuple)

    def open_spans(self, window: TimeSpan) -> list[TimeSpan]:
        """Merged opening inside `window`: (weekly − holidays) ∪ special − closures (R3)."""
        regular = [
            span
            for day in local_days(window, zone=self.zone)
            if not (self.closed_on_holidays and is_holiday(day, region=self.holiday_region))
            for span in self._on(day)
        ]
        return clipped(difference([*regular, *self.special], self.closed), window)

    def _on(self, day: date) -> Iterable[TimeSpan]:
        for weekly in self.weekly:
            if weekly.holds_on(day) and (span := _on_clock(day, weekly, zone=self.zone)):
                yield span


def _on_clock(day: date, weekly: WeeklyWindow, *, zone: ZoneInfo) -> TimeSpan | None:
    # A border inside the skipped hour lies where the hour is over: such a window may have no minute.
    last = day + timedelta(days=1) if weekly.closes_minute == DAY_MINUTES else day
    starts_at = moment_from(day, clock_of(weekly.opens_minute), zone=zone)
    ends_at = moment_from(last, clock_of(weekly.closes_minute), zone=zone)
    return TimeSpan(starts_at, ends_at) if starts_at < ends_at else None


@lru_cache(maxsize=256)
def _holidays(region: str, year: int) -> dict[date, str]:
    country, _, subdivision = region.partition("-")
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="de"))


def is_holiday(day: date, *, region: str) -> bool:
    """Whether `day` is a public holiday of a region such as `DE-NW`; never, without a region."""
    return bool(region) and day in _holidays(region, day.year)


def holiday_name(day: date, *, region: str) -> str | None:
    """The German name of the public holiday on `day`."""
    return _holidays(region, day.year).get(day) if region else None
