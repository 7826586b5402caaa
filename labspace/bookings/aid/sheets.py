"""The De-minimis list as table files: one for Excel in German, one for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from labspace.bookings.aid.rules import Use
from labspace.formats import day_text
from labspace.words import gettext as _

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def excel_sheet(uses: Iterable[Use], *, demo: bool) -> str:
    """Semicolons, decimal comma, days as read, with BOM."""
    head = [
        _("Begünstigte"), _("Haus"), _("Art"), _("Buchungsnummer"), _("von"), _("bis"), _("gewährt am"),
        _("Marktpreis in Euro"), _("bezahlt in Euro"), _("Vorteil in Euro"), _("einzutragen bis"),
        _("eingetragen am"), _("Registernummer"),
    ]  # fmt: skip
    rows = [
        [
            use.name, use.house, use.space_kind, use.reference, day_text(use.first), day_text(use.last),
            day_text(use.granted_on), _comma(use.market_cents), _comma(use.price_cents),
            _comma(use.advantage_cents), day_text(use.register_by),
            day_text(use.registered_on) if use.registered_on else "", use.register_reference,
        ]
        for use in uses
    ]  # fmt: skip
    note = [[_("Demonstration – frei erfunden")]] if demo else []
    return BOM + _written([*note, head, *rows], delimiter=";", end="\r\n")


def machine_sheet(uses: Iterable[Use], *, demo: bool) -> str:
    """Commas, whole cents, ISO days."""
    head = [
        "beneficiary", "name", "house", "kind", "reference", "first_on", "last_on", "granted_on", "market_cents",
        "price_cents", "advantage_cents", "register_by", "registered_on", "register_reference", "note",
    ]  # fmt: skip
    note = "Demonstration – frei erfunden" if demo else ""
    rows = [
        [
            use.beneficiary, use.name, use.house, use.space_kind, use.reference, use.first.isoformat(),
            use.last.isoformat(), use.granted_on.isoformat(), str(use.market_cents), str(use.price_cents),
            str(use.advantage_cents), use.register_by.isoformat(),
            use.registered_on.isoformat() if use.registered_on else "", use.register_reference, note,
        ]
        for use in uses
    ]  # fmt: skip
    return _written([head, *rows], delimiter=",", end="\n")


def _comma(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _written(rows: Sequence[Sequence[str]], *, delimiter: str, end: str) -> str:
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=delimiter, lineterminator=end).writerows(
        [[_safe(cell) for cell in row] for row in rows]
    )
    return sheet.getvalue()


def _safe(cell: str) -> str:
    # A name that begins like a formula must stay a name in a spreadsheet.
    return f"'{cell}" if cell.startswith(FORMULA) else cell
