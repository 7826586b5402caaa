"""Pure: when a house is open, from weekly hours, holidays, special openings and closures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays

from labspace.locations.holiday_rules import HolidayRule
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

    def is_valid_on(self, day: date) -> bool:
        """Whether the day lies in its validity, whichever weekday it is."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def holds_on(self, day: date) -> bool:
        return day.weekday() == self.weekday and self.is_valid_on(day)


@dataclass(frozen=True)
class HouseHours:
    """All that decides when one house is open during some window of time."""

    zone: ZoneInfo
    weekly: Collection[WeeklyWindow]
    holiday_region: str = ""
    closed_on_holidays: bool = True
    """Where no rule of `holiday_rules` holds."""
    holiday_rules: Collection[HolidayRule] = field(default_factory=tuple)
    special: Collection[TimeSpan] = field(default_factory=tuple)
    closed: Collection[TimeSpan] = field(default_factory=tuple)
    own: Collection[WeeklyWindow] = field(default_factory=tuple)
    """Weekly hours of one space: on days on which any of them is valid, they alone count instead of the weekly
    hours and special openings of the house."""

    def open_spans(self, window: TimeSpan) -> list[TimeSpan]:
        """Merged opening inside `window`: (weekly − holidays) ∪ special − closures (R3)."""
        days = list(local_days(window, zone=self.zone))
        own_days = {day for day in days if self.keeps_own(day)} if self.own else frozenset[date]()
        regular = [
            span
            for day in days
            if not self.closing_name(day)
            for span in self._on(day, self.own if day in own_days else self.weekly)
        ]
        special = self.special
        if own_days:
            special = difference(special, [TimeSpan.of_days(day, day, zone=self.zone) for day in own_days])
        return clipped(difference([*regular, *special], self.closed), window)

    def keeps_own(self, day: date) -> bool:
        """Whether the space has hours of its own on a day, be it that it is closed then."""
        return any(one.is_valid_on(day) for one in self.own)

    def closing_name(self, day: date) -> tuple[str, str] | None:
        """The holiday that closes the house on a day, German and English; None on all other days."""
        return closing_holiday(
            day, region=self.holiday_region, closed=self.closed_on_holidays, rules=self.holiday_rules
        )

    def _on(self, day: date, windows: Iterable[WeeklyWindow]) -> Iterable[TimeSpan]:
        for one in windows:
            if one.holds_on(day) and (span := _on_clock(day, one, zone=self.zone)):
                yield span


def _on_clock(day: date, weekly: WeeklyWindow, *, zone: ZoneInfo) -> TimeSpan | None:
    # A border inside the skipped hour lies where the hour is over: such a window may have no minute.
    last = day + timedelta(days=1) if weekly.closes_minute == DAY_MINUTES else day
    starts_at = moment_from(day, clock_of(weekly.opens_minute), zone=zone)
    ends_at = moment_from(last, clock_of(weekly.closes_minute), zone=zone)
    return TimeSpan(starts_at, ends_at) if starts_at < ends_at else None


@lru_cache(maxsize=512)
def _holidays(region: str, year: int, language: str = "de") -> dict[date, str]:
    country, _, subdivision = region.partition("-")
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language))


@lru_cache(maxsize=256)
def _called(region: str, year: int) -> dict[date, tuple[str, str]]:
    """The holidays of a year with their German and English names."""
    english = _holidays(region, year, "en_US")
    return {day: (name, english.get(day, name)) for day, name in _holidays(region, year).items()}


@cache
def english_holiday(german: str) -> str:
    """What a public holiday of any German region is called in English; the name itself where nobody knows."""
    for subdivision in ("", *holidays.list_supported_countries()["DE"]):
        names = holiday_names(region=f"DE-{subdivision}".rstrip("-"), years=(2026, 2027))
        if german in names:
            return names[german]
    return german


def is_holiday(day: date, *, region: str) -> bool:
    """Whether `day` is a public holiday of a region such as `DE-NW`; never, without a region."""
    return bool(region) and day in _holidays(region, day.year)


def holiday_name(day: date, *, region: str, german: bool = True) -> str | None:
    """The German or English name of the public holiday on `day`; rules know it by the German one."""
    names = _called(region, day.year).get(day) if region else None
    return names[0 if german else 1] if names else None


def closing_holiday(
    day: date, *, region: str, closed: bool, rules: Iterable[HolidayRule]
) -> tuple[str, str] | None:
    """The holiday of the region or of its own that closes a house on `day`, German and English.

    `closed` is whether the house is closed on holidays where none of its `rules` holds, `region` that of
    days on which no rule names another.
    """
    for rule in rules:
        if rule.holds_on(day):
            counts = region if rule.region is None else rule.region
            return rule.closing_name(day, holiday=_holiday(day, region=counts))
    return _holiday(day, region=region) if closed else None


def _holiday(day: date, *, region: str) -> tuple[str, str] | None:
    return _called(region, day.year).get(day) if region else None


def holiday_names(*, region: str, years: Iterable[int]) -> dict[str, str]:
    """The German names of the public holidays of some years, in the order of the calendar, with the English ones."""
    found: dict[str, str] = {}
    for year in years:
        for _day, (german, english) in sorted(_called(region, year).items()) if region else ():
            apart, beside = german.split("; "), english.split("; ")
            # Two holidays of one day come parted alike in both languages, or are called in German.
            found |= dict(zip(apart, beside if len(beside) == len(apart) else apart, strict=True))
    return found
