"""The steps of a heat map: nothing, and four or five equal ones above it."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from labspace.charts.kinds import Unit, Value, known
from labspace.charts.ticks import CLASSES, ticks
from labspace.words import gettext as _

MOST = 5
TINTS = {1: (5,), 2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
"""Which of the five tints steps 1, 2, … take when there are so many."""


@dataclass(frozen=True)
class Steps:
    """Bounds in the unit as shown: step 1 is above zero and up to the first of them, itself included."""

    bounds: tuple[Fraction, ...]
    unit: Unit

    def of(self, value: Fraction | int) -> int:
        """0 for nothing, else the step whose range the value lies in; never falls as the value grows."""
        amount = self.unit.amount(value)
        return min(bisect_left(self.bounds, amount) + 1, len(self.bounds)) if amount > 0 else 0

    def tint(self, value: Fraction | int) -> int:
        """0–5: how strongly the step is coloured and hatched."""
        step = self.of(value)
        return TINTS[len(self.bounds)][step - 1] if step else 0

    def legend(self) -> list[tuple[int, str]]:
        """(tint, range in words), from nothing upwards."""
        upper = [self.unit.axis(bound) for bound in self.bounds]
        texts = [_("bis %(upper)s", upper=upper[0])]
        texts += [
            _("über %(lower)s bis %(upper)s", lower=lower, upper=higher)
            for lower, higher in itertools.pairwise(upper)
        ]
        return [(0, self.unit.axis(Fraction(0))), *zip(TINTS[len(self.bounds)], texts, strict=True)]


def steps_for(values: Iterable[Value], *, unit: Unit) -> Steps:
    """Rates in fifths of a hundred, so that two houses compare; all else up to the greatest value."""
    if unit is Unit.PERCENT:
        return Steps(tuple(Fraction(n * 20) for n in range(1, MOST + 1)), unit)
    greatest = max((unit.amount(value) for value in known(values)), default=Fraction(0))
    return Steps(ticks(greatest, at_most=MOST + 1, is_whole=unit.is_whole, steps=CLASSES)[1:], unit)
