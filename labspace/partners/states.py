"""What becomes of a date that was set aside for a partner."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class DateState(enum.Enum):
    """Where a set-aside date stands."""

    HELD = "held"
    USED = "used"
    RETURNED = "returned"
    RELEASED = "released"
    TAKEN = "taken"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    def may_become(self, state: DateState) -> bool:
        """Whether `state` follows from this one."""
        return state in STEPS[self]


D = DateState

STEPS: dict[DateState, frozenset[DateState]] = {
    D.HELD: frozenset({D.USED, D.RETURNED, D.RELEASED}),
    D.USED: frozenset(),
    D.RETURNED: frozenset(),
    D.RELEASED: frozenset(),
    D.TAKEN: frozenset(),
}

_LABELS = {
    D.HELD: _l("freigehalten"),
    D.USED: _l("gebucht"),
    D.RETURNED: _l("zurückgegeben"),
    D.RELEASED: _l("freigegeben"),
    D.TAKEN: _l("war schon belegt"),
}
