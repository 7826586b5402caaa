"""The life of a text for the programme."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class TextState(enum.Enum):
    """Where a proposed text stands; only a released one is ever seen by the public."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    def may_become(self, state: TextState) -> bool:
        """Whether `state` follows from this one."""
        return state in STEPS[self]


T = TextState

STEPS: dict[TextState, frozenset[TextState]] = {
    T.PROPOSED: frozenset({T.RELEASED, T.RETURNED, T.REPLACED}),
    T.RETURNED: frozenset({T.REPLACED}),
    T.RELEASED: frozenset({T.WITHDRAWN, T.REPLACED}),
    T.WITHDRAWN: frozenset({T.REPLACED}),
    T.REPLACED: frozenset(),
}

LAST = frozenset({T.PROPOSED, T.RETURNED, T.WITHDRAWN})
"""What a newer proposal takes the place of at once; a released text stays until another is released."""

_LABELS = {
    T.PROPOSED: _l("vorgeschlagen"),
    T.RETURNED: _l("zur Überarbeitung"),
    T.RELEASED: _l("freigegeben"),
    T.WITHDRAWN: _l("zurückgezogen"),
    T.REPLACED: _l("ersetzt"),
}
