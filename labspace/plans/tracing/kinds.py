"""What becomes of a layer of a foreign drawing, and in which units it was drawn."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plans import Item
from labspace.words import lazy_gettext as _l


class Unit(enum.Enum):
    """What one unit of the drawing is."""

    MILLIMETRE = "mm"
    CENTIMETRE = "cm"
    METRE = "m"
    INCH = "inch"
    FOOT = "fuss"

    @property
    def label(self) -> LazyString:
        return _UNIT_LABELS[self]

    @property
    def metres(self) -> float:
        return _METRES[self]


_METRES = {
    Unit.MILLIMETRE: 0.001,
    Unit.CENTIMETRE: 0.01,
    Unit.METRE: 1.0,
    Unit.INCH: 0.0254,
    Unit.FOOT: 0.3048,
}
_UNIT_LABELS = {
    Unit.MILLIMETRE: _l("Millimeter"),
    Unit.CENTIMETRE: _l("Zentimeter"),
    Unit.METRE: _l("Meter"),
    Unit.INCH: _l("Zoll"),
    Unit.FOOT: _l("Fuß"),
}


class Role(enum.Enum):
    """What the lines of a layer become on the plan."""

    NOTHING = "nichts"
    OUTLINE = "umriss"
    OUTER_WALLS = "aussenwaende"
    INNER_WALLS = "innenwaende"
    AREAS = "bereiche"
    WAYS = "wege"
    DESKS = "arbeitsplaetze"
    MEETING_ROOMS = "besprechungsraeume"
    POPUP_SLOTS = "popup"
    CAFE_TABLES = "cafe-tische"
    EVENT_AREAS = "eventflaechen"
    COLUMNS = "saeulen"
    STAIRS = "treppen"
    LIFTS = "aufzuege"
    TABLES = "tische"
    COUNTERS = "theken"
    SHELVES = "regale"
    TOILETS = "wcs"

    @property
    def label(self) -> LazyString:
        return _ROLE_LABELS[self]


SPACES = {
    Role.DESKS: SpaceKind.DESK,
    Role.MEETING_ROOMS: SpaceKind.MEETING_ROOM,
    Role.POPUP_SLOTS: SpaceKind.POPUP_SLOT,
    Role.CAFE_TABLES: SpaceKind.CAFE_TABLE,
    Role.EVENT_AREAS: SpaceKind.EVENT_AREA,
}
ITEMS = {
    Role.COLUMNS: Item.COLUMN,
    Role.STAIRS: Item.STAIRS,
    Role.LIFTS: Item.LIFT,
    Role.TABLES: Item.TABLE,
    Role.COUNTERS: Item.COUNTER,
    Role.SHELVES: Item.SHELF,
    Role.TOILETS: Item.TOILET,
}
WALLS = frozenset({Role.OUTER_WALLS, Role.INNER_WALLS})
LINES = WALLS | {Role.WAYS}
"""Roles that take open lines; the others need closed outlines."""

_ROLE_LABELS = {
    Role.NOTHING: _l("nicht übernehmen"),
    Role.OUTLINE: _l("Umriss des Gebäudes"),
    Role.OUTER_WALLS: _l("Außenwände"),
    Role.INNER_WALLS: _l("Innenwände"),
    Role.AREAS: _l("Bereiche, nicht buchbar"),
    Role.WAYS: _l("Stufenlose Wege"),
    Role.DESKS: _l("Arbeitsplätze"),
    Role.MEETING_ROOMS: _l("Besprechungsräume"),
    Role.POPUP_SLOTS: _l("Pop-up-Flächen"),
    Role.CAFE_TABLES: _l("Café-Tische"),
    Role.EVENT_AREAS: _l("Eventflächen"),
    Role.COLUMNS: _l("Säulen"),
    Role.STAIRS: _l("Treppen"),
    Role.LIFTS: _l("Aufzüge"),
    Role.TABLES: _l("Tische"),
    Role.COUNTERS: _l("Theken"),
    Role.SHELVES: _l("Regale"),
    Role.TOILETS: _l("WCs"),
}


class LeftOut(enum.Enum):
    """Why a line of a chosen layer is not taken over."""

    OPEN = "open"
    CROSSING = "crossing"
    SMALL = "small"
    DOUBLE = "double"
    SECOND_OUTLINE = "second_outline"
