"""What a figure rests on, for the team of their houses: the list adds up to the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from labspace.dashboards.behind import RESTS_ON, behind_query, has_list
from labspace.dashboards.behind_lines import lines_of
from labspace.dashboards.behind_units import (
    LEADS,
    Number,
    amount_text,
    heading,
    whole_text,
)
from labspace.dashboards.board import Board
from labspace.dashboards.numbers import marked, text, unit_of
from labspace.dashboards.paging import page_asked, page_steps
from labspace.dashboards.periods import Asked
from labspace.formats import month_text
from labspace.occupancy.evidence.answers import OF_THE_WHOLE, rows_and_figures
from labspace.occupancy.evidence.rows import Row, Thing, sums_of
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _
from labspace.words import ngettext

PER_PAGE = 50
AT_ONCE = 31
"""Bookings of so many days are listed at once; of a longer time month by month."""
SAME_AS = {Indicator.BOOKING_RATE: Indicator.BOOKED, Indicator.FREQUENCY_RATE: Indicator.USED}
"""A rate rests on the bookings of what is divided."""


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """A page of what stands behind a number, earliest first."""
    indicator, part = asked_number()
    number = (RESTS_ON.get(indicator, indicator), part)
    pieces = _pieces(board, number)
    piece = _piece(pieces)
    choice = FigureChoice(houses=tuple(board.houses), period=board.days, kinds=board.scope.kinds)
    days = piece.until(board.yesterday) if piece else board.days
    assert days is not None
    rows, whole = rows_and_figures(session, choice, days, *number, now=board.now)
    if indicator not in {one for one, _part in whole.values}:
        whole = figures_of(session, choice, now=board.now, only={indicator, number[0]})
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(page_asked(), pages)
    query: dict[str, Any] = {**behind_query(indicator, part)}
    if piece:
        query["monat"] = str(piece)
    lines = lines_of(
        session, board, number, rows[(page - 1) * PER_PAGE : page * PER_PAGE], persons=_persons(rows)
    )
    return {
        "figure": indicator,
        "options": [
            (one.label, board.url(zahl=one.value), one is indicator)
            for one in Indicator
            if has_list(one, Part.MAIN)
        ],
        "parts": _part_options(board, indicator, part),
        "sentence": _sentence(rows, SAME_AS.get(indicator, indicator)),
        "sums": _sums(whole, indicator, number, rows, piece),
        "lines": lines,
        "heading": heading(number),
        "column": {
            name: any(getattr(line.named, name) for line in lines)
            for name in ("when", "spaces", "who", "state")
        }
        | {"house": any(line.house for line in lines)}
        | {"of": any(line.of for line in lines), "grade": number[0].has_grades},
        "thing": _thing(rows),
        "here": _("Seite %(page)d von %(pages)d", page=page, pages=pages),
        "pages": pages,
        "page_steps": page_steps(board, query, page, pages),
        "piece": month_text(piece.first) if piece else "",
        "piece_steps": _piece_steps(board, query, pieces, piece),
    }


def asked_number() -> Number:
    """The number the address names; used hours where it names none that has a list."""
    names, words = request.args.get("zahl", ""), request.args.get("teil", "")
    indicator = next((one for one in Indicator if one.value == names), Indicator.USED)
    part = next((one for one in PARTS[indicator] if one.value == words), Part.MAIN)
    return (indicator, part) if has_list(indicator, part) else (indicator, Part.MAIN)


def _part_options(board: Board, indicator: Indicator, part: Part) -> list[tuple[str, str, bool]]:
    parts = [one for one in PARTS[indicator] if has_list(indicator, one)]
    if len(parts) < 2:
        return []
    return [(str(one.label), board.url(zahl=indicator.value, teil=one.value), one is part) for one in parts]


# --- pages and months ------------------------------------------------------------------------------


def _pieces(board: Board, number: Number) -> Sequence[Asked]:
    """The months of a longer time, as far as they are over; none where all of it is listed at once."""
    if number in OF_THE_WHOLE or len(board.days) <= AT_ONCE:
        return ()
    return [month for month in board.asked.months if month.first <= board.yesterday]


def _piece(pieces: Sequence[Asked]) -> Asked | None:
    wanted = request.args.get("monat", "")
    return next((one for one in pieces if str(one) == wanted), pieces[-1] if pieces else None)


def _piece_steps(
    board: Board, query: Mapping[str, Any], pieces: Sequence[Asked], piece: Asked | None
) -> dict[str, tuple[str, str]]:
    if piece is None:
        return {}
    at = pieces.index(piece)

    def step(to: int) -> tuple[str, str]:
        if not 0 <= to < len(pieces):
            return "", ""
        return month_text(pieces[to].first), board.url(**{**query, "monat": str(pieces[to])})

    return {"back": step(at - 1), "forth": step(at + 1)}


# --- in words --------------------------------------------------------------------------------------


def _persons(rows: Sequence[Row]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        if row.thing is Thing.PERSON:
            found.setdefault(row.key, len(found) + 1)
    return found


def _thing(rows: Sequence[Row]) -> str:
    things = {row.thing for row in rows}
    return _("Buchungsnummer") if things <= {Thing.BOOKING} else _("Was")


def _sentence(rows: Sequence[Row], figure: Indicator) -> str:
    if {row.thing for row in rows} <= {Thing.BOOKING}:
        return ngettext(
            "%(num)d Buchung liegt in diesem Zeitraum und zählt für „%(figure)s“.",
            "%(num)d Buchungen liegen in diesem Zeitraum und zählen für „%(figure)s“.",
            len({row.key for row in rows}),
            figure=str(figure.label),
        )
    return ngettext(
        "%(num)d Eintrag steht hinter „%(figure)s“.",
        "%(num)d Einträge stehen hinter „%(figure)s“.",
        len(rows),
        figure=str(figure.label),
    )


def _sums(
    whole: Figures, indicator: Indicator, number: Number, rows: Sequence[Row], piece: Asked | None
) -> list[str]:
    """What the rows come to, and what the figure is: the same, unless only a month of it is shown."""
    value, figure = whole.of(*number), whole.of(indicator, number[1])
    shown = marked(text(figure.value, unit_of(indicator, number[1])), figure)
    name = str(indicator.label)
    if number in LEADS:
        median, most = (whole.of(Indicator.LEAD_TIME, part).value for part in (Part.MAIN, Part.P90))
        return [
            _(
                "Im ganzen Zeitraum liegt die Mitte bei %(median)s, neun von zehn fragten höchstens %(most)s vorher.",
                median=text(median, unit_of(Indicator.LEAD_TIME)),
                most=text(most, unit_of(Indicator.LEAD_TIME)),
            )
        ]
    sums = sums_of(rows)
    found = [
        _("%(month)s zusammen: %(sum)s.", month=month_text(piece.first), sum=amount_text(number, sums.amount))
        if piece
        else _("Die Liste zusammen: %(sum)s.", sum=amount_text(number, sums.amount))
    ]
    if number == (Indicator.PEAK, Part.MAIN):
        found.append(_("%(figure)s: %(value)s, zu einer Viertelstunde.", figure=name, value=shown))
    elif value.denominator is None:
        found.append(_("%(figure)s im ganzen Zeitraum: %(value)s.", figure=name, value=shown))
    else:
        found.append(
            _(
                "%(figure)s im ganzen Zeitraum: %(sum)s von %(whole)s, das sind %(value)s.",
                figure=name if indicator is number[0] else str(number[0].label),
                sum=amount_text(number, value.numerator),
                whole=whole_text(number, value.denominator),
                value=shown if indicator is number[0] else text(value.value, unit_of(*number)),
            )
        )
    if indicator is not number[0]:
        found.append(
            _(
                "%(figure)s: %(value)s. Das ist diese Quote mal der Nutzungsquote derselben Buchungen.",
                figure=name,
                value=shown,
            )
        )
    return found
