"""Pure: which kinds' visits are hidden, and the hours they lasted with them (R12)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.released.lines import History, Split
from labspace.occupancy.suppression.hiding import Before, hide
from labspace.occupancy.suppression.tables import WHOLE, Cell, Place, Showing, Table
from labspace.spaces.kinds import SpaceKind

ALL_KINDS: Place = (WHOLE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenVisits:
    """The places that are not shown; of a kind visits and their hours share one fate."""

    visits: Set[Place]
    hours: Set[Place]
    """All kinds together may lack here what is shown of the visits."""

    def of(self, indicator: Indicator) -> Set[Place]:
        """The places of K15, or of K14 and what goes with it."""
        return self.hours if indicator is Indicator.VISIT_HOURS else self.visits

    @property
    def has_kinds(self) -> bool:
        """Whether any kind is hidden."""
        return any(place != ALL_KINDS for place in self.visits)


def hidden_visits(groups: Mapping[str, Figures], history: History) -> HiddenVisits:
    """What is hidden of `groups`, figures by kind and of the whole.

    The hours of desks tell how long they were used, and that is public (K03): whatever is shown as their
    visit hours, everybody knows them, so they cover for no other kind's. Where visits stay as long as is
    usual, visits follow from hours. So both tables are looked at until neither hides anything new.
    """
    before = {one: places_before(Split.KIND, one, history) for one in _TABLES}
    kinds: Set[Place] = frozenset()
    while True:
        found = {one: _hidden(groups, one, before[one], also=kinds) for one in _TABLES}
        both = {place for places in found.values() for place in places if place != ALL_KINDS}
        if both == kinds:
            return HiddenVisits(visits=found[Indicator.VISITS], hours=found[Indicator.VISIT_HOURS] | both)
        kinds = both


_TABLES = (Indicator.VISITS, Indicator.VISIT_HOURS)


def _hidden(
    groups: Mapping[str, Figures], indicator: Indicator, before: Before, *, also: Set[Place]
) -> Set[Place]:
    table = Table(
        {
            (key,): Cell(
                values=(figures.of(indicator).numerator,),
                persons=figures.persons,
                organisations=figures.organisations,
                showing=_showing(key, figures, indicator, before),
            )
            for key, figures in groups.items()
        }
    )
    hidden = hide(table, before=Before(shown=before.shown, hidden=before.hidden | also))
    return {place for place in table.cells if place in hidden or place in also}


def _showing(key: str, figures: Figures, indicator: Indicator, before: Before) -> Showing:
    if indicator is Indicator.VISIT_HOURS and key == SpaceKind.DESK.value:
        return Showing.ALWAYS
    is_public = _is_public_by_nature(key, figures) and (key,) not in before.hidden
    return Showing.ALWAYS if is_public else Showing.UNLESS_FEW


def _is_public_by_nature(key: str, figures: Figures) -> bool:
    """Whether what happened on spaces of a kind was open to everybody."""
    if key == SpaceKind.EVENT_AREA.value:
        events = {part: figures.of(Indicator.EVENTS, part).numerator for part in (Part.PUBLIC, Part.CLOSED)}
        return bool(events[Part.PUBLIC]) and not events[Part.CLOSED]
    return key == SpaceKind.POPUP_SLOT.value


def places_before(split: Split, indicator: Indicator, history: History) -> Before:
    """What was shown and hidden of a table in earlier versions."""
    shown, hidden = (
        frozenset(
            (name.key,)
            for name in names
            if name.split is split and (name.indicator, name.part) == (indicator, Part.MAIN)
        )
        for names in (history.shown, history.hidden)
    )
    return Before(shown=shown, hidden=hidden)
