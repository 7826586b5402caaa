"""The floor plans of one house, coloured by use, the numbers on them as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from labspace.charts.figure import Caption
from labspace.charts.kinds import Value
from labspace.charts.plan import PlaceValue, PlanHeat, plan_heat
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, Measure
from labspace.dashboards.houses import chosen_measure
from labspace.dashboards.numbers import target_lines
from labspace.dashboards.reading import by_space
from labspace.dashboards.times import Times
from labspace.formats import is_german
from labspace.locations.models import Location
from labspace.occupancy.kinds import Indicator
from labspace.spaces.floors import picture_of_plan
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.houses import find_house
from labspace.words import gettext as _
from labspace.words import language_now

OF_SPACES = (
    Indicator.FREQUENCY_RATE,
    Indicator.BOOKING_RATE,
    Indicator.USED,
    Indicator.BOOKED,
)
"""What a single space has; life is a matter of the house."""


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """The plans in force on the last day of the period."""
    location = _chosen(board)
    house = find_house(session, location.slug)
    assert house is not None
    measure = chosen_measure(OF_SPACES[0], of=OF_SPACES)
    on = board.days.last
    spaces = [space for space in house.spaces_on(on) if space.is_unit and space.kind in board.scope.kinds]
    found = by_space(session, [location], board.days, now=board.now)
    return {
        "house": location,
        "measure": measure,
        "options": [
            (
                MEASURES[one].indicator.label,
                board.url(haus=[location.slug], zahl=one.value),
                one is measure.indicator,
            )
            for one in OF_SPACES
        ],
        "houses": [
            (one.name, board.url(haus=[one.slug], zahl=measure.indicator.value), one is location)
            for one in board.all_houses
        ],
        "view": _view(board, location, measure, spaces, found),
        "plans": _plans(session, house, board),
        "targets": target_lines(session, replace(board, houses=[location]), (measure.indicator,)),
        "language": language_now(),
    }


def _chosen(board: Board) -> Location:
    return board.houses[0]


def _plans(session: Session, house: House, board: Board) -> list[tuple[str, str, Any]]:
    on = board.days.last
    return [
        (
            f"plan-{level.plan_id}",
            level.name if is_german() or not level.name_en else level.name_en,
            picture_of_plan(session, level.plan_id, house.spaces_on(on)),
        )
        for level in house.levels_on(on)
    ]


def _view(
    board: Board,
    location: Location,
    measure: Measure,
    spaces: Sequence[HouseSpace],
    found: Mapping[int, Times],
) -> PlanHeat:
    def value(space: HouseSpace) -> Value:
        # Closed all the time it was used for no hours; only its rates have nothing to divide by (R11).
        return measure.value(found.get(space.id, Times()))

    figure = str(measure.indicator.label)
    return plan_heat(
        Caption(
            html_id="plan",
            title=_("%(figure)s je Fläche", figure=figure),
            subject=_(
                "%(figure)s je Fläche, %(house)s, %(period)s",
                figure=figure,
                house=location.name,
                period=board.when,
            ),
            source=_("%(id)s: %(formula)s.", id=measure.indicator.value, formula=measure.indicator.formula),
        ),
        over=_("Fläche"),
        name=figure,
        places=[
            PlaceValue(
                public_id=space.public_id,
                name=space.name if is_german() or not space.name_en else space.name_en,
                value=value(space),
            )
            for space in spaces
        ],
        unit=measure.unit,
    )
