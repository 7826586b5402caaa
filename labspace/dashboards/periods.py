"""Pure: weeks, months, quarters, years and stretches of days that figures are asked for."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from labspace.day_words import LONGEST, YEARS, day_from, month_from_name
from labspace.formats import days_text, month_text, week_text
from labspace.occupancy.days import Days
from labspace.times import TimeSpan
from labspace.words import gettext as _

A_DAY = timedelta(days=1)
MOST_DAYS = 3660
"""Ten years; nobody puts a longer stretch before a council."""

_WEEK = re.compile(r"(?:(\d{4})-[wW](\d{1,2})|(?:kw|week|w)\s*(\d{1,2})\s*[/ ]\s*(\d{4}))")
_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})[./](\d{4}))")
_QUARTER = re.compile(
    r"(?:(\d{4})-q([1-4])|(?:q|quartal\s*|quarter\s*)([1-4])\s*[/ ]\s*(\d{4})|([1-4])\. ?(?:quartal|quarter)\s+(\d{4}))"
)
_YEAR = re.compile(r"(\d{4})")
_NAMED = re.compile(r"([a-zäöü]+)\.?\s+(\d{4})")
_BETWEEN = re.compile(r"(?:\.\.|–|—| bis | to | - |_)")


class Grain(enum.Enum):
    """How long a period is, and so what comes before and after it."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"
    """Any stretch of days, such as a grant period."""


@dataclass(frozen=True, order=True, slots=True)
class Asked:
    """Local days from `first` to `last`, both included, as one period of its grain."""

    first: date
    last: date
    grain: Grain

    @property
    def days(self) -> Days:
        return Days(self.first, self.last)

    def span(self, *, zone: ZoneInfo) -> TimeSpan:
        return TimeSpan.of_days(self.first, self.last, zone=zone)

    def __str__(self) -> str:
        """As the address bar writes it; `read` understands it again."""
        match self.grain:
            case Grain.WEEK:
                year, week, _day = self.first.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Grain.MONTH:
                return f"{self.first:%Y-%m}"
            case Grain.QUARTER:
                return f"{self.first.year:04d}-Q{(self.first.month + 2) // 3}"
            case Grain.YEAR:
                return f"{self.first.year:04d}"
            case Grain.OWN:
                return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def text(self) -> str:
        """KW 48/2026 · November 2026 · 4. Quartal 2026 · 2026 · 01.07.2026–30.06.2027."""
        match self.grain:
            case Grain.WEEK:
                return week_text(self.first)
            case Grain.MONTH:
                return month_text(self.first)
            case Grain.QUARTER:
                return _("%(n)d. Quartal %(year)d", n=(self.first.month + 2) // 3, year=self.first.year)
            case Grain.YEAR:
                return str(self.first.year)
            case Grain.OWN:
                return days_text(self.first, self.last)

    @property
    def previous(self) -> Asked:
        """What ends where this begins; as long as this one, if it is a stretch of its own."""
        if self.grain is Grain.OWN:
            return Asked(self.first - (self.last - self.first) - A_DAY, self.first - A_DAY, Grain.OWN)
        return around(self.first - A_DAY, self.grain)

    @property
    def following(self) -> Asked:
        if self.grain is Grain.OWN:
            return Asked(self.last + A_DAY, self.last + (self.last - self.first) + A_DAY, Grain.OWN)
        return around(self.last + A_DAY, self.grain)

    @property
    def year_before(self) -> Asked | None:
        """The same period of the year before; None for a week 53 whose year before had none."""
        if self.grain is Grain.WEEK:
            year, week, _day = self.first.isocalendar()
            try:
                return around(date.fromisocalendar(year - 1, week, 1), Grain.WEEK)
            except ValueError:
                return None
        return Asked(_a_year_earlier(self.first), _a_year_earlier(self.last, is_last=True), self.grain)

    @property
    def course(self) -> tuple[Asked, ...]:
        """The periods a small line beside a number is drawn from: those before it, or the months inside."""
        if self.grain in {Grain.YEAR, Grain.OWN}:
            return self.months
        before = [self]
        for _step in range({Grain.WEEK: 12, Grain.MONTH: 11, Grain.QUARTER: 7}[self.grain]):
            before.append(before[-1].previous)
        return tuple(reversed(before))

    @property
    def months(self) -> tuple[Asked, ...]:
        """The months it touches, the first and last cut to it."""
        found, month = [], around(self.first, Grain.MONTH)
        while month.first <= self.last:
            found.append(Asked(max(month.first, self.first), min(month.last, self.last), Grain.MONTH))
            month = month.following
        return tuple(found)

    def until(self, day: date) -> Days | None:
        """Its days up to `day`, itself included; None if it has not begun by then."""
        return Days(self.first, min(self.last, day)) if self.first <= day else None


def around(day: date, grain: Grain) -> Asked:
    """The week, month, quarter or year a day lies in."""
    match grain:
        case Grain.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Asked(monday, monday + timedelta(days=6), grain)
        case Grain.MONTH:
            return _months(day.year, day.month, 1, grain)
        case Grain.QUARTER:
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3, grain)
        case Grain.YEAR:
            return _months(day.year, 1, 12, grain)
        case Grain.OWN:
            return Asked(day, day, grain)


def _months(year: int, first: int, number: int, grain: Grain) -> Asked:
    after = first + number
    last = date(year + (after > 12), after - 12 if after > 12 else after, 1) - A_DAY
    return Asked(date(year, first, 1), last, grain)


def _a_year_earlier(day: date, *, is_last: bool = False) -> date:
    # The last day of a February ends the other February too, whichever of the two is longer.
    if day.month == 2 and is_last and (day + A_DAY).month == 3:
        return date(day.year - 1, 3, 1) - A_DAY
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class NoPeriod(ValueError):
    """Nothing that names a period."""


class Backwards(NoPeriod):
    """A stretch that ends before it begins."""


class TooLong(NoPeriod):
    """A stretch of more than `MOST_DAYS`."""


def read(text: str, *, today: date) -> Asked:
    """The period meant by 2026-11, November 2026, KW 48/2026, Q4 2026, 2026 or 01.07.2026–30.06.2027.

    Raises `NoPeriod`, `Backwards` or `TooLong`.
    """
    words = " ".join(text.lower().split())
    if (
        not words
        or len(words) > 2 * LONGEST
        or not words.isprintable()
        or (not words.isascii() and not _spoken(words))
    ):
        raise NoPeriod
    try:
        found = _known(words) or _stretch(words, today=today)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, NoPeriod) else NoPeriod from None
    # A year's room on both sides for what comes before and after.
    if found.first.year - 1 not in YEARS or found.last.year + 1 not in YEARS:
        raise NoPeriod
    return found


def _spoken(words: str) -> bool:
    return all(sign.isascii() or sign in "äöüß–—" for sign in words)


def _known(words: str) -> Asked | None:
    if found := _WEEK.fullmatch(words):
        year, week = (found[1], found[2]) if found[1] else (found[4], found[3])
        return around(date.fromisocalendar(int(year), int(week), 1), Grain.WEEK)
    if found := _MONTH.fullmatch(words):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return around(date(int(year), int(month), 1), Grain.MONTH)
    if found := _QUARTER.fullmatch(words):
        year = found[1] or found[4] or found[6]
        return around(date(int(year), int(found[2] or found[3] or found[5]) * 3, 1), Grain.QUARTER)
    if found := _YEAR.fullmatch(words):
        return around(date(int(found[1]), 1, 1), Grain.YEAR)
    if (found := _NAMED.fullmatch(words)) and (month := month_from_name(found[1])):
        return around(date(int(found[2]), month, 1), Grain.MONTH)
    return None


def _stretch(words: str, *, today: date) -> Asked:
    ends = [day for part in _BETWEEN.split(words) if (day := day_from(part.strip(), today=today, past=True))]
    if len(ends) != 2 or len(_BETWEEN.split(words)) != 2:
        raise NoPeriod
    first, last = ends
    if last < first:
        raise Backwards
    if (last - first).days >= MOST_DAYS:
        raise TooLong
    return Asked(first, last, Grain.OWN)
