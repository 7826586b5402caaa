"""What a figure rests on, for the team of their houses: the list adds up to the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from labspace.dashboards import behind_set_up
from labspace.dashboards.behind import RESTS_ON, behind_query, figure_options, has_list
from labspace.dashboards.behind_months import month_asked, month_steps, months_of
from labspace.dashboards.behind_page import page_of, sentence, together
from labspace.dashboards.behind_units import LEADS, Number, amount_text, heading, whole_text
from labspace.dashboards.board import Board
from labspace.dashboards.numbers import marked, text, unit_of
from labspace.dashboards.periods import Asked
from labspace.formats import month_text
from labspace.occupancy.evidence.answers import OF_THE_WHOLE, rows_and_figures
from labspace.occupancy.evidence.rows import Row
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _

SAME_AS = {Indicator.BOOKING_RATE: Indicator.BOOKED, Indicator.FREQUENCY_RATE: Indicator.USED}
"""A rate rests on the bookings of what is divided."""


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """A page of what stands behind a number, earliest first."""
    if request.args.get("zahl") == SET_UP.value:
        return behind_set_up.build(session, board)
    indicator, part = asked_number()
    number = (RESTS_ON.get(indicator, indicator), part)
    pieces = () if number in OF_THE_WHOLE else months_of(board)
    piece = month_asked(pieces)
    choice = FigureChoice(houses=tuple(board.houses), period=board.days, kinds=board.scope.kinds)
    days = piece.until(board.yesterday) if piece else board.days
    assert days is not None
    rows, whole = rows_and_figures(session, choice, days, *number, now=board.now)
    if indicator not in {one for one, _part in whole.values}:
        whole = figures_of(session, choice, now=board.now, only={indicator, number[0]})
    query = {**behind_query(indicator, part), **({"monat": str(piece)} if piece else {})}
    return {
        "figure": indicator,
        "options": figure_options(board, indicator),
        "parts": _part_options(board, indicator, part),
        "sentence": sentence(rows, str(SAME_AS.get(indicator, indicator).label)),
        "sums": _sums(whole, indicator, number, rows, piece),
        "heading": heading(number),
        "piece_steps": month_steps(board, query, pieces, piece),
        **page_of(session, board, number, rows, query),
        "piece": month_text(piece.first) if piece else "",
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


# --- in words --------------------------------------------------------------------------------------


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
    found = [together(number, rows, piece.first if piece else None)]
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
