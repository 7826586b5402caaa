"""Pure: a CSV file read into bookings to be, with a finding for each line that cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from labspace.transfer.bookings.asked import Asked, Finding
from labspace.transfer.bookings.dates import day_from, time_from

FIELDS: Mapping[str, tuple[str, ...]] = {
    "space": ("space", "fläche", "raum", "room"),
    "email": ("email", "e-mail", "mail", "person"),
    "day": ("day", "date", "tag", "datum"),
    "starts": ("starts", "start", "from", "von", "beginn"),
    "ends": ("ends", "end", "until", "bis", "ende"),
    "title": ("title", "titel", "betreff", "subject"),
    "people": ("people", "personen", "teilnehmende"),
}
"""What a booking is made of, and how columns are called that need no mapping."""
NEEDED = ("space", "email", "day", "starts", "ends")


class NoTable(ValueError):
    """The whole file cannot be read; the text says why."""


def read_table(
    content: bytes, *, columns: Mapping[str, str], defaults: Mapping[str, str]
) -> tuple[list[Asked], list[Finding]]:
    """The lines of a CSV file (comma, semicolon or tab; UTF-8 or Windows) as bookings to be.

    `columns` says under which heading a field stands; `defaults` what a field is where there is no column
    or the cell is empty. Raises `NoTable`.
    """
    rows = list(_rows(content))
    if not rows:
        raise NoTable("the file is empty")
    places = _places([cell.strip() for cell in rows[0][1]], columns)
    if missing := [name for name in NEEDED if name not in places and not defaults.get(name)]:
        raise NoTable(f"no column for {', '.join(missing)}; the headings are {', '.join(rows[0][1])}")
    asked: list[Asked] = []
    findings: list[Finding] = []
    for line, cells in rows[1:]:
        values = {
            name: (cells[places[name]].strip() if places.get(name, len(cells)) < len(cells) else "")
            or defaults.get(name, "")
            for name in FIELDS
        }
        try:
            asked.append(_asked(line, values))
        except ValueError as problem:
            findings.append(Finding(line, f"{problem}."))
    return asked, findings


def _asked(line: int, values: Mapping[str, str]) -> Asked:
    if empty := [name for name in NEEDED if not values[name]]:
        raise ValueError(f"{', '.join(empty)} is missing")
    day, ends = day_from(values["day"]), time_from(values["ends"])
    last = day + timedelta(days=1) if ends == time(0) else day
    people = values["people"] or "1"
    if not people.isdecimal() or not 0 < int(people) < 100_000:
        raise ValueError(f"“{people}” is no number of people")
    starts_at = datetime.combine(day, time_from(values["starts"]))
    ends_at = datetime.combine(last, ends)
    if ends_at <= starts_at:
        raise ValueError("it ends before it begins")
    return Asked(
        line=line,
        space=values["space"],
        email=values["email"],
        starts_at=starts_at,
        ends_at=ends_at,
        title=values["title"],
        people=int(people),
    )


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Line numbers and cells; empty lines do not count."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    try:
        found.extend((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
    except csv.Error as problem:
        raise NoTable(f"line {reader.line_num}: {problem}") from problem
    return found


def _places(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    known = {heading.lower(): place for place, heading in reversed(list(enumerate(headings)))}
    places = {}
    for name, usual in FIELDS.items():
        if name in columns:
            if columns[name].lower() not in known:
                raise NoTable(f"there is no column “{columns[name]}”; the headings are {', '.join(headings)}")
            places[name] = known[columns[name].lower()]
        elif (place := next((known[one] for one in usual if one in known), None)) is not None:
            places[name] = place
    return places
