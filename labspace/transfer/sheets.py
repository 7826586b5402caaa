"""Table files: one form for Excel in German, one for machines. Knows cells, not what they are about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | bool | None

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DEMO = "Demonstration – frei erfunden"
"""What every export of invented data says."""


def excel_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Semicolons, with BOM."""
    return BOM + _written(rows, delimiter=";", end="\r\n")


def machine_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Commas, no BOM."""
    return _written(rows, delimiter=",", end="\n")


def comma(cents: int) -> str:
    """Cents as euros with a decimal comma, without a sign of thousands."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


def _written(rows: Iterable[Sequence[Cell]], *, delimiter: str, end: str) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=delimiter, lineterminator=end)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return sheet.getvalue()


def _safe(cell: Cell) -> Cell:
    # A spreadsheet runs what begins like a formula; names come from people.
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
