"""Every kind of element the numeric form knows: its list in the document, its form, its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from labspace.plans.elements import summaries
from labspace.plans.elements.forms import ElementForm
from labspace.plans.elements.lines import OutlineForm, WallForm, WayForm
from labspace.plans.elements.openings import DoorForm, EntranceForm, WindowForm
from labspace.plans.elements.spaces import SpaceForm
from labspace.plans.elements.things import AreaForm, FurnitureForm
from labspace.words import lazy_gettext as _l


@dataclass(frozen=True)
class ElementKind:
    """What there is to know about the elements of one list."""

    code: str
    """In addresses."""
    at: tuple[str, ...]
    """Where the list stands in the document."""
    form: type[ElementForm]
    one: LazyString
    many: LazyString
    summary: Callable[[Any, Mapping[str, Any]], str]
    is_single: bool = False
    """The list is itself the one element."""


KINDS: Mapping[str, ElementKind] = {
    kind.code: kind
    for kind in (
        ElementKind(
            "umriss",
            ("drawing", "outline"),
            OutlineForm,
            _l("Umriss"),
            _l("Umriss"),
            summaries.outline,
            is_single=True,
        ),
        ElementKind(
            "aussenwaende",
            ("drawing", "outer_walls"),
            WallForm,
            _l("Außenwand"),
            _l("Außenwände"),
            summaries.line,
        ),
        ElementKind(
            "innenwaende",
            ("drawing", "inner_walls"),
            WallForm,
            _l("Innenwand"),
            _l("Innenwände"),
            summaries.line,
        ),
        ElementKind("tueren", ("drawing", "doors"), DoorForm, _l("Tür"), _l("Türen"), summaries.door),
        ElementKind(
            "fenster", ("drawing", "windows"), WindowForm, _l("Fenster"), _l("Fenster"), summaries.window
        ),
        ElementKind(
            "eingaenge",
            ("drawing", "entrances"),
            EntranceForm,
            _l("Eingang"),
            _l("Eingänge"),
            summaries.entrance,
        ),
        ElementKind(
            "moebel",
            ("drawing", "furniture"),
            FurnitureForm,
            _l("Möbel oder Einbau"),
            _l("Möbel und Einbauten"),
            summaries.furniture,
        ),
        ElementKind(
            "bereiche", ("drawing", "areas"), AreaForm, _l("Bereich"), _l("Bereiche"), summaries.area_of
        ),
        ElementKind(
            "wege",
            ("drawing", "step_free_ways"),
            WayForm,
            _l("Stufenloser Weg"),
            _l("Stufenlose Wege"),
            summaries.line,
        ),
        ElementKind("flaechen", ("spaces",), SpaceForm, _l("Fläche"), _l("Flächen"), summaries.space),
    )
}
"""By their code, in the order in which one draws."""
