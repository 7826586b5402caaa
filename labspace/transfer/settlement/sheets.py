"""The settlement as files: a table for people, a table and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, astuple

from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import SpaceKind
from labspace.transfer.settlement.gathering import HEADINGS, Line
from labspace.transfer.sheets import comma, excel_text, machine_text
from labspace.words import gettext as _

Sheet = Callable[[Iterable[Line]], str]


def excel_sheet(lines: Iterable[Line]) -> str:
    """Words and headings in the language at hand, euros with decimal comma."""
    head = [
        _("Buchungsnummer"), _("Art"), _("Flächen"), _("von"), _("bis"), _("Stand"), _("Gebucht von"),
        _("Mail-Adresse"), _("Organisation"), _("Tarifgruppe"), _("Preis in Euro"), _("Marktpreis in Euro"),
        _("Hinweis"),
    ]  # fmt: skip
    rows = [
        [
            line.reference, str(SpaceKind(line.kind).label), line.spaces, line.starts_at, line.ends_at,
            str(BookingState(line.state).label), line.booked_by, line.email, line.organisation, _group(line),
            comma(line.price_cents), comma(line.market_cents) if line.market_cents is not None else "", line.note,
        ]
        for line in lines
    ]  # fmt: skip
    return excel_text([head, *rows])


def _group(line: Line) -> str:
    return str(TariffGroup(line.tariff_group).label) if line.tariff_group else ""


def machine_sheet(lines: Iterable[Line]) -> str:
    """ISO times with offset, whole cents, words of the interface for programs."""
    return machine_text([HEADINGS, *map(astuple, lines)])


def json_sheet(lines: Iterable[Line]) -> str:
    """The same as a list of objects."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1) + "\n"


SHEETS: Mapping[str, Sheet] = {"excel": excel_sheet, "csv": machine_sheet, "json": json_sheet}
