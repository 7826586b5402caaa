"""Pure: weekly hours as people write them in one line, such as "Mo–Fr 9–18, Sa 10–14"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from labspace.day_words import minute_from, weekday_from

LONGEST = 200
EVERY_DAY = ("täglich", "taeglich", "daily", "every day", "jeden tag")

_DASHES = re.compile(r"\s*(?:[-\u2010-\u2015]|\bbis\b|\bto\b)\s*")
_BETWEEN = re.compile(r"\s*(?:[;,\n+&]|\bund\b|\band\b)\s*")
_PART = re.compile(
    r"(?P<days>[^\d]*?)(?:\s*(?P<opens>\d[\d:.]*)(?:\s*(?:uhr|h))?\s*-\s*(?P<closes>\d[\d:.]*)(?:\s*(?:uhr|h))?)?"
)


@dataclass(frozen=True, order=True)
class Window:
    """One weekly window; weekday 0 is Monday, minutes count from midnight."""

    weekday: int
    opens: int
    closes: int


def windows_from(text: str) -> tuple[Window, ...] | None:
    """The weekly windows a line names, in order of the week; None where it says none or contradicts itself."""
    words = " ".join(text.lower().split())
    if not words or len(words) > LONGEST:
        return None
    found: list[Window] = []
    waiting: list[int] = []
    last: list[int] = []
    for part in _BETWEEN.split(_DASHES.sub("-", words)):
        match = _PART.fullmatch(part.strip())
        days = _days(match["days"]) if match else None
        if match is None or days is None:
            return None
        if match["opens"] is None:
            waiting += days
            continue
        opens, closes = minute_from(match["opens"]), minute_from(match["closes"])
        last = days = [*waiting, *days] or last
        if opens is None or closes is None or not opens < (closes or 1440) or not days:
            return None
        found += (Window(day, opens, closes or 1440) for day in days)
        waiting = []
    found.sort()
    if waiting or not found or any(_collide(one, other) for one, other in pairwise(found)):
        return None
    return tuple(found)


def _days(text: str) -> list[int] | None:
    """The weekdays a word or a pair of words names; empty where nothing is said."""
    name = text.strip().rstrip(":").strip()
    if not name:
        return []
    if name in EVERY_DAY:
        return list(range(7))
    first, dash, last = (word.strip() for word in name.partition("-"))
    begins, ends = weekday_from(first), weekday_from(last if dash else first)
    if begins is None or ends is None:
        return None
    return list(_from_to(begins, ends))


def _from_to(begins: int, ends: int) -> Iterator[int]:
    for step in range((ends - begins) % 7 + 1):
        yield (begins + step) % 7


def _collide(one: Window, other: Window) -> bool:
    return one.weekday == other.weekday and other.opens < one.closes
