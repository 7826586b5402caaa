"""Pure: the day and the time of day people mean by what they type, in German or English."""

from __future__ import annotations

import re
from datetime import date, timedelta

_RELATIVE = {
    "gestern": -1, "yesterday": -1, "heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2, "uebermorgen": 2,
}  # fmt: skip

_WEEKDAYS = (
    ("mo", "montag", "mon", "monday"),
    ("di", "dienstag", "tu", "tue", "tues", "tuesday"),
    ("mi", "mittwoch", "we", "wed", "wednesday"),
    ("do", "donnerstag", "th", "thu", "thur", "thurs", "thursday"),
    ("fr", "freitag", "fri", "friday"),
    ("sa", "samstag", "sonnabend", "sat", "saturday"),
    ("so", "sonntag", "su", "sun", "sunday"),
)
_WEEKDAY_OF = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}

_MONTHS = (
    ("januar", "jan", "january"),
    ("februar", "feb", "february"),
    ("märz", "maerz", "mär", "mrz", "march", "mar"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("dezember", "dez", "december", "dec"),
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./]\s*(\d{1,2})(?:[./]\s*(\d{4}|\d{2})?)?")
_NAMED_MONTH = re.compile(r"(\d{1,2})\.?\s*([a-zäöü]+)\.?(?:\s+(\d{4}))?")
_WEEK = re.compile(r"(?:kw|week|w)\s*(\d{1,2})(?:\s*/\s*(\d{4}))?")
_IN_DAYS = re.compile(r"in (\d{1,3}) (?:tag|tagen|day|days)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(?:uhr)?")

YEARS = range(1900, 2200)
"""No house keeps a calendar beyond; sums of days stay far from the ends of `date`."""

LONGEST = 40
"""No day anybody types is longer; what is longer is not looked at."""


def day_from(text: str, *, today: date, past: bool = False) -> date | None:
    """The day meant by `text`, or None if it names none.

    Without a year the next such day from `today` on is meant, with `past` the last one up to
    today. A calendar week means its Monday, or today if the week has begun.
    """
    words = " ".join(text.lower().split())
    if not words or len(words) > LONGEST or not words.isprintable():
        return None
    words = _without_weekday(words)
    try:
        found = _named(words, today=today, past=past) or _dated(words, today=today, past=past)
    except (ValueError, OverflowError):
        return None
    return found if found and found.year in YEARS else None


def month_from_name(word: str) -> int | None:
    """The month of the year meant by `März`, `mar` or `november`, in lower case; None if none."""
    return _MONTH_OF.get(word)


def minute_from(text: str) -> int | None:
    """The minute of the day meant by `9`, `9:30`, `9.30`, `930`, `09:30 Uhr`; 24:00 is 1440; None if none."""
    found = _CLOCK.fullmatch(" ".join(text.lower().split())[:LONGEST])
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= 1440 else None


def weekday_from(text: str) -> int | None:
    """The weekday meant by `Mo`, `Montag` or `Monday`; 0 is Monday; None if none."""
    return _WEEKDAY_OF.get(text.strip().lower().rstrip("."))


def _without_weekday(words: str) -> str:
    # "Di, 24.11." says the day twice; the date counts.
    first, _, rest = words.partition(" ")
    return rest if rest and first.rstrip(".,") in _WEEKDAY_OF else words


def _named(words: str, *, today: date, past: bool) -> date | None:
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    if (weekday := _WEEKDAY_OF.get(words.rstrip("."))) is not None:
        return today + timedelta(
            days=-((today.weekday() - weekday) % 7) if past else (weekday - today.weekday()) % 7
        )
    if found := _IN_DAYS.fullmatch(words):
        return today + timedelta(days=int(found[1]))
    if found := _WEEK.fullmatch(words):
        return _week(int(found[1]), int(found[2]) if found[2] else None, today=today)
    return None


def _dated(words: str, *, today: date, past: bool) -> date | None:
    if found := _ISO.fullmatch(words):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(words):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0) if found[3] else None
        return _in_year(int(found[1]), int(found[2]), year, today=today, past=past)
    if (found := _NAMED_MONTH.fullmatch(words)) and found[2] in _MONTH_OF:
        year = int(found[3]) if found[3] else None
        return _in_year(int(found[1]), _MONTH_OF[found[2]], year, today=today, past=past)
    return None


def _in_year(day: int, month: int, year: int | None, *, today: date, past: bool) -> date:
    if year is not None:
        return date(year, month, day)
    # 29.02. may be years away, never more than eight.
    for offset in range(9):
        candidate_year = today.year - offset if past else today.year + offset
        try:
            found = date(candidate_year, month, day)
        except ValueError:
            continue
        if (found <= today) if past else (found >= today):
            return found
    raise ValueError(f"there is no {day}.{month}.")


def _week(week: int, year: int | None, *, today: date) -> date:
    monday = date.fromisocalendar(year or today.isocalendar().year, week, 1)
    if year is None and monday + timedelta(days=6) < today:
        monday = date.fromisocalendar(today.isocalendar().year + 1, week, 1)
    return today if monday <= today <= monday + timedelta(days=6) else monday
