"""Pure: all that figures of one choice are made of, before anything is divided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from labspace.ideas.rates import Leverage
from labspace.occupancy.facts.time.totals import HouseTotal
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.shops import Shops
from labspace.occupancy.figures.unresolved import Standing, Wishes
from labspace.occupancy.organisations import Organisations
from labspace.occupancy.peaks import Peak
from labspace.occupancy.people.totals import PeopleTotals
from labspace.occupancy.people.who import Who


@dataclass(slots=True, kw_only=True)
class Ground:
    """What is known; None: nobody asked."""

    choice: FigureChoice
    time: HouseTotal | None = None
    """Of all houses together; what is alive of the chosen kinds, and of those of them that draw people in."""
    has_set_up: bool = False
    """Whether `time` tells of set-up (R6)."""
    days: int = 0
    """Calendar days of houses that have begun."""
    peak: Peak | None = None
    people: PeopleTotals | None = None
    who: Who | None = None
    organisations: Organisations | None = None
    live_since: date | None = None
    standing: Standing | None = None
    wishes: Wishes | None = None
    shops: Shops | None = None
    leverage: Leverage | None = None
    is_running: bool = False
