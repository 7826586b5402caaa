"""Pure: the hours of a week as people type and read them, and as rows with their days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from labspace.day_words import minute_from
from labspace.houses.dated.rows import Row
from labspace.locations.hours import DAY_MINUTES

Window: TypeAlias = tuple[int, int]
"""Opening and closing in minutes of the day; 1440 is its end."""
Week: TypeAlias = tuple[tuple[Window, ...], ...]
"""The windows of each weekday from Monday on."""

CLOSED_WORDS = frozenset({"", "-", "–", "zu", "geschlossen", "closed"})
MOST_WINDOWS = 6
_PARTS = re.compile(r"\s*(?:,|;|\+|\bund\b|\band\b)\s*")
_ENDS = re.compile(r"\s*(?:–|-|\bbis\b|\bto\b)\s*")


class NotHours(ValueError):
    """Text that does not say hours of a day; its argument is the code of the reason."""


def read_day(text: str) -> tuple[Window, ...]:
    """The windows in words such as `8–12, 13:30–18 Uhr`; nothing or `geschlossen` is none.

    Raises `NotHours` with `not_hours`, `ends_before_it_begins` or `hours_overlap`.
    """
    words = " ".join(text.lower().split())
    if words in CLOSED_WORDS:
        return ()
    windows = sorted(_window(part) for part in _PARTS.split(words)[: MOST_WINDOWS + 1])
    if len(windows) > MOST_WINDOWS:
        raise NotHours("not_hours")
    if any(later[0] < earlier[1] for earlier, later in pairwise(windows)):
        raise NotHours("hours_overlap")
    return _joined(windows)


def _window(words: str) -> Window:
    ends = _ENDS.split(words)
    if len(ends) != 2:
        raise NotHours("not_hours")
    opens, closes = minute_from(ends[0]), minute_from(ends[1])
    if opens is None or closes is None or opens == DAY_MINUTES:
        raise NotHours("not_hours")
    closes = closes or DAY_MINUTES
    if closes <= opens:
        raise NotHours("ends_before_it_begins")
    return opens, closes


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Windows that touch as one."""
    found: list[Window] = []
    for opens, closes in windows:
        if found and found[-1][1] == opens:
            found[-1] = (found[-1][0], closes)
        else:
            found.append((opens, closes))
    return tuple(found)


def write_day(windows: Iterable[Window]) -> str:
    """As it is typed: `08:00–12:00, 13:30–18:00`; nothing for a day that is closed."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in windows)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def rows_of(week: Week) -> list[Row]:
    """The windows as rows that have no days yet."""
    return [
        {"weekday": weekday, "opens": opens, "closes": closes}
        for weekday, windows in enumerate(week)
        for opens, closes in windows
    ]


def week_of(rows: Iterable[Row]) -> Week:
    """The week that rows of the same days make."""
    found: list[list[Window]] = [[] for _weekday in range(7)]
    for row in rows:
        found[row["weekday"]].append((row["opens"], row["closes"]))
    return tuple(tuple(sorted(windows)) for windows in found)


def alike(week: Sequence[tuple[Window, ...]]) -> list[tuple[int, int, tuple[Window, ...]]]:
    """Weekdays in a row with the same hours: first, last, windows."""
    found: list[tuple[int, int, tuple[Window, ...]]] = []
    for weekday, windows in enumerate(week):
        if found and found[-1][2] == windows:
            found[-1] = (found[-1][0], weekday, windows)
        else:
            found.append((weekday, weekday, windows))
    return found
