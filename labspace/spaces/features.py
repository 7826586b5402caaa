"""What a space has: stable codes with their labels, in the order people look for them."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Feature(enum.Enum):
    """Something to search and filter by."""

    STEP_FREE = "step_free"
    POWER = "power"
    MONITOR = "monitor"
    HEIGHT_ADJUSTABLE = "height_adjustable"
    WINDOW_SEAT = "window_seat"
    QUIET = "quiet"
    SCREEN = "screen"
    PROJECTOR = "projector"
    VIDEO = "video"
    WHITEBOARD = "whiteboard"
    SOUND = "sound"
    STAGE = "stage"
    HEARING_LOOP = "hearing_loop"
    DAYLIGHT = "daylight"
    BLACKOUT = "blackout"
    SHOP_FRONT = "shop_front"
    STORAGE = "storage"
    KITCHEN = "kitchen"
    HIGH_CHAIR = "high_chair"
    OUTDOOR = "outdoor"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    Feature.STEP_FREE: _l("stufenlos erreichbar"),
    Feature.POWER: _l("Steckdosen"),
    Feature.MONITOR: _l("Bildschirm am Platz"),
    Feature.HEIGHT_ADJUSTABLE: _l("höhenverstellbar"),
    Feature.WINDOW_SEAT: _l("am Fenster"),
    Feature.QUIET: _l("ruhige Lage"),
    Feature.SCREEN: _l("Wandbildschirm"),
    Feature.PROJECTOR: _l("Beamer und Leinwand"),
    Feature.VIDEO: _l("Videokonferenz"),
    Feature.WHITEBOARD: _l("Whiteboard"),
    Feature.SOUND: _l("Tonanlage"),
    Feature.STAGE: _l("Bühne"),
    Feature.HEARING_LOOP: _l("induktive Höranlage"),
    Feature.DAYLIGHT: _l("Tageslicht"),
    Feature.BLACKOUT: _l("verdunkelbar"),
    Feature.SHOP_FRONT: _l("Schaufenster"),
    Feature.STORAGE: _l("Lager"),
    Feature.KITCHEN: _l("Küche"),
    Feature.HIGH_CHAIR: _l("Hochstuhl"),
    Feature.OUTDOOR: _l("Außenplätze"),
}
