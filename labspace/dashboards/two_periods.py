"""A period beside another: what moved, figure by figure, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap
from labspace.charts.kinds import Unit as ChartUnit
from labspace.dashboards.behind import behind_url
from labspace.dashboards.board import Board
from labspace.dashboards.comparing import Group, cautions, group_named, limits_of_length
from labspace.dashboards.forms import PeriodsForm
from labspace.dashboards.mixes_beside import mixes_beside
from labspace.dashboards.numbers import change, marked, text, unit_of
from labspace.dashboards.periods import Asked
from labspace.dashboards.targets import Targets, goal, targets_of_houses
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of_times
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.values import Value
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number in both periods."""

    indicator: Indicator
    label: str
    first: str
    behind: str
    second: str
    second_behind: str
    change: str
    target: str


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """Both periods, figure by figure, of one group."""
    assert isinstance(board.form, PeriodsForm)
    other, group = board.form.other, group_named(request.args.get("gruppe", ""))
    days = other.until(board.yesterday)
    choice = FigureChoice(houses=tuple(board.houses), period=board.days, kinds=board.scope.kinds)
    choices = [choice, *([replace(choice, period=days)] if days else [])]
    first, *later = figures_of_times(session, choices, now=board.now, only=group.indicators)
    second = later[0] if later else None
    aims = targets_of_houses(session, board.houses)
    both = [(board.asked.text, first), *([(other.text, second)] if second else [])]
    return {
        "other": other,
        "has_other": second is not None,
        "groups": [
            (str(one.label), board.url(mit=str(other), gruppe=one.value), one is group) for one in Group
        ],
        "lines": [
            _line(board, other, aims, indicator, part, value, second)
            for indicator, part, _unit, value in first.all()
            if indicator in group.indicators
        ],
        "mixes": list(mixes_beside([figures for _name, figures in both])),
        "mix_columns": [name for name, _figures in both],
        "notes": [
            *_lengths(board.days, days),
            *_limits(board.days, days, group),
            *cautions(both, group.indicators),
        ],
        "chart": _chart(board, other, first, second, group) if second else None,
    }


def _line(
    board: Board,
    beside: Asked,
    aims: Targets,
    indicator: Indicator,
    part: Part,
    value: Value,
    second: Figures | None,
) -> Line:
    unit = unit_of(indicator, part)
    other = second.of(indicator, part) if second else None
    former = other.value if other else None
    aim = goal(aims, board.houses, indicator, part, board.days)
    return Line(
        indicator=indicator,
        label="" if part is Part.MAIN else str(part.label),
        first=marked(text(value.value, unit), value),
        behind=behind_url(board, indicator, part),
        second=marked(text(former, unit), other) if other else text(former, unit),
        second_behind=behind_url(replace(board, asked=beside), indicator, part) if other else "",
        change=change(value.value, former, unit),
        target="" if aim is None else text(aim, unit),
    )


def _lengths(first: Days, second: Days | None) -> Iterator[str]:
    if second is not None and len(first) != len(second):
        yield _(
            "Die Zeiträume sind verschieden lang: %(first)s und %(second)s. Quoten lassen sich vergleichen, Stunden nur mit Vorsicht.",
            first=ngettext("%(num)d Tag", "%(num)d Tage", len(first)),
            second=ngettext("%(num)d Tag", "%(num)d Tage", len(second)),
        )


def _limits(first: Days, second: Days | None, group: Group) -> Iterator[str]:
    yield from limits_of_length(
        group.indicators, lengths_differ=second is not None and len(first) != len(second)
    )


def _chart(board: Board, other: Asked, first: Figures, second: Figures, group: Group) -> Chart | None:
    rates = [
        (indicator, part)
        for indicator, part, unit, _value in first.all()
        if unit is Unit.SHARE and indicator in group.indicators
    ]
    if not rates:
        return None
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
        places=[str(one.label) if part is Part.MAIN else f"{one.label}: {part.label}" for one, part in rates],
        series=[
            Series(name=name, values=tuple(_shown(figures.of(*one).value) for one in rates))
            for name, figures in ((board.asked.text, first), (other.text, second))
        ],
        unit=ChartUnit.PERCENT,
    )


def _shown(value: Fraction | None) -> Fraction | Gap:
    return Gap.NOT_STATED if value is None else value
