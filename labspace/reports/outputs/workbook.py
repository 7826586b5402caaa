"""The report as a workbook (XLSX): a sheet for each table, numbers as numbers, days as days."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from labspace.formats import days_text
from labspace.reports.heads import front_facts
from labspace.reports.snapshot import Snapshot
from labspace.reports.tables.cells import Cell, CellKind, Table
from labspace.reports.tables.making import tables_of
from labspace.words import gettext as _

if TYPE_CHECKING:
    import xlsxwriter

WIDTH_OF_TEXT = 100
FORMATS = {
    CellKind.SHARE: "0.0%",
    CellKind.EURO: '#,##0.00 "€"',
    CellKind.DAY: "dd.mm.yyyy",
}
DECIMALS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}


def workbook_of(snapshot: Snapshot, *, digest: str = "") -> bytes:
    """The workbook; the same snapshot gives the same bytes. `digest` is that of the frozen snapshot."""
    import xlsxwriter  # every command would wait for it, and few ever write a workbook

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": f"{snapshot.programme}, {days_text(snapshot.first, snapshot.last)}",
            "subject": ", ".join(snapshot.cities),
            "comments": digest,
            "created": snapshot.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    styles = _Styles(book)
    _front(book.add_worksheet(_("Bericht")), snapshot, styles, digest=digest)
    for table in tables_of(snapshot):
        if table.rows:
            _table(book.add_worksheet(table.title[:31]), table, styles)
    book.close()
    return buffer.getvalue()


class _Styles:
    """Formats of cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[str, xlsxwriter.Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E7EEEF"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.strong = book.add_format({"bold": True, "valign": "top"})
        self.right = book.add_format({"align": "right", "valign": "top"})

    def number(self, pattern: str) -> xlsxwriter.Format:
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._made[pattern]


def _front(sheet: xlsxwriter.Worksheet, snapshot: Snapshot, styles: _Styles, *, digest: str) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, WIDTH_OF_TEXT)
    sheet.write_string(0, 0, snapshot.programme, styles.title)
    row = 2
    for name, words in [
        *front_facts(snapshot, digest=digest),
        *((one.heading, one.text) for one in snapshot.narrative),
    ]:
        sheet.write_string(row, 0, name, styles.strong)
        sheet.write_string(row, 1, words, styles.text)
        row += 1
    for rule in snapshot.rules:
        sheet.write_string(row, 0, _("Methode"), styles.strong)
        sheet.write_string(row, 1, rule, styles.text)
        row += 1


def _table(sheet: xlsxwriter.Worksheet, table: Table, styles: _Styles) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.label, styles.head)
    for number, row in enumerate(table.rows, start=1):
        for at, cell in enumerate(row):
            _cell(sheet, number, at, cell, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: xlsxwriter.Worksheet, row: int, at: int, cell: Cell, styles: _Styles) -> None:
    if cell.kind is CellKind.DAY and cell.day is not None:
        moment = datetime.combine(cell.day, time())
        sheet.write_datetime(row, at, moment, styles.number(FORMATS[CellKind.DAY]))
    elif cell.number is not None:
        pattern = FORMATS.get(cell.kind) or DECIMALS[cell.digits]
        sheet.write_number(row, at, float(cell.number), styles.number(pattern))
    elif cell.text:
        # "k. A." stays a word: an empty cell would be taken for zero.
        sheet.write_string(row, at, cell.text, styles.text if cell.kind is CellKind.TEXT else styles.right)
