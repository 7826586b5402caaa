"""What a chart shows: values in a unit, and honest words for those that are not there."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from labspace.formats import exact_text, not_stated_text, percent_text
from labspace.words import gettext as _


class Gap(enum.Enum):
    """Why a value is not shown. A gap carries no number, so that none can leak from it."""

    NOT_STATED = "not_stated"
    """There was nothing to divide by, or nothing was recorded (figures.md R11)."""
    SUPPRESSED = "suppressed"
    """It rests on too few persons or organisations (R12)."""
    AHEAD = "ahead"
    """The time is not over; only what is past counts as actual (R11)."""

    @property
    def sign(self) -> str:
        """What stands in a table instead of a number."""
        match self:
            case Gap.NOT_STATED:
                return not_stated_text()
            case Gap.SUPPRESSED:
                return "•"
            case Gap.AHEAD:
                return "–"

    @property
    def meaning(self) -> str:
        """The sign with its reason, for the legend."""
        match self:
            case Gap.NOT_STATED:
                return _("k. A.: Dafür liegt keine Zahl vor.")
            case Gap.SUPPRESSED:
                return _(
                    "•: Nicht gezeigt, weil die Zahl auf zu wenigen Personen oder Organisationen beruht."
                )
            case Gap.AHEAD:
                return _("–: Diese Zeit ist noch nicht vorbei.")


Value: TypeAlias = Fraction | int | Gap


class Unit(enum.Enum):
    """What is counted. Rates come as exact shares of one and are shown in percent."""

    PERCENT = "percent"
    HOURS = "hours"
    COUNT = "count"

    def amount(self, value: Fraction | int) -> Fraction:
        """The number as it is shown: 0.519 is 51.9 percent."""
        return Fraction(value) * (100 if self is Unit.PERCENT else 1)

    def text(self, value: Value) -> str:
        """51,9 % · 27,0 h · 1 240, or the sign of a gap."""
        if isinstance(value, Gap):
            return value.sign
        match self:
            case Unit.PERCENT:
                return percent_text(Fraction(value))
            case Unit.HOURS:
                return _("%(number)s h", number=exact_text(value))
            case Unit.COUNT:
                return exact_text(value, digits=0)

    def short(self, value: Fraction | int) -> str:
        """The whole number for a small cell, without its unit; a little is not nothing: <1."""
        amount = self.amount(value)
        return "<1" if 0 < amount < Fraction(1, 2) else exact_text(amount, digits=0)

    def axis(self, amount: Fraction) -> str:
        """20 % · 1,5 h · 40 for a shown number, with no more decimals than it needs."""
        number = exact_text(amount, digits=_digits(amount))
        match self:
            case Unit.PERCENT:
                return _("%(number)s %%", number=number)
            case Unit.HOURS:
                return _("%(number)s h", number=number)
            case Unit.COUNT:
                return number

    @property
    def is_whole(self) -> bool:
        return self is Unit.COUNT


MOST_DIGITS = 6


def _digits(amount: Fraction) -> int:
    return next((n for n in range(MOST_DIGITS) if (amount * 10**n).denominator == 1), MOST_DIGITS)


def known(values: Iterable[Value]) -> list[Fraction]:
    """The values that are there, in their order."""
    return [Fraction(value) for value in values if not isinstance(value, Gap)]


def gaps_in(values: Iterable[Value]) -> list[Gap]:
    """The sorts of gaps among the values, each once, in the order of `Gap`."""
    found = {value for value in values if isinstance(value, Gap)}
    return [gap for gap in Gap if gap in found]
