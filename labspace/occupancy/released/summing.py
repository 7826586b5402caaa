"""Pure: published figures of several houses and months put together, which anybody could do by hand.

What is hidden in any of the months stays unknown for all of them, and so does what does not add up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.released.lines import WHOLE, Line, Name, Split

I = Indicator  # noqa: E741 - the table below is read by this letter
SUMMED = frozenset(
    {
        I.BOOKABLE, I.BOOKED, I.USED, I.BOOKING_RATE, I.FREQUENCY_RATE, I.ACTIVATED, I.ACTIVATION_RATE,
        I.EVENINGS, I.WEEKENDS, I.VISITS, I.VISIT_HOURS, I.POPUP_DAYS, I.EVENTS,
    }
)  # fmt: skip
"""What anybody can add up. Of other rates the parts are not public: put together they would tell of these."""

Lines = Mapping[Name, Line]
"""What is public of one house in one month."""


@dataclass(frozen=True, slots=True)
class Together:
    """A published figure of several months: what was summed, and what it is divided by."""

    numerator: Fraction
    denominator: Fraction | None

    @property
    def value(self) -> Fraction | None:
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def by_name(lines: Iterable[Line]) -> Lines:
    """The lines of one house and month by what they are."""
    return {line.name: line for line in lines}


def together(
    months: Sequence[Lines], indicator: Indicator, part: Part = Part.MAIN, *, keys: Collection[str] = (WHOLE,)
) -> Together | None:
    """The figure of these months and kinds together; None where a part of it is hidden, or it does not add up."""
    found = []
    for lines in months:
        for key in keys:
            line = lines.get(Name(Split.KIND, key, indicator, part))
            if line is None:
                if key != WHOLE and not _lives(lines, key):
                    continue
                return None
            found.append(line)
    if len(found) > 1 and indicator not in SUMMED:
        return None
    numerators = [line.numerator for line in found if line.numerator is not None]
    if not found or len(numerators) < len(found):
        return None
    divided = [line.denominator for line in found if line.denominator is not None]
    return Together(sum(numerators, Fraction()), sum(divided, Fraction()) if divided else None)


def _lives(lines: Lines, key: str) -> bool:
    """Whether the house had spaces of this kind in the month."""
    return Name(Split.KIND, key, Indicator.BOOKABLE, Part.MAIN) in lines
