"""Why people cancel: a list to count, and their own words beside it."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.bookings.models import BlockingReason
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class CancelReason(enum.Enum):
    """What a booker picks when cancelling."""

    DATE_CHANGED = "date_changed"
    NOT_NEEDED = "not_needed"
    OTHER_SPACE = "other_space"
    TOOK_TOO_LONG = "took_too_long"
    ILLNESS = "illness"
    OTHER = "other"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    CancelReason.DATE_CHANGED: _l("Der Termin hat sich geändert"),
    CancelReason.NOT_NEEDED: _l("Die Fläche wird nicht mehr gebraucht"),
    CancelReason.OTHER_SPACE: _l("Eine andere Fläche passt besser"),
    CancelReason.TOOK_TOO_LONG: _l("Die Entscheidung hat zu lange gedauert"),
    CancelReason.ILLNESS: _l("Krankheit oder Verspätung"),
    CancelReason.OTHER: _l("Ein anderer Grund"),
}


def stored_reason(reason: CancelReason, words: str = "") -> str:
    """What `Booking.cancel_reason` keeps: the machine word, then the person's own words."""
    return f"{reason.value}: {words}" if words else reason.value


def reason_text(stored: str) -> str:
    """A kept reason for people; texts without a machine word, as staff write them, stay as they are."""
    word, _colon, words = stored.partition(": ")
    try:
        label = str(CancelReason(word).label)
    except ValueError:
        return stored
    return _("%(reason)s – %(words)s", reason=label, words=words) if words else label


def blocking_label(reason: BlockingReason) -> LazyString:
    """What a blocking is for."""
    return _BLOCKING_LABELS[reason]


_BLOCKING_LABELS = {
    BlockingReason.MAINTENANCE: _l("Wartung oder Reparatur (zählt als geschlossen)"),
    BlockingReason.RESERVED: _l("Freigehalten"),
    BlockingReason.OTHER: _l("Anderes"),
}
