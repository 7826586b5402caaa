"""The life of an idea: how far the house has taken it, and whether the public sees it."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class IdeaState(enum.Enum):
    """How far an idea has come."""

    NEW = "new"
    DISCUSSED = "discussed"
    TRIED = "tried"
    BECAME = "became"
    CLOSED = "closed"

    @property
    def label(self) -> LazyString:
        return _STATES[self]

    def may_become(self, state: IdeaState) -> bool:
        """Whether `state` follows from this one."""
        return state in STEPS[self]


I = IdeaState  # noqa: E741 - short for the table below

STEPS: dict[IdeaState, tuple[IdeaState, ...]] = {
    I.NEW: (I.DISCUSSED, I.TRIED, I.CLOSED),
    I.DISCUSSED: (I.TRIED, I.CLOSED),
    I.TRIED: (I.BECAME, I.CLOSED),
    I.BECAME: (I.CLOSED,),
    I.CLOSED: (I.DISCUSSED,),
}
"""What may follow, the usual step first; what was closed may be taken up again."""


class Visibility(enum.Enum):
    """Whether the public sees an idea; nobody does before the house has read it."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"

    @property
    def label(self) -> LazyString:
        return _VISIBILITIES[self]


_STATES = {
    I.NEW: _l("neu"),
    I.DISCUSSED: _l("besprochen"),
    I.TRIED: _l("wird erprobt"),
    I.BECAME: _l("umgesetzt"),
    I.CLOSED: _l("abgeschlossen"),
}
_VISIBILITIES = {
    Visibility.WAITING: _l("noch nicht gelesen"),
    Visibility.RELEASED: _l("öffentlich"),
    Visibility.WITHHELD: _l("nicht öffentlich"),
}
