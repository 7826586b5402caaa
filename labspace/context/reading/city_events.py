"""What happens in the city, as a list of names with their days."""

from __future__ import annotations

from labspace.context.reading.findings import Report
from labspace.context.reading.moments import day_in
from labspace.context.reading.read import EventKey, EventRead
from labspace.context.reading.remarks import note_encoding
from labspace.context.reading.tables import Row, Table, read_table

NAMES = {
    "first_on": frozenset({"von", "beginn", "start", "from", "first day", "erster tag", "datum", "date", "tag"}),
    "last_on": frozenset({"bis", "ende", "end", "until", "to", "last day", "letzter tag"}),
    "name": frozenset({"name", "titel", "title", "veranstaltung", "ereignis", "event", "bezeichnung"}),
    "note": frozenset({"bemerkung", "anmerkung", "hinweis", "note", "remark", "ort", "place"}),
}  # fmt: skip
LONGEST_NAME = 120
LONGEST_NOTE = 300
MOST_DAYS = 366
"""What lasts longer is no event."""


def read_city_events(data: bytes) -> EventRead:
    """The events of a file by their days and names. Raises `TableRefused` with every finding.

    Without a last day an event lasts one day.
    """
    report = Report()
    table = read_table(data, NAMES, report)
    for name in ("first_on", "name"):
        if not table.has(name):
            report.wrong.add(0, "", "no_column", known=", ".join(sorted(NAMES[name])))
    report.refuse_any()
    events: dict[EventKey, str] = {}
    lines: dict[EventKey, int] = {}
    for row in table.rows:
        key = _key(row, table, report)
        if key is None:
            continue
        if events.setdefault(key, row["note"]) != row["note"]:
            report.wrong.add(row.line, table.headings["note"], "event_said_twice", line=lines[key])
        elif key in lines:
            report.remarks.add(row.line, "", "same_row_twice", line=lines[key])
        lines.setdefault(key, row.line)
    report.refuse_any()
    note_encoding(table.encoding, report)
    ordered = {key: events[key] for key in sorted(events)}
    return EventRead(ordered, report.remarks.in_order(), report.remarks.count, table.encoding)


def _key(row: Row, table: Table, report: Report) -> EventKey | None:
    """Which event the row names; None when anything about it was reported."""
    before = report.wrong.count
    name = " ".join(row["name"].split())
    for column, text, most in (("name", name, LONGEST_NAME), ("note", row["note"], LONGEST_NOTE)):
        if len(text) > most:
            report.wrong.add(row.line, table.headings[column], "text_too_long", most=most, length=len(text))
        if not all(sign.isprintable() for sign in text):
            report.wrong.add(row.line, table.headings[column], "control_character")
    if not name:
        report.wrong.add(row.line, table.headings["name"], "no_name")
    first = day_in(row["first_on"])
    last = day_in(row["last_on"]) if row["last_on"] else first
    if first is None:
        report.wrong.add(row.line, table.headings["first_on"], "not_a_day", given=row["first_on"])
    if last is None and row["last_on"]:
        report.wrong.add(row.line, table.headings["last_on"], "not_a_day", given=row["last_on"])
    if first and last and last < first:
        report.wrong.add(row.line, table.headings["last_on"], "ends_before_it_begins")
    elif first and last and (last - first).days >= MOST_DAYS:
        report.wrong.add(row.line, table.headings["last_on"], "lasts_too_long", most=MOST_DAYS)
    if report.wrong.count > before or first is None or last is None:
        return None
    return EventKey(first, last, name)
