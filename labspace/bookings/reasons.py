"""Reasons as people read them: a word of the list, and their own words beside it."""

from __future__ import annotations

from flask_babel import LazyString

from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Blocking, BlockingReason
from labspace.bookings.models import Booking
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


def noted_reason(code: CancelReason | None, words: str) -> str:
    """What a line of history keeps: the machine word, then the person's own words."""
    if code is None:
        return words
    return f"{code.value}: {words}" if words else code.value


def told_reason(noted: str) -> tuple[CancelReason | None, str]:
    """The machine word and the own words of a noted reason; texts without a machine word are own words."""
    word, _colon, words = noted.partition(": ")
    try:
        return CancelReason(word), words
    except ValueError:
        return None, noted


def reason_text(noted: str) -> str:
    """A noted reason for people."""
    return _in_words(*told_reason(noted))


def cancel_text(booking: Booking) -> str:
    """Why a booking was cancelled or rejected, for people; empty where nobody said."""
    return _in_words(booking.cancel_code, booking.cancel_reason)


def _in_words(code: CancelReason | None, words: str) -> str:
    if code is None or (code is CancelReason.OTHER and words):
        return words
    return _("%(reason)s – %(words)s", reason=code.label, words=words) if words else str(code.label)


def blocking_label(reason: BlockingReason) -> LazyString:
    """What a blocking is for."""
    return _BLOCKING_LABELS[reason]


_BLOCKING_LABELS = {
    BlockingReason.MAINTENANCE: _l("Wartung oder Reparatur (zählt als geschlossen)"),
    BlockingReason.RESERVED: _l("Freigehalten"),
    BlockingReason.OTHER: _l("Anderes"),
    BlockingReason.CALENDAR: _l("Belegt (Kalender)"),
}
BY_HAND = tuple(reason for reason in BlockingReason if reason is not BlockingReason.CALENDAR)
"""What staff choose from."""


def blocking_text(blocking: Blocking) -> str:
    """What one blocking is for, with the calendar it comes from."""
    if blocking.source:
        return _("Belegt (Kalender „%(name)s“)", name=blocking.source)
    return str(blocking_label(blocking.reason))
