"""Pure: a CSV file read into bookings to be, with a finding for each line that cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from labspace.transfer.bookings.asked import Asked, Finding, NotRead
from labspace.transfer.bookings.dates import day_from, time_from
from labspace.transfer.bookings.words import field_names, not_read_text

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
MOST_TOLD, LONGEST_TOLD = 20, 40
NEEDED = ("space", "email", "day", "starts", "ends")


class NoTable(NotRead):
    """The whole file cannot be read."""


def read_table(
    content: bytes, *, columns: Mapping[str, str], defaults: Mapping[str, str]
) -> tuple[list[Asked], list[Finding]]:
    """The lines of a CSV file (comma, semicolon or tab; UTF-8 or Windows) as bookings to be.

    `columns` says under which heading a field stands; `defaults` what a field is where there is no column
    or the cell is empty. Raises `NoTable`.
    """
    rows = _rows(content)
    if not rows:
        raise NoTable("empty_file")
    places = _places([cell.strip() for cell in rows[0][1]], columns)
    if missing := [name for name in NEEDED if name not in places and not defaults.get(name)]:
        raise NoTable("no_column_for", fields=field_names(missing), headings=_told(rows[0][1]))
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
        except NotRead as problem:
            findings.append(Finding(line, not_read_text(problem)))
    return asked, findings


def headings_of(content: bytes) -> list[str]:
    """What stands in the first line, for whoever chooses columns. Raises `NoTable`."""
    rows = _rows(content)
    return [cell.strip() for cell in rows[0][1] if cell.strip()] if rows else []


def _asked(line: int, values: Mapping[str, str]) -> Asked:
    if empty := [name for name in NEEDED if not values[name]]:
        raise NotRead("empty_cells", fields=field_names(empty))
    day, ends = day_from(values["day"]), time_from(values["ends"])
    last = day + timedelta(days=1) if ends == time(0) else day
    people = values["people"] or "1"
    if not people.isdecimal() or not 0 < int(people) < 100_000:
        raise NotRead("no_number_of_people", text=people)
    starts_at = datetime.combine(day, time_from(values["starts"]))
    ends_at = datetime.combine(last, ends)
    if ends_at <= starts_at:
        raise NotRead("ends_before_it_begins")
    return Asked(
        line=line,
        space=values["space"],
        email=values["email"],
        starts_at=starts_at,
        ends_at=ends_at,
        title=values["title"],
        people=int(people),
    )


def _told(headings: Sequence[str]) -> str:
    """The headings for a sentence: of what is no table there may be any number, of any signs."""
    plain = ["".join(sign for sign in one if sign.isprintable())[:LONGEST_TOLD] for one in headings]
    return ", ".join(plain[:MOST_TOLD]) + (" …" if len(plain) > MOST_TOLD else "")


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
        raise NoTable("broken_line", line=str(reader.line_num)) from problem
    return found


def _places(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    known = {heading.lower(): place for place, heading in reversed(list(enumerate(headings)))}
    places = {}
    for name, usual in FIELDS.items():
        if name in columns:
            if columns[name].lower() not in known:
                raise NoTable("no_column", text=columns[name], headings=_told(headings))
            places[name] = known[columns[name].lower()]
        elif (place := next((known[one] for one in usual if one in known), None)) is not None:
            places[name] = place
    return places
