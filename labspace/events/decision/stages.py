"""How far a house has come in deciding on an event, and the steps between; beside the booking's own state."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Stage(enum.Enum):
    """Where the decision stands."""

    OPEN = "open"
    ASKED = "asked"
    RECOMMENDED = "recommended"
    DECIDED = "decided"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    def may_become(self, stage: Stage) -> bool:
        """Whether `stage` follows from this one."""
        return stage in STEPS[self]


S = Stage

STEPS: dict[Stage, frozenset[Stage]] = {
    S.OPEN: frozenset({S.ASKED, S.RECOMMENDED, S.DECIDED}),
    # Answered, asked once more, or decided without waiting for the answer.
    S.ASKED: frozenset({S.OPEN, S.ASKED, S.RECOMMENDED, S.DECIDED}),
    # Open again when the request changes: what was recommended is not what stands there now.
    S.RECOMMENDED: frozenset({S.OPEN, S.ASKED, S.DECIDED}),
    S.DECIDED: frozenset(),
}

_LABELS = {
    S.OPEN: _l("offen"),
    S.ASKED: _l("Rückfrage gestellt"),
    S.RECOMMENDED: _l("empfohlen, zweite Person fehlt"),
    S.DECIDED: _l("entschieden"),
}
