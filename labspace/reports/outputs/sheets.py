"""A table of the report as CSV: one form for Excel in German, one for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

from labspace.formats import days_text, decimal_of
from labspace.reports.snapshot import Snapshot
from labspace.reports.tables.cells import Cell, CellKind, Column, Table
from labspace.words import gettext as _

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DEMO = "Demonstration – frei erfunden"
EXACT_DIGITS = 6


def excel_sheet(snapshot: Snapshot, table: Table) -> str:
    """Semicolons, decimal comma, days as read, with BOM; values rounded as the report shows them."""
    columns, rows = table.shown()
    title = [[f"{snapshot.programme}: {table.title}"], [days_text(snapshot.first, snapshot.last)]]
    if snapshot.is_demo:
        title.append([_("Demonstration – frei erfunden")])
    head = [_with_unit(column, rows, at) for at, column in enumerate(columns)]
    body = [[_excel(cell) for cell in row] for row in rows]
    return BOM + _written([*title, [], head, *body], delimiter=";", end="\r\n")


def _with_unit(column: Column, rows: Sequence[Sequence[Cell]], at: int) -> str:
    kinds = {row[at].kind for row in rows}
    return _("%(name)s in Euro", name=column.label) if kinds == {CellKind.EURO} else column.label


def _excel(cell: Cell) -> str:
    match cell.kind:
        case CellKind.NUMBER | CellKind.EURO if cell.number is not None:
            return _number(cell.number, cell.digits).replace(".", ",")
        case CellKind.SHARE if cell.number is not None:
            return f"{_number(cell.number * 100, 1).replace('.', ',')} %"
    return _harmless(cell.text)


def machine_sheet(snapshot: Snapshot, table: Table) -> str:
    """Commas, points, ISO days, exact numerators and denominators beside each value; shares as shares of one."""
    # Named apart from the days of a row: whoever reads a table by its heads finds each once.
    extra = ["version", "period_first", "period_last", "note"]
    note = [
        str(snapshot.number),
        snapshot.first.isoformat(),
        snapshot.last.isoformat(),
        DEMO if snapshot.is_demo else "",
    ]
    head = [column.key for column in table.columns]
    rows = [[*map(_machine, row), *note] for row in table.rows]
    return _written([[*head, *extra], *rows], delimiter=",", end="\n")


def _machine(cell: Cell) -> str:
    match cell.kind:
        case CellKind.DAY:
            return cell.day.isoformat() if cell.day else ""
        case CellKind.NUMBER | CellKind.SHARE | CellKind.EURO:
            return "" if cell.number is None else _plain(cell.number)
    return _harmless(cell.text)


def _number(value: Fraction, digits: int) -> str:
    return str(decimal_of(value, digits=digits))


def _plain(value: Fraction) -> str:
    text = f"{decimal_of(value, digits=EXACT_DIGITS):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _written(rows: Sequence[Sequence[str]], *, delimiter: str, end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    # A spreadsheet runs what begins like a formula; titles come from people.
    return f"'{cell}" if cell.startswith(FORMULA) else cell
