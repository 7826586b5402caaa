"""Which numbers something can be shown behind, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from labspace.dashboards.board import Board
from labspace.dashboards.tabs import Tab
from labspace.locations.models import Location
from labspace.occupancy.evidence.answers import LISTED
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Indicator

RESTS_ON: Mapping[Indicator, Indicator] = {Indicator.UTILISATION: Indicator.PLACE_OCCUPANCY}
"""A product of two numbers rests on the bookings of the one that asks for people."""


def has_list(indicator: Indicator, part: Part) -> bool:
    """Whether something can be shown behind a number."""
    return (RESTS_ON.get(indicator, indicator), part) in LISTED


def behind_query(indicator: Indicator, part: Part) -> dict[str, str]:
    """How the address names a number."""
    return {"zahl": indicator.value, **({"teil": part.value} if part is not Part.MAIN else {})}


def behind_url(board: Board, indicator: Indicator, part: Part = Part.MAIN) -> str:
    """The list behind a number of the page's period, houses and spaces; empty where there is none."""
    if not has_list(indicator, part):
        return ""
    return board.url(None, tab=Tab.BOOKINGS, **behind_query(indicator, part))


def set_up_url(board: Board) -> str:
    """The bookings for which something was set up, in the page's period, houses and spaces."""
    return board.url(None, tab=Tab.BOOKINGS, zahl=SET_UP.value)


def figure_options(board: Board, chosen: Indicator | None) -> list[tuple[str, str, bool]]:
    """Every figure with a list; none of them chosen means set-up, which is no indicator."""
    return [
        *(
            (str(one.label), board.url(zahl=one.value), one is chosen)
            for one in Indicator
            if has_list(one, Part.MAIN)
        ),
        (str(SET_UP.label), board.url(zahl=SET_UP.value), chosen is None),
    ]


@dataclass(frozen=True, kw_only=True)
class Backed:
    """A number in words, and the address of what stands behind it; empty where there is none."""

    text: str
    behind: str


def backed(
    board: Board, houses: Sequence[Location], text: str, indicator: Indicator, part: Part = Part.MAIN
) -> Backed:
    """A number of some houses of the page, and the list behind it."""
    return Backed(text=text, behind=behind_url(replace(board, houses=houses), indicator, part))
