"""Pure: what a layer probably holds, by its name; a person decides."""

from __future__ import annotations

import re

from labspace.plans.tracing.kinds import Role, Unit
from labspace.plans.tracing.sheets import Layer

_WORDS = (
    (Role.OUTLINE, r"umriss|outline|footprint|geb(ä|ae)udekante"),
    (Role.OUTER_WALLS, r"(au(ß|ss)en|outer|exterior|ext).*(wand|w(ä|ae)nde|wall|mauer)|(wand|wall).*(au(ß|ss)en|ext)"),
    (Role.INNER_WALLS, r"wand|w(ä|ae)nde|wall|mauer"),
    (Role.STAIRS, r"treppe|stair"),
    (Role.LIFTS, r"aufzug|lift|elevator"),
    (Role.COLUMNS, r"s(ä|ae)ule|st(ü|ue)tze|column"),
    (Role.TOILETS, r"\bwc\b|toilet|sanit"),
    (Role.MEETING_ROOMS, r"besprechung|meeting"),
    (Role.DESKS, r"arbeitspl|schreibtisch|desk"),
    (Role.CAFE_TABLES, r"caf(é|e)"),
    (Role.POPUP_SLOTS, r"pop.?up"),
    (Role.EVENT_AREAS, r"event|veranstaltung|saal"),
    (Role.COUNTERS, r"theke|tresen|counter"),
    (Role.SHELVES, r"regal|shel[fv]"),
    (Role.TABLES, r"tisch|table"),
    (Role.AREAS, r"raum|r(ä|ae)ume|room|zone|bereich|fl(ä|ae)che|area"),
)  # fmt: skip
_KNOWN = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS)
_SCALES = (1, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
USUAL_M = 6.0
"""Floors are at least so wide; a smaller one is drawn to a scale."""


def guessed_role(layer: Layer) -> Role:
    """By the first word that is known; a layer switched off where it was drawn is left out."""
    if layer.is_hidden:
        return Role.NOTHING
    return next((role for role, words in _KNOWN if words.search(layer.name)), Role.NOTHING)


def guessed_unit(metres_per_unit: float | None) -> Unit | None:
    """The unit a file names, where it is one people choose."""
    return next((unit for unit in Unit if unit.metres == metres_per_unit), None)


def guessed_scale(width_m: float) -> int:
    """The 1 : n in which a floor so wide on paper was probably drawn."""
    return next((scale for scale in _SCALES if width_m * scale >= USUAL_M), _SCALES[-1])
