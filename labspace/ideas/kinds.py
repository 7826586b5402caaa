"""Vocabulary of ideas and of the money behind them (K25)."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class IdeaDeed(enum.Enum):
    """What the house did with an idea, as its log tells it."""

    STEP = "step"
    RELEASED = "released"
    REWORDED = "reworded"
    WITHHELD = "withheld"
    TRIAL = "trial"

    @property
    def label(self) -> LazyString:
        return _DEEDS[self]


class MoneySource(enum.Enum):
    """Whose money it is."""

    OWN = "own"
    PUBLIC_GRANT = "public_grant"
    INVESTOR = "investor"
    PARTNER = "partner"

    @property
    def label(self) -> LazyString:
        return _SOURCES[self]


class MoneyStep(enum.Enum):
    """How far an amount has come."""

    REQUESTED = "requested"
    GRANTED = "granted"
    PAID = "paid"

    @property
    def label(self) -> LazyString:
        return _MONEY_STEPS[self]


_DEEDS = {
    IdeaDeed.STEP: _l("Stand"),
    IdeaDeed.RELEASED: _l("veröffentlicht"),
    IdeaDeed.REWORDED: _l("öffentlicher Text geändert"),
    IdeaDeed.WITHHELD: _l("von der Veröffentlichung zurückgehalten"),
    IdeaDeed.TRIAL: _l("mit einem Versuch verbunden"),
}
_SOURCES = {
    MoneySource.OWN: _l("Anschubfinanzierung der IHK"),
    MoneySource.PUBLIC_GRANT: _l("öffentliche Förderung"),
    MoneySource.INVESTOR: _l("Investor"),
    MoneySource.PARTNER: _l("Mittel von Partnern"),
}
_MONEY_STEPS = {
    MoneyStep.REQUESTED: _l("beantragt"),
    MoneyStep.GRANTED: _l("bewilligt"),
    MoneyStep.PAID: _l("ausgezahlt"),
}
