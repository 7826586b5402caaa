"""Every figure of one's houses beside each other, and of all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from labspace.dashboards.behind import behind_url
from labspace.dashboards.board import Board
from labspace.dashboards.comparing import Group, cautions, counted_anew, group_named
from labspace.dashboards.mixes_beside import mixes_beside
from labspace.dashboards.numbers import marked, text, unit_of
from labspace.dashboards.targets import Targets, goal, targets_of_houses
from labspace.locations.models import Location
from labspace.occupancy.figures.answers import figures_of_each
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Adding, Indicator
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number of one house, and what it wanted to reach."""

    text: str
    behind: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number of all houses, the last cell is all of them together."""

    indicator: Indicator
    label: str
    cells: tuple[Cell, ...]


def build_all(session: Session, board: Board) -> dict[str, Any]:
    """One group of figures: a line for each number, a column for each house and for all together."""
    group = group_named(request.args.get("gruppe", ""))
    whole = FigureChoice(houses=tuple(board.houses), period=board.days, kinds=board.scope.kinds)
    places: list[Sequence[Location]] = [*([house] for house in board.houses)]
    if len(board.houses) > 1:
        places.append(board.houses)
    choices = [replace(whole, houses=tuple(some)) for some in places]
    found = figures_of_each(session, choices, now=board.now, only=group.indicators)
    aims = targets_of_houses(session, board.houses)
    pairs = list(zip(places, found, strict=True))
    each = [(house.name, figures) for house, figures in zip(board.houses, found, strict=False)]
    has_anew = any(one.adding is Adding.ANEW for one in group.indicators)
    return {
        "all_columns": [house.name for house in board.houses] + ([_("Zusammen")] if len(places) > 1 else []),
        "all_lines": [
            Line(
                indicator=indicator,
                label="" if part is Part.MAIN else str(part.label),
                cells=tuple(_cell(board, aims, some, figures, indicator, part) for some, figures in pairs),
            )
            for indicator, part, _unit, _value in found[0].all()
            if indicator in group.indicators
        ],
        "mixes": list(mixes_beside(found)),
        "all_notes": [
            *([counted_anew(group.indicators)] if has_anew and len(places) > 1 else []),
            *(cautions(each, group.indicators) if len(each) > 1 else ()),
        ],
        "groups": [(str(one.label), board.url(gruppe=one.value) + "#alle", one is group) for one in Group],
    }


def _cell(
    board: Board,
    aims: Targets,
    houses: Sequence[Location],
    figures: Figures,
    indicator: Indicator,
    part: Part,
) -> Cell:
    unit = unit_of(indicator, part)
    aim = goal(aims, houses, indicator, part, board.days)
    url = behind_url(replace(board, houses=houses), indicator, part)
    value = figures.of(indicator, part)
    return Cell(
        text=marked(text(value.value, unit), value),
        behind=url,
        target="" if aim is None else _("Ziel: %(target)s", target=text(aim, unit)),
    )
