"""Pure: what money moved other money (K25)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labspace.ideas.kinds import MoneySource, MoneyStep


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Money of one source that came one step further on a day."""

    source: MoneySource
    step: MoneyStep
    cents: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Leverage:
    """Fördermittelhebel (K25): what others gave for each euro of the chamber's own seed money."""

    own_spent_cents: int
    others_granted_cents: int
    others_paid_cents: int

    @property
    def granted(self) -> Fraction | None:
        """Bewilligt, in euro for each euro spent; None where nothing was spent (R11)."""
        return self._for_each_euro(self.others_granted_cents)

    @property
    def paid(self) -> Fraction | None:
        """Abgerufen, in euro for each euro spent; None where nothing was spent (R11)."""
        return self._for_each_euro(self.others_paid_cents)

    def _for_each_euro(self, cents: int) -> Fraction | None:
        return Fraction(cents, self.own_spent_cents) if self.own_spent_cents else None


def leverage(amounts: Iterable[Amount], *, first: date, last: date) -> Leverage:
    """K25 over the days `first` to `last`, both included.

    An amount counts on the day of its step: what was granted in one year and paid in the next is
    in the one as granted, in the other as paid. Requests never count.
    """
    own, granted, paid = 0, 0, 0
    for amount in amounts:
        if not first <= amount.on <= last:
            continue
        if amount.source is MoneySource.OWN:
            own += amount.cents if amount.step is MoneyStep.PAID else 0
        elif amount.step is MoneyStep.GRANTED:
            granted += amount.cents
        elif amount.step is MoneyStep.PAID:
            paid += amount.cents
    return Leverage(own_spent_cents=own, others_granted_cents=granted, others_paid_cents=paid)
