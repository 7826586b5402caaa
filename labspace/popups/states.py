"""The life of an application for a pop-up slot, and the steps between its states."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class ApplicationState(enum.Enum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    OFFERED = "offered"
    """The team wants it; the offer with its deadline is kept by `tenancies`."""
    RESERVE = "reserve"
    ACCEPTED = "accepted"
    """A time is agreed on: its booking is confirmed."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    def may_become(self, state: ApplicationState) -> bool:
        """Whether `state` follows from this one."""
        return state in STEPS[self]


S = ApplicationState

UNDECIDED = frozenset({S.SUBMITTED, S.IN_REVIEW})
"""With the team of the house."""
DECIDABLE = UNDECIDED | {S.RESERVE}
"""The team may decide: who waits on the reserve list may still move up, or be told no."""
OFFERABLE = UNDECIDED | {S.OFFERED, S.RESERVE, S.ACCEPTED}
"""May be offered a slot; an accepted one again, when its first time was called off or is over."""
WITHDRAWABLE = UNDECIDED | {S.OFFERED, S.RESERVE}
"""The applicant may take it back without calling off what is agreed."""

STEPS: dict[ApplicationState, frozenset[ApplicationState]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.IN_REVIEW, S.OFFERED, S.RESERVE, S.REJECTED, S.ACCEPTED, S.WITHDRAWN}),
    S.IN_REVIEW: frozenset({S.OFFERED, S.RESERVE, S.REJECTED, S.ACCEPTED, S.WITHDRAWN}),
    S.RESERVE: frozenset({S.OFFERED, S.REJECTED, S.ACCEPTED, S.WITHDRAWN}),
    # An offer that lapsed goes back on the reserve list or ends.
    S.OFFERED: frozenset({S.ACCEPTED, S.RESERVE, S.REJECTED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.WITHDRAWN}),
    S.REJECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
}

_LABELS = {
    S.DRAFT: _l("Entwurf"),
    S.SUBMITTED: _l("eingereicht"),
    S.IN_REVIEW: _l("in Prüfung"),
    S.OFFERED: _l("Angebot folgt"),
    S.RESERVE: _l("auf der Reserveliste"),
    S.ACCEPTED: _l("angenommen"),
    S.REJECTED: _l("abgelehnt"),
    S.WITHDRAWN: _l("zurückgezogen"),
}
