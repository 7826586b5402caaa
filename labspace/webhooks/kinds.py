"""What other systems are told of."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Event(enum.Enum):
    """What happened; the value stands in the call as `type`."""

    CREATED = "booking.created"
    CHANGED = "booking.changed"
    CANCELLED = "booking.cancelled"
    CHECKED_IN = "booking.checked_in"
    DECIDED = "application.decided"
    TEST = "test"
    """Sent by hand to try an endpoint; nothing happened."""

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    Event.CREATED: _l("Buchung angelegt"),
    Event.CHANGED: _l("Buchung geändert oder entschieden"),
    Event.CANCELLED: _l("Buchung storniert, abgelehnt oder verfallen"),
    Event.CHECKED_IN: _l("eingecheckt"),
    Event.DECIDED: _l("Pop-up-Bewerbung entschieden"),
    Event.TEST: _l("Test"),
}

CHOOSABLE = tuple(event for event in Event if event is not Event.TEST)


class Pause(enum.Enum):
    """Why nothing is sent to an endpoint at present."""

    BY_TEAM = "by_team"
    UNREACHABLE = "unreachable"
    """It took nothing for `pace.GIVE_UP`; labspace stopped by itself."""
