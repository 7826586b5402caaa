"""Pure: lengths of time and lists of rules as people type them, a line for each, in German or English.

Readers give what a houses file would say (docs/locations-format.md, "Rules"), which then judges it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from labspace.houses.hours.week import NotHours, read_day

Written: TypeAlias = dict[str, Any]

NONE_WORDS = frozenset({"-", "–", "keine", "keins", "none"})
MOST_LINES = 24

_LENGTH = re.compile(r"(\d{1,6})\s*([a-z]*)\.?")
_UNITS = {
    "": 1, "min": 1, "minute": 1, "minuten": 1, "minutes": 1,
    "h": 60, "std": 60, "stunde": 60, "stunden": 60, "hour": 60, "hours": 60,
    "d": 1440, "tag": 1440, "tage": 1440, "tagen": 1440, "day": 1440, "days": 1440,
}  # fmt: skip


class NotALine(ValueError):
    """A line that cannot be read; its argument is the line."""


def read_length(text: str) -> int | None:
    """Minutes from `90`, `2 Std.`, `14 Tage`; None if it is no length of time."""
    found = _LENGTH.fullmatch(" ".join(text.lower().split())[:20])
    if found is None or found[2] not in _UNITS:
        return None
    return int(found[1]) * _UNITS[found[2]]


def write_length(minutes: int | None, *, german: bool) -> str:
    """As it is typed, in the largest unit that fits."""
    if minutes is None:
        return ""
    for size, german_unit, english_unit in ((1440, "Tage", "days"), (60, "Std.", "h")):
        if minutes and minutes % size == 0:
            return f"{minutes // size} {german_unit if german else english_unit}"
    return f"{minutes} Min." if german else f"{minutes} min"


def read_lines(text: str, read: Callable[[str], Written]) -> list[Written] | None:
    """What each line says; None for no line at all, nothing for `keine`. Raises `NotALine`."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    if len(lines) == 1 and lines[0].lower() in NONE_WORDS:
        return []
    if len(lines) > MOST_LINES:
        raise NotALine(lines[MOST_LINES])
    return [read(line) for line in lines]


def write_lines(rows: Iterable[Written] | None, write: Callable[[Written], str], *, german: bool) -> str:
    """Lines as they are typed."""
    if rows is None:
        return ""
    return "\n".join(write(row) for row in rows) or ("keine" if german else "none")


def read_product(line: str) -> Written:
    """`8–13 Vormittag / Morning`. Raises `NotALine`."""
    hours, _blank, names = line.partition(" ")
    german, _slash, english = (part.strip() for part in names.partition("/"))
    try:
        windows = read_day(hours)
    except NotHours:
        raise NotALine(line) from None
    if len(windows) != 1 or not german:
        raise NotALine(line)
    ((starts, ends),) = windows
    return {
        "id": _slug(german),
        "name": {"de": german, "en": english or german},
        "from": _clock(starts),
        "until": _clock(ends),
    }


def write_product(row: Written) -> str:
    """The line of a part of the day."""
    german, english = row["name"]["de"], row["name"]["en"]
    names = german if german == english or not english else f"{german} / {english}"
    return f"{row['from']}–{row['until']} {names}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _slug(name: str) -> str:
    plain = name.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


_OWNERS = {"person": "person", "organisation": "organisation", "organization": "organisation"}
_PERIODS = {
    "tag": "day", "day": "day", "woche": "week", "week": "week", "monat": "month", "month": "month",
    "voraus": "ahead", "ahead": "ahead",
}  # fmt: skip
_QUOTA = re.compile(r"(\w+)\s*,\s*(\w+)\s*:\s*(.+)")
_BOOKINGS = re.compile(r"(\d{1,5}) (?:buchung(?:en)?|bookings?)")
_HOURS = re.compile(r"(\d{1,6}(?:[.,]\d{1,2})?) (?:stunden?|std\.?|hours?|h)")


def read_quota(line: str) -> Written:
    """`Person, Woche: 3 Buchungen, 12 Stunden`. Raises `NotALine`."""
    found = _QUOTA.fullmatch(line.lower())
    if found is None or found[1] not in _OWNERS or found[2] not in _PERIODS:
        raise NotALine(line)
    row: Written = {"for": _OWNERS[found[1]], "per": _PERIODS[found[2]]}
    for part in re.split(r",\s+", found[3].strip()):
        if number := _BOOKINGS.fullmatch(part):
            row["bookings"] = int(number[1])
        elif number := _HOURS.fullmatch(part):
            row["hours"] = float(number[1].replace(",", "."))
        else:
            raise NotALine(line)
    return row


def write_quota(row: Written, *, german: bool) -> str:
    """The line of a quota."""
    owner = {"person": "Person", "organisation": "Organisation"}[row["for"]]
    words = ("Tag", "Woche", "Monat", "Voraus") if german else ("Day", "Week", "Month", "Ahead")
    period = dict(zip(("day", "week", "month", "ahead"), words, strict=True))[row["per"]]
    parts = []
    if (bookings := row.get("bookings")) is not None:
        parts.append(f"{bookings} {'Buchungen' if german else 'bookings'}")
    if (hours := row.get("hours")) is not None:
        number = f"{hours:g}".replace(".", ",") if german else f"{hours:g}"
        parts.append(f"{number} {'Stunden' if german else 'hours'}")
    return f"{owner}, {period}: {', '.join(parts)}"


_STEP = re.compile(
    r"(\d{1,3})\s*(?:mal)?\s*in (\d{1,3}) (?:tagen?|days?)\s*:\s*(\w+)(?:\s+(\d{1,3}) (?:tage?|days?))?"
)
_THEN = {
    "hinweis": "word", "reminder": "word", "freigabe": "approval", "approval": "approval",
    "pause": "pause",
}  # fmt: skip


def read_step(line: str) -> Written:
    """`3 in 60 Tagen: Pause 14 Tage`, `2 in 30 Tagen: Hinweis`. Raises `NotALine`."""
    found = _STEP.fullmatch(line.lower())
    if found is None or found[3] not in _THEN:
        raise NotALine(line)
    row: Written = {"after": int(found[1]), "within_days": int(found[2]), "then": _THEN[found[3]]}
    if found[4]:
        row["pause_days"] = int(found[4])
    return row


def write_step(row: Written, *, german: bool) -> str:
    """The line of what follows from not coming."""
    words = ("Hinweis", "Freigabe", "Pause") if german else ("Reminder", "Approval", "Pause")
    then = dict(zip(("word", "approval", "pause"), words, strict=True))[row["then"]]
    if row.get("pause_days"):
        then = f"{then} {row['pause_days']} {'Tage' if german else 'days'}"
    return f"{row['after']} in {row['within_days']} {'Tagen' if german else 'days'}: {then}"


def keep_ids(rows: Sequence[Written] | None, known: Iterable[Written]) -> list[Written] | None:
    """Parts of the day with the ids they had, so that bookings made by them stay what they are."""
    if rows is None:
        return None
    ids = {one["name"]["de"]: one["id"] for one in known}
    return [{**row, "id": ids.get(row["name"]["de"], row["id"])} for row in rows]
