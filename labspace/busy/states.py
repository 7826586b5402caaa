"""What a subscribed calendar can be, and what staff can decide where it collides with a booking."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class CalendarState(enum.Enum):
    """A draft keeps nothing taken; a removed calendar is remembered without address and content."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"

    def may_become(self, state: CalendarState) -> bool:
        return state in _STEPS[self]

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_STEPS = {
    CalendarState.DRAFT: {CalendarState.ACTIVE, CalendarState.REMOVED},
    CalendarState.ACTIVE: {CalendarState.PAUSED, CalendarState.REMOVED},
    CalendarState.PAUSED: {CalendarState.ACTIVE, CalendarState.REMOVED},
    CalendarState.REMOVED: set(),
}
_LABELS = {
    CalendarState.DRAFT: _l("Vorschau"),
    CalendarState.ACTIVE: _l("aktiv"),
    CalendarState.PAUSED: _l("angehalten"),
    CalendarState.REMOVED: _l("entfernt"),
}

IN_FORCE = frozenset({CalendarState.ACTIVE, CalendarState.PAUSED})
"""Their events keep spaces taken."""


class Decision(enum.Enum):
    """What staff decided about an event that lies over a booking."""

    KEEP_BOOKING = "keep_booking"
    CANCEL_BOOKING = "cancel_booking"
    DISMISS_EVENT = "dismiss_event"

    @property
    def label(self) -> LazyString:
        return _DECISIONS[self]


_DECISIONS = {
    Decision.KEEP_BOOKING: _l("Die Buchung bleibt; der Termin belegt nur die übrige Zeit"),
    Decision.CANCEL_BOOKING: _l("Die Buchung stornieren; der Termin belegt dann die ganze Zeit"),
    Decision.DISMISS_EVENT: _l("Den Termin nicht übernehmen; er belegt hier nichts"),
}
