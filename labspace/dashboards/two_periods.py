"""A period beside another: what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Unit
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, change, text
from labspace.dashboards.forms import PeriodsForm
from labspace.dashboards.periods import Asked
from labspace.dashboards.reading import course
from labspace.dashboards.times import Times
from labspace.occupancy.days import Days
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure in both periods."""

    indicator: Indicator
    first: str
    second: str
    change: str


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """Both periods, figure by figure."""
    assert isinstance(board.form, PeriodsForm)
    other = board.form.other
    days = other.until(board.yesterday)
    stretches = [board.days, *([days] if days else [])]
    read = course(session, board.houses, board.scope, stretches, now=board.now)
    first, second = read.of(board.days), read.of(days)
    return {
        "other": other,
        "has_other": days is not None,
        "lines": [
            Line(
                indicator=one.indicator,
                first=text(one.take(first), one.unit),
                second=text(one.take(second) if days else None, one.unit),
                change=change(one.take(first), one.take(second) if days else None, one.unit),
            )
            for one in MEASURES.values()
        ],
        "lengths": _lengths(board.days, days),
        "chart": _chart(board, other, first, second) if days else None,
    }


def _lengths(first: Days, second: Days | None) -> str:
    if second is None or len(first) == len(second):
        return ""
    return _(
        "Die Zeiträume sind verschieden lang: %(first)s und %(second)s. Quoten lassen sich vergleichen, Stunden nur mit Vorsicht.",
        first=ngettext("%(num)d Tag", "%(num)d Tage", len(first)),
        second=ngettext("%(num)d Tag", "%(num)d Tage", len(second)),
    )


def _chart(board: Board, other: Asked, first: Times, second: Times) -> Chart:
    rates = [one for one in MEASURES.values() if one.unit is Unit.PERCENT]
    return bars(
        Caption(
            html_id="zeitraeume",
            title=_("Die Quoten in beiden Zeiträumen"),
            subject=_(
                "Quoten, %(first)s und %(second)s, %(whose)s",
                first=board.when,
                second=other.text,
                whose=board.whose,
            ),
            source=_("Quoten teilen Summen: Es werden nie Quoten gemittelt."),
        ),
        over=_("Kennzahl"),
        places=[str(one.indicator.label) for one in rates],
        series=[
            Series(name=board.asked.text, values=tuple(one.value(first) for one in rates)),
            Series(name=other.text, values=tuple(one.value(second) for one in rates)),
        ],
        unit=Unit.PERCENT,
    )
