"""Kinds of space: what they are called and how each comes to a booking (product.md)."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class SpaceKind(enum.Enum):
    """What a space is; rules and raster hang on it."""

    DESK = "desk"
    MEETING_ROOM = "meeting_room"
    POPUP_SLOT = "popup_slot"
    CAFE_TABLE = "cafe_table"
    EVENT_AREA = "event_area"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    @property
    def plural(self) -> LazyString:
        return _PLURALS[self]

    @property
    def is_booked_at_once(self) -> bool:
        return self in AT_ONCE


AT_ONCE = frozenset({SpaceKind.DESK, SpaceKind.MEETING_ROOM, SpaceKind.CAFE_TABLE})
"""Kinds that are confirmed without staff; the others are asked for."""

_LABELS = {
    SpaceKind.DESK: _l("Arbeitsplatz"),
    SpaceKind.MEETING_ROOM: _l("Besprechungsraum"),
    SpaceKind.POPUP_SLOT: _l("Pop-up-Fläche"),
    SpaceKind.CAFE_TABLE: _l("Café-Tisch"),
    SpaceKind.EVENT_AREA: _l("Eventfläche"),
}

_PLURALS = {
    SpaceKind.DESK: _l("Arbeitsplätze"),
    SpaceKind.MEETING_ROOM: _l("Besprechungsräume"),
    SpaceKind.POPUP_SLOT: _l("Pop-up-Flächen"),
    SpaceKind.CAFE_TABLE: _l("Café-Tische"),
    SpaceKind.EVENT_AREA: _l("Eventflächen"),
}


class Layout(enum.Enum):
    """How an event area is seated."""

    ROWS = "rows"
    PARLIAMENT = "parliament"
    U_SHAPE = "u_shape"
    BANQUET = "banquet"
    STANDING = "standing"

    @property
    def label(self) -> LazyString:
        return _LAYOUT_LABELS[self]


_LAYOUT_LABELS = {
    Layout.ROWS: _l("Reihen"),
    Layout.PARLIAMENT: _l("Parlament"),
    Layout.U_SHAPE: _l("U-Form"),
    Layout.BANQUET: _l("Bankett"),
    Layout.STANDING: _l("stehend"),
}
