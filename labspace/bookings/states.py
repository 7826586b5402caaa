"""The life of a booking: its states and the steps between them (figures.md R4)."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class BookingState(enum.Enum):
    """Where a booking stands. A hold is no state."""

    REQUESTED = "requested"
    OPTION = "option"
    CONFIRMED = "confirmed"
    USED = "used"
    NO_SHOW = "no_show"
    CANCELLED_EARLY = "cancelled_early"
    CANCELLED_LATE = "cancelled_late"
    CANCELLED_HOUSE = "cancelled_house"
    REJECTED = "rejected"
    EXPIRED = "expired"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    def may_become(self, state: BookingState) -> bool:
        """Whether `state` follows from this one."""
        return state in STEPS[self]


S = BookingState

CANCELLED = frozenset({S.CANCELLED_EARLY, S.CANCELLED_LATE, S.CANCELLED_HOUSE})
OPEN = frozenset({S.REQUESTED, S.OPTION, S.CONFIRMED})
"""Still ahead: may be moved, cancelled or decided."""
UNDECIDED = frozenset({S.REQUESTED, S.OPTION})
"""Waits for the house."""
CALLED_OFF = CANCELLED | {S.REJECTED, S.EXPIRED}
"""Will not happen; claims nothing any more."""
BOOKED = frozenset({S.CONFIRMED, S.USED, S.NO_SHOW})
"""Counts as booked time (R5)."""
USED = frozenset({S.USED})
CLAIMING = frozenset({S.CONFIRMED, S.USED, S.NO_SHOW})
"""Keeps others off whatever its rank; of options only the first-ranked does."""

STEPS: dict[BookingState, frozenset[BookingState]] = {
    S.REQUESTED: CANCELLED | {S.OPTION, S.CONFIRMED, S.REJECTED, S.EXPIRED},
    S.OPTION: CANCELLED | {S.CONFIRMED, S.REJECTED, S.EXPIRED},
    S.CONFIRMED: CANCELLED | {S.USED, S.NO_SHOW},
    S.USED: frozenset({S.NO_SHOW, S.CONFIRMED}),
    S.NO_SHOW: frozenset({S.USED, S.CONFIRMED}),
    S.CANCELLED_EARLY: frozenset(),
    S.CANCELLED_LATE: frozenset(),
    S.CANCELLED_HOUSE: frozenset(),
    S.REJECTED: frozenset(),
    S.EXPIRED: frozenset(),
}

_LABELS = {
    S.REQUESTED: _l("angefragt"),
    S.OPTION: _l("Option"),
    S.CONFIRMED: _l("bestätigt"),
    S.USED: _l("genutzt"),
    S.NO_SHOW: _l("nicht erschienen"),
    S.CANCELLED_EARLY: _l("storniert (rechtzeitig)"),
    S.CANCELLED_LATE: _l("storniert (spät)"),
    S.CANCELLED_HOUSE: _l("storniert (vom Haus)"),
    S.REJECTED: _l("abgelehnt"),
    S.EXPIRED: _l("verfallen"),
}
