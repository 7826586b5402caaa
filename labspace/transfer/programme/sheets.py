"""The programme as files: a table for people, a table and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, astuple
from datetime import datetime

from labspace.accounts.kinds import Theme
from labspace.events.programme.kinds import Access
from labspace.formats import weekday_text
from labspace.transfer.programme.gathering import HEADINGS, Line
from labspace.transfer.sheets import comma, excel_text, machine_text
from labspace.words import gettext as _

Sheet = Callable[[Iterable[Line]], str]


def excel_sheet(lines: Iterable[Line]) -> str:
    """Words and headings in the language at hand, days and times apart."""
    head = [
        _("Titel"), _("Tag"), _("von"), _("bis Tag"), _("bis"), _("Flächen"), _("Veranstaltet von"),
        _("Beschreibung"), _("Thema"), _("Eintritt in Euro"), _("Anmeldung"), _("Sprache"), _("Zugang"),
        _("Mehr zum Zugang"), _("Öffnungszeiten"), _("Stand"), _("Seite"), _("Hinweis"),
    ]  # fmt: skip
    return excel_text([head, *map(_words, lines)])


def _words(line: Line) -> list[str]:
    starts, ends = datetime.fromisoformat(line.starts_at), datetime.fromisoformat(line.ends_at)
    return [
        line.title,
        weekday_text(starts.date()),
        f"{starts:%H:%M}",
        weekday_text(ends.date()),
        f"{ends:%H:%M}",
        line.spaces,
        line.organiser,
        line.description,
        str(Theme(line.theme).label) if line.theme else "",
        comma(line.entry_fee_cents) if line.entry_fee_cents is not None else "",
        line.registration_url,
        line.language,
        ", ".join(str(Access(one).label) for one in line.access.split()),
        line.access_note,
        line.opening,
        _("abgesagt") if line.state == "called_off" else _("findet statt"),
        line.url,
        line.note,
    ]


def machine_sheet(lines: Iterable[Line]) -> str:
    """ISO times with offset, whole cents, words of the interface for programs."""
    return machine_text([HEADINGS, *map(astuple, lines)])


def json_sheet(lines: Iterable[Line]) -> str:
    """The same as a list of objects."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1) + "\n"


SHEETS: Mapping[str, Sheet] = {"excel": excel_sheet, "csv": machine_sheet, "json": json_sheet}
