"""One's houses beside each other, always in the same order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap, Unit
from labspace.dashboards.before import days_before
from labspace.dashboards.behind import Backed, backed
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, Measure, text
from labspace.dashboards.houses_all import build_all
from labspace.dashboards.reading import Course, course
from labspace.dashboards.times import Times
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

USUAL = Indicator.ACTIVATION_RATE
HEADS = {
    Indicator.BOOKING_RATE: _l("Buchungs\u00adauslastung"),
    Indicator.FREQUENCY_RATE: _l("Nutzungs\u00adquote"),
    Indicator.ACTIVATION_RATE: _l("Aktivierungs\u00adquote"),
    Indicator.EVENINGS: _l("Abend\u00adaktivierung"),
    Indicator.WEEKENDS: _l("Wochenend\u00adaktivierung"),
}
"""Names that part where there are many columns: a browser without a German dictionary parts none by itself."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One house in the table of all figures."""

    name: str
    url: str
    cells: tuple[Backed, ...]


def chosen_measure(usual: Indicator = USUAL, *, of: Collection[Indicator] = MEASURES) -> Measure:
    """The one of these figures that is named in the address, else the usual one."""
    name = request.args.get("zahl", "")
    return MEASURES[next((one for one in of if one.value == name), usual)]


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """A chart of one figure, and a table of all of them."""
    measure = chosen_measure()
    before = days_before(session, board)
    stretches = [board.days, *([before] if before else [])]
    read = course(session, board.houses, board.scope, stretches, now=board.now)
    cells = [(house, read.of(board.days, house.id)) for house in board.houses]
    together = read.of(board.days)
    return {
        "measure": measure,
        "options": [
            (one.indicator.label, board.url(zahl=one.indicator.value), one is measure)
            for one in MEASURES.values()
        ],
        "chart": _chart(board, read, measure, before),
        "columns": list(MEASURES),
        "heads": [(one, HEADS.get(one, one.label)) for one in MEASURES],
        "lines": [
            Line(name=house.name, url=board.url(haus=[house.slug]), cells=_cells(board, [house], times))
            for house, times in cells
        ],
        "total": _cells(board, board.houses, together),
        **build_all(session, board),
    }


def _cells(board: Board, houses: Sequence[Location], times: Times) -> tuple[Backed, ...]:
    return tuple(
        backed(board, houses, text(one.take(times), one.unit), one.indicator) for one in MEASURES.values()
    )


def _chart(board: Board, read: Course, measure: Measure, before: Days | None) -> Chart:
    name = str(measure.indicator.label)
    present = Series(
        name=board.asked.text,
        values=tuple(measure.value(read.of(board.days, house.id)) for house in board.houses),
    )
    series = [present]
    if before:
        former = [read.of(before, house.id) for house in board.houses]
        series.append(
            Series(
                name=_("im Jahr davor"),
                values=tuple(Gap.NOT_STATED if one.is_nothing else measure.value(one) for one in former),
            )
        )
    return bars(
        Caption(
            html_id="haeuser",
            title=_("%(figure)s, %(period)s", figure=name, period=board.asked.text),
            subject=_("%(figure)s je Haus, %(period)s", figure=name, period=board.when),
            source=_("%(id)s: %(formula)s.", id=measure.indicator.value, formula=measure.indicator.formula),
        ),
        over=_("Haus"),
        places=[house.name for house in board.houses],
        series=series,
        unit=measure.unit,
        adds_up=measure.unit is Unit.HOURS,
    )
