"""The life of an option's clock: its states, and the one table of steps between them."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class ClockState(enum.Enum):
    """Where an option stands. Only who is first has a clock that runs: waiting keeps nobody off."""

    WAITING = "waiting"
    """Somebody is ahead, or the time is given away; no deadline before the event begins."""
    RUNNING = "running"
    """First: the time is kept until the deadline."""
    CHALLENGED = "challenged"
    """First, and asked to commit or release by a nearer deadline."""
    COMMITTED = "committed"
    """First, and asked for it bindingly: the clock stands still until the house decides."""
    ENDED = "ended"
    """Confirmed, rejected, released or lapsed: no option any more."""

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    def after(self, step: Step) -> ClockState | None:
        """The state that follows; None where the step is not possible."""
        return STEPS[self].get(step)


class Step(enum.Enum):
    """What may happen to an option's clock."""

    BECOME_FIRST = "become_first"
    FALL_BACK = "fall_back"
    """Part of the time was given to somebody else, by a logged decision or before."""
    CHALLENGE = "challenge"
    WITHDRAW = "withdraw"
    """Whoever asked waits no longer: the old deadline comes back."""
    COMMIT = "commit"
    EXTEND = "extend"
    """Staff set a later deadline, with a reason."""
    END = "end"
    """Confirmed, rejected, released, or the deadline passed."""


S = ClockState

STEPS: dict[ClockState, dict[Step, ClockState]] = {
    S.WAITING: {Step.BECOME_FIRST: S.RUNNING, Step.END: S.ENDED},
    S.RUNNING: {
        Step.CHALLENGE: S.CHALLENGED,
        Step.COMMIT: S.COMMITTED,
        Step.EXTEND: S.RUNNING,
        Step.FALL_BACK: S.WAITING,
        Step.END: S.ENDED,
    },
    S.CHALLENGED: {
        Step.WITHDRAW: S.RUNNING,
        Step.COMMIT: S.COMMITTED,
        Step.EXTEND: S.CHALLENGED,
        Step.FALL_BACK: S.WAITING,
        Step.END: S.ENDED,
    },
    S.COMMITTED: {Step.FALL_BACK: S.WAITING, Step.END: S.ENDED},
    S.ENDED: {},
}

TICKING = frozenset({S.RUNNING, S.CHALLENGED})
"""Lapses at a deadline of its own."""
FIRST = TICKING | {S.COMMITTED}
"""Keeps the time; everybody else waits."""


class Outcome(enum.Enum):
    """What became of a challenge."""

    COMMITTED = "committed"
    RELEASED = "released"
    LAPSED = "lapsed"
    """Not answered in time: the option lapsed."""
    WITHDRAWN = "withdrawn"
    """Whoever asked waits no longer."""
    DECIDED = "decided"
    """The house decided before it was answered."""


_LABELS = {
    S.WAITING: _l("wartet"),
    S.RUNNING: _l("Frist läuft"),
    S.CHALLENGED: _l("um Antwort gebeten"),
    S.COMMITTED: _l("verbindlich angefragt"),
    S.ENDED: _l("nicht mehr offen"),
}
