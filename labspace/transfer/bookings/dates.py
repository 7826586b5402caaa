"""Days and times as tables from elsewhere write them, German and English."""

from __future__ import annotations

import re
from datetime import date, time

from labspace.transfer.bookings.asked import NotRead

_MONTHS = (
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s+([a-zä]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-zä]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"^[a-zä]{2,10}\.?,\s+")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(uhr|h|am|pm|a\.m\.|p\.m\.)?")


def day_from(text: str) -> date:
    """`2026-11-23`, `23.11.2026`, `23. November 2026`, `23 November 2026`, `Nov 23, 2026`.

    `23/11/2026` and `11/23/2026` count where only one reading is a day. Raises `NotRead`.
    """
    plain = _WEEKDAY.sub("", text.strip().lower())
    if found := _ISO.fullmatch(plain):
        return _day(*found.groups())
    if found := _GERMAN.fullmatch(plain):
        day, month, year = found.groups()
        return _day(year if len(year) == 4 else f"20{year}", month, day)
    if found := _SLASHED.fullmatch(plain):
        return _slashed(*(int(part) for part in found.groups()))
    if found := _DAY_FIRST.fullmatch(plain):
        return _day(found[3], str(_month(found[2])), found[1])
    if found := _MONTH_FIRST.fullmatch(plain):
        return _day(found[3], str(_month(found[1])), found[2])
    raise NotRead("no_day", text=text)


def time_from(text: str) -> time:
    """`9:00`, `09.00 Uhr`, `9 Uhr`, `14h`, `2 pm`, `2:30 PM`; `24:00` is the midnight that ends the day.

    Raises `NotRead`.
    """
    found = _CLOCK.fullmatch(text.strip().lower())
    if found is None or (found[2] is None and found[3] is None):
        raise NotRead("no_time_of_day", text=text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= 12:
            raise NotRead("no_time_of_day", text=text)
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        return time(0)
    try:
        return time(hour, minute)
    except ValueError as problem:
        raise NotRead("no_time_of_day", text=text) from problem


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as problem:
        raise NotRead("day_not_there", text=f"{int(day)}.{int(month)}.{year}") from problem


def _slashed(first: int, second: int, year: int) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise NotRead("two_days", text=f"{first}/{second}/{year}", year=str(year))
    month, day = (first, second) if second > 12 or first == second else (second, first)
    return _day(str(year), str(month), str(day))


def _month(name: str) -> int:
    for months in _MONTHS:
        if name[:3] in months:
            return months.index(name[:3]) + 1
    raise NotRead("no_month", text=name)
