"""Pure: one indicator's value, with what it was divided from and how well it is known.

Values of parts – houses, months, kinds – are put together here and nowhere else: numerators and
denominators are summed, never rates averaged, and what is distinct or ordered refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from labspace.occupancy.kinds import Adding, Indicator
from labspace.visits.kinds import DataGrade


class NotAdditive(TypeError):
    """Parts of this indicator say nothing of the whole: it is counted anew (R9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An indicator of some houses in some period, unrounded."""

    indicator: Indicator
    numerator: Fraction
    """In the indicator's unit; of a share, what is divided."""
    denominator: Fraction | None = None
    """None: nothing is divided."""
    known: Fraction = Fraction(1)
    """How much of what it should rest on is known (coverage) …"""
    of: Fraction = Fraction(1)
    """… of how much."""
    unsure: Fraction = Fraction(0)
    """How much of the numerator rests on data grades C and D (R13)."""
    grades: Mapping[DataGrade, Fraction] = field(default_factory=dict)
    """How much of the numerator rests on each data grade; empty where visits are no matter."""
    internal: Fraction | None = None
    """How much of the numerator is the chamber's own use ("davon intern"); None where it is left out (R10)."""
    persons: int | None = None
    """On how many persons it rests (R12); None: that is no matter."""
    organisations: int | None = None

    @property
    def value(self) -> Fraction | None:
        """None, shown as "k. A.", where there is nothing to divide by (R11)."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    @property
    def coverage(self) -> Fraction | None:
        return self.known / self.of if self.of else None

    @property
    def unsure_share(self) -> Fraction | None:
        return self.unsure / self.numerator if self.numerator else None

    @property
    def is_estimated(self) -> bool:
        """Whether it says hours that were not all measured: K15 is "geschätzt" unless of data grade A."""
        return self.indicator is Indicator.VISIT_HOURS and any(
            number for grade, number in self.grades.items() if grade is not DataGrade.A
        )

    @property
    def internal_value(self) -> Fraction | None:
        """ "Davon intern": of a rate, what internal use alone is of the same denominator."""
        if self.internal is None or self.denominator is None:
            return self.internal
        return self.internal / self.denominator if self.denominator else None


def together(parts: Iterable[Value]) -> Value:
    """The value of parts that share nothing: different houses, or times apart; at least one.

    Raises `NotAdditive` where parts may hold the same persons, or the whole has an order of its own.
    """
    found = list(parts)
    indicator = found[0].indicator
    if any(part.indicator is not indicator for part in found):
        raise ValueError("values of different indicators do not add up")
    if len(found) > 1 and indicator.adding is not Adding.SUMS:
        raise NotAdditive(f"{indicator.value} is counted anew for each group and period")
    if len(found) == 1:
        return found[0]
    divided = [part.denominator for part in found if part.denominator is not None]
    if divided and len(divided) < len(found):
        raise ValueError("some parts are divided and some are not")
    return Value(
        indicator=indicator,
        numerator=sum((part.numerator for part in found), Fraction()),
        denominator=sum(divided, Fraction()) if divided else None,
        known=sum((part.known for part in found), Fraction()),
        of=sum((part.of for part in found), Fraction()),
        unsure=sum((part.unsure for part in found), Fraction()),
        grades=_grades(found),
        internal=_internal(found),
    )


def _grades(parts: Iterable[Value]) -> dict[DataGrade, Fraction]:
    found: dict[DataGrade, Fraction] = {}
    for part in parts:
        for grade, number in part.grades.items():
            found[grade] = found.get(grade, Fraction()) + number
    return found


def _internal(parts: Iterable[Value]) -> Fraction | None:
    known = [part.internal for part in parts if part.internal is not None]
    return sum(known, Fraction()) if known else None
