"""The bookings for which something was set up (R6): a number beside the figures, with a list like theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from labspace.dashboards.behind import figure_options
from labspace.dashboards.behind_months import month_asked, month_steps, months_of
from labspace.dashboards.behind_page import page_of, sentence, together
from labspace.dashboards.board import Board
from labspace.dashboards.numbers import text
from labspace.formats import month_text
from labspace.occupancy.evidence.set_up import set_up_rows
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Indicator, Unit
from labspace.words import gettext as _

COUNTED_AS = Indicator.BOOKED, Part.MAIN
"""Hours of units, as booked ones are."""


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """A page of them, earliest first."""
    months = months_of(board)
    month = month_asked(months)
    choice = FigureChoice(houses=tuple(board.houses), period=board.days, kinds=board.scope.kinds)
    days = month.until(board.yesterday) if month else board.days
    assert days is not None
    rows = set_up_rows(session, replace(choice, period=days), now=board.now)
    whole = figures_of(session, choice, now=board.now, only={Indicator.BOOKED}).set_up
    name = str(SET_UP.label)
    query = {"zahl": SET_UP.value, **({"monat": str(month)} if month else {})}
    return {
        "figure": SET_UP,
        "options": figure_options(board, None),
        "parts": [],
        "sentence": sentence(rows, name),
        "sums": [
            together(COUNTED_AS, rows, month.first if month else None),
            _("%(figure)s im ganzen Zeitraum: %(value)s.", figure=name, value=text(whole, Unit.UNIT_HOURS)),
        ],
        "heading": _("gerüstet"),
        "piece": month_text(month.first) if month else "",
        "piece_steps": month_steps(board, query, months, month),
        **page_of(session, board, COUNTED_AS, rows, query),
    }
