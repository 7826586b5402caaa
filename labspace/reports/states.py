"""How far a version of a report, or a printed copy of it, has come."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class VersionState(enum.Enum):
    """A version is written on, then frozen; there is no way back."""

    DRAFT = "draft"
    FINAL = "final"

    @property
    def label(self) -> LazyString:
        return _l("Entwurf") if self is VersionState.DRAFT else _l("endgültig")


class PrintState(enum.Enum):
    """Where the making of a PDF stands."""

    WAITING = "waiting"
    COUNTING = "counting"
    SETTING = "setting"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> LazyString:
        return _PRINTS[self]

    @property
    def is_under_way(self) -> bool:
        return self not in {PrintState.DONE, PrintState.FAILED}

    @property
    def steps_done(self) -> int:
        """Of `PRINT_STEPS`."""
        return _STEPS_DONE[self]


PRINT_STEPS = 3

_PRINTS = {
    PrintState.WAITING: _l("wartet auf den nächsten freien Augenblick"),
    PrintState.COUNTING: _l("Zahlen und Nachweise werden gesammelt"),
    PrintState.SETTING: _l("Seiten werden gesetzt"),
    PrintState.DONE: _l("fertig"),
    PrintState.FAILED: _l("nicht gelungen"),
}
_STEPS_DONE = {
    PrintState.WAITING: 0,
    PrintState.COUNTING: 1,
    PrintState.SETTING: 2,
    PrintState.DONE: 3,
    PrintState.FAILED: 0,
}
