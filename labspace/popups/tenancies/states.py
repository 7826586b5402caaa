"""The lives of an offer and of a tenancy, and what may become of an idea."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class OfferState(enum.Enum):
    """Where an offer stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> LazyString:
        return _OFFER_LABELS[self]

    def may_become(self, state: OfferState) -> bool:
        """Whether `state` follows from this one."""
        return state in OFFER_STEPS[self]


S = OfferState

OFFER_STEPS: dict[OfferState, frozenset[OfferState]] = {
    S.OPEN: frozenset({S.ACCEPTED, S.DECLINED, S.LAPSED, S.TAKEN_BACK}),
    S.ACCEPTED: frozenset(),
    S.DECLINED: frozenset(),
    S.LAPSED: frozenset(),
    S.TAKEN_BACK: frozenset(),
}

_OFFER_LABELS = {
    S.OPEN: _l("offen"),
    S.ACCEPTED: _l("angenommen"),
    S.DECLINED: _l("abgelehnt"),
    S.LAPSED: _l("verfallen"),
    S.TAKEN_BACK: _l("zurückgenommen"),
}


class TenancyState(enum.Enum):
    """Where a tenancy stands."""

    AGREED = "agreed"
    RUNNING = "running"
    ENDED = "ended"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> LazyString:
        return _TENANCY_LABELS[self]

    def may_become(self, state: TenancyState) -> bool:
        """Whether `state` follows from this one."""
        return state in TENANCY_STEPS[self]


T = TenancyState

HAPPENING = frozenset({T.AGREED, T.RUNNING, T.ENDED})
"""Takes place, or did."""

UNENDED = frozenset({T.AGREED, T.RUNNING})
"""Still ahead or going on: its end can be another day."""

TENANCY_STEPS: dict[TenancyState, frozenset[TenancyState]] = {
    T.AGREED: frozenset({T.RUNNING, T.CALLED_OFF}),
    T.RUNNING: frozenset({T.ENDED, T.CALLED_OFF}),
    T.ENDED: frozenset(),
    T.CALLED_OFF: frozenset(),
}

_TENANCY_LABELS = {
    T.AGREED: _l("vereinbart"),
    T.RUNNING: _l("läuft"),
    T.ENDED: _l("beendet"),
    T.CALLED_OFF: _l("abgesagt"),
}


class Outcome(enum.Enum):
    """What became of an idea after its pop-up."""

    LEASE_SIGNED = "lease_signed"
    OWN_SHOP = "own_shop"
    ELSEWHERE = "elsewhere"
    ONLINE = "online"
    STOPPED = "stopped"
    UNKNOWN = "unknown"

    @property
    def label(self) -> LazyString:
        return _OUTCOME_LABELS[self]


STAYED = frozenset({Outcome.LEASE_SIGNED, Outcome.OWN_SHOP})
"""Stays in the city with a shop (K20)."""

_OUTCOME_LABELS = {
    Outcome.LEASE_SIGNED: _l("Anschlussmiete in der Stadt unterschrieben"),
    Outcome.OWN_SHOP: _l("eigener Laden in der Stadt"),
    Outcome.ELSEWHERE: _l("Laden in einer anderen Stadt"),
    Outcome.ONLINE: _l("weiter online"),
    Outcome.STOPPED: _l("eingestellt"),
    Outcome.UNKNOWN: _l("nicht bekannt"),
}


class Direction(enum.Enum):
    """Whether the slot is handed over to the tenant or back."""

    IN = "einzug"
    OUT = "auszug"

    @property
    def label(self) -> LazyString:
        return _l("Übergabe beim Einzug") if self is Direction.IN else _l("Übergabe beim Auszug")


class Condition(enum.Enum):
    """How an item was found."""

    GOOD = "good"
    WORN = "worn"
    DAMAGED = "damaged"
    MISSING = "missing"

    @property
    def label(self) -> LazyString:
        return _CONDITION_LABELS[self]


_CONDITION_LABELS = {
    Condition.GOOD: _l("in Ordnung"),
    Condition.WORN: _l("Gebrauchsspuren"),
    Condition.DAMAGED: _l("beschädigt"),
    Condition.MISSING: _l("fehlt"),
}


class Meter(enum.Enum):
    """What is read at a handover."""

    ELECTRICITY = "electricity"
    WATER = "water"
    HEAT = "heat"

    @property
    def label(self) -> LazyString:
        return _METER_LABELS[self]


_METER_LABELS = {
    Meter.ELECTRICITY: _l("Strom in kWh"),
    Meter.WATER: _l("Wasser in m³"),
    Meter.HEAT: _l("Wärme in kWh"),
}
