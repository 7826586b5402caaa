"""A page of the list behind a number: its lines, its columns, and what all of it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from labspace.dashboards.behind_lines import lines_of
from labspace.dashboards.behind_units import Number, amount_text
from labspace.dashboards.board import Board
from labspace.dashboards.paging import page_asked, page_steps
from labspace.formats import month_text
from labspace.occupancy.evidence.rows import Row, Thing, sums_of
from labspace.words import gettext as _
from labspace.words import ngettext

PER_PAGE = 50


def page_of(
    session: Session, board: Board, number: Number, rows: Sequence[Row], query: Mapping[str, str]
) -> dict[str, Any]:
    """The page of these rows that the address names; `query` is how the address names the number."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(page_asked(), pages)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = lines_of(session, board, number, shown, persons=_persons(rows))
    return {
        "lines": lines,
        "column": {
            name: any(getattr(line.named, name) for line in lines)
            for name in ("when", "spaces", "who", "state")
        }
        | {"house": any(line.house for line in lines)}
        | {"of": any(line.of for line in lines), "grade": number[0].has_grades},
        "thing": _("Buchungsnummer") if _are_bookings(rows) else _("Was"),
        "here": _("Seite %(page)d von %(pages)d", page=page, pages=pages),
        "pages": pages,
        "page_steps": page_steps(board, query, page, pages),
    }


def sentence(rows: Sequence[Row], figure: str) -> str:
    """How many bookings or other things stand behind a number of this name."""
    if _are_bookings(rows):
        return ngettext(
            "%(num)d Buchung liegt in diesem Zeitraum und zählt für „%(figure)s“.",
            "%(num)d Buchungen liegen in diesem Zeitraum und zählen für „%(figure)s“.",
            len({row.key for row in rows}),
            figure=figure,
        )
    return ngettext(
        "%(num)d Eintrag steht hinter „%(figure)s“.",
        "%(num)d Einträge stehen hinter „%(figure)s“.",
        len(rows),
        figure=figure,
    )


def together(number: Number, rows: Sequence[Row], month: date | None) -> str:
    """What the rows add up to; `month`: the first day of the only one that is listed."""
    total = amount_text(number, sums_of(rows).amount)
    if month:
        return _("%(month)s zusammen: %(sum)s.", month=month_text(month), sum=total)
    return _("Die Liste zusammen: %(sum)s.", sum=total)


def _are_bookings(rows: Sequence[Row]) -> bool:
    return {row.thing for row in rows} <= {Thing.BOOKING}


def _persons(rows: Sequence[Row]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        if row.thing is Thing.PERSON:
            found.setdefault(row.key, len(found) + 1)
    return found
