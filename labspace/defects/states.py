"""How a report goes on."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class DefectState(enum.Enum):
    """Where a report stands."""

    REPORTED = "reported"
    IN_WORK = "in_work"
    DONE = "done"
    DECLINED = "declined"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    @property
    def may_become(self) -> tuple[DefectState, ...]:
        """What may follow, the likeliest first."""
        return _STEPS[self]


OPEN = frozenset({DefectState.REPORTED, DefectState.IN_WORK})
"""Somebody has something to do."""

_LABELS = {
    DefectState.REPORTED: _l("gemeldet"),
    DefectState.IN_WORK: _l("in Arbeit"),
    DefectState.DONE: _l("erledigt"),
    DefectState.DECLINED: _l("kein Mangel"),
}

_STEPS = {
    DefectState.REPORTED: (DefectState.IN_WORK, DefectState.DONE, DefectState.DECLINED),
    DefectState.IN_WORK: (DefectState.DONE, DefectState.REPORTED, DefectState.DECLINED),
    DefectState.DONE: (DefectState.IN_WORK,),
    DefectState.DECLINED: (DefectState.IN_WORK,),
}
"""Every step has one back, so that nothing said by mistake stays said."""
