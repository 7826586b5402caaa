"""Why bookings are cancelled: one list for those who book, one for the house, both to be counted."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class CancelReason(enum.Enum):
    """The reason kept with a cancelled booking; own words may stand beside it."""

    DATE_CHANGED = "date_changed"
    EVENT_CANCELLED = "event_cancelled"
    OTHER_SPACE = "other_space"
    NOT_NEEDED = "not_needed"
    TOOK_TOO_LONG = "took_too_long"
    ILLNESS = "illness"
    DAMAGE = "damage"
    NO_STAFF = "no_staff"
    OWN_USE = "own_use"
    ENTERED_WRONGLY = "entered_wrongly"
    HOUSE_RULES = "house_rules"
    ON_REQUEST = "on_request"
    GIVEN_AWAY = "given_away"
    TOO_MANY_PEOPLE = "too_many_people"
    NOT_THIS_DAY = "not_this_day"
    INCOMPLETE = "incomplete"
    NOT_OUR_PURPOSE = "not_our_purpose"
    NEUTRALITY = "neutrality"
    OTHER = "other"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


R = CancelReason

OF_BOOKERS = (
    R.DATE_CHANGED,
    R.EVENT_CANCELLED,
    R.OTHER_SPACE,
    R.NOT_NEEDED,
    R.TOOK_TOO_LONG,
    R.ILLNESS,
    R.OTHER,
)
"""What somebody may say who gives up a booking of their own."""
OF_THE_HOUSE = (
    R.DAMAGE,
    R.NO_STAFF,
    R.OWN_USE,
    R.ENTERED_WRONGLY,
    R.HOUSE_RULES,
    R.ON_REQUEST,
    R.OTHER,
)
"""What the house must say that cancels somebody's booking."""
OF_DECISIONS = (
    R.GIVEN_AWAY,
    R.TOO_MANY_PEOPLE,
    R.NOT_THIS_DAY,
    R.NO_STAFF,
    R.OWN_USE,
    R.INCOMPLETE,
    R.NOT_OUR_PURPOSE,
    R.NEUTRALITY,
    R.HOUSE_RULES,
    R.OTHER,
)
"""What the house may say that does not fulfil a request."""

_LABELS = {
    R.DATE_CHANGED: _l("Der Termin hat sich geändert"),
    R.EVENT_CANCELLED: _l("Die Veranstaltung fällt aus"),
    R.OTHER_SPACE: _l("Eine andere Fläche gefunden"),
    R.NOT_NEEDED: _l("Die Fläche wird nicht mehr gebraucht"),
    R.TOOK_TOO_LONG: _l("Die Entscheidung hat zu lange gedauert"),
    R.ILLNESS: _l("Krankheit oder Verspätung"),
    R.DAMAGE: _l("Schaden oder Störung im Haus"),
    R.NO_STAFF: _l("Niemand vom Team kann da sein"),
    R.OWN_USE: _l("Das Haus braucht die Fläche selbst"),
    R.ENTERED_WRONGLY: _l("Doppelt oder falsch eingetragen"),
    R.HOUSE_RULES: _l("Gegen die Hausordnung"),
    R.ON_REQUEST: _l("Auf Wunsch der Person, die gebucht hat"),
    R.GIVEN_AWAY: _l("Die Fläche ist zu dieser Zeit anders vergeben"),
    R.TOO_MANY_PEOPLE: _l("Für so viele Personen ist die Fläche nicht zugelassen"),
    R.NOT_THIS_DAY: _l("An diesem Tag ist eine solche Veranstaltung nicht möglich"),
    R.INCOMPLETE: _l("Angaben fehlen trotz Rückfrage"),
    R.NOT_OUR_PURPOSE: _l("Das Vorhaben passt nicht zum Zweck des Hauses"),
    R.NEUTRALITY: _l("Das Haus bleibt politisch und religiös neutral"),
    R.OTHER: _l("Ein anderer Grund"),
}
