"""The life of a wish on the waiting list, and of what it is offered."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class WishState(enum.Enum):
    """Where a wish stands."""

    WAITING = "waiting"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    PAST = "past"
    """Its last day is over, or nothing is left of it that was not offered already."""

    @property
    def label(self) -> LazyString:
        return _WISH_LABELS[self]


class OfferState(enum.Enum):
    """What became of an offer."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    LAPSED = "lapsed"

    @property
    def label(self) -> LazyString:
        return _OFFER_LABELS[self]


_WISH_LABELS = {
    WishState.WAITING: _l("wartet"),
    WishState.FULFILLED: _l("erfüllt"),
    WishState.WITHDRAWN: _l("zurückgezogen"),
    WishState.PAST: _l("abgelaufen"),
}
_OFFER_LABELS = {
    OfferState.OPEN: _l("für Sie vorgemerkt"),
    OfferState.TAKEN: _l("gebucht"),
    OfferState.DECLINED: _l("abgelehnt"),
    OfferState.LAPSED: _l("Frist abgelaufen"),
}
