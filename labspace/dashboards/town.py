"""The town around the houses in the same days, beside their figures and in none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from labspace.context.beside import beside_each
from labspace.context.beside_words import BesideRow, rows_beside
from labspace.context.shown import beside_text
from labspace.dashboards.board import Board
from labspace.words import gettext as _

A_YEAR = 366
"""Passers-by are added up hour by hour, so of no longer time."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One value of the town: where it is kept, and who says so on what terms."""

    row: BesideRow
    url: str
    credit: str


@dataclass(frozen=True, kw_only=True)
class Town:
    """What is known around one house."""

    house: str
    slug: str
    lines: Sequence[Line]


def build_town(session: Session, board: Board) -> Mapping[str, Any]:
    """The section of the overview; nothing where no house has a series. Five statements, however many houses."""
    days, with_passers_by = board.days, len(board.days) <= A_YEAR
    found = beside_each(session, board.houses, days.first, days.last, with_passers_by=with_passers_by)
    towns = [
        Town(
            house=house.name,
            slug=house.slug,
            lines=[_line(house.slug, row) for row in rows_beside(found[house.id], days.first, days.last)],
        )
        for house in board.houses
    ]
    said = [beside_text()]
    if not with_passers_by:
        said.append(_("Passantinnen und Passanten werden hier für höchstens ein Jahr zusammengezählt."))
    return {"towns": [one for one in towns if one.lines], "towns_text": " ".join(said)}


def _line(slug: str, row: BesideRow) -> Line:
    return Line(
        row=row,
        url=url_for("context_staff.show", slug=slug, series_id=row.series_id) if row.series_id else "",
        credit=_("Quelle: %(source)s · %(licence)s", source=row.source, licence=row.licence)
        if row.source
        else "",
    )
