"""Pure: how much of what was on offer people really filled (K07, K09)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from labspace.occupancy.rates import NOTHING, Attended, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilisation:
    """K07 of spaces of one kind: frequency × occupancy, both over the uses whose people are known.

    Parts of it add up – of months, of houses – and only then is divided: `beside`.
    """

    bookable: timedelta = NOTHING
    used: timedelta = NOTHING
    """By uses with known people only."""
    seated: timedelta = NOTHING
    """Σ people × time of them."""
    seats: timedelta = NOTHING
    """Σ capacity × time of them."""
    all_used: timedelta = NOTHING

    @property
    def rate(self) -> Fraction | None:
        frequency, occupancy = share(self.used, self.bookable), share(self.seated, self.seats)
        return None if frequency is None or occupancy is None else frequency * occupancy

    @property
    def coverage(self) -> Fraction | None:
        """How much of the used time it rests on."""
        return share(self.used, self.all_used)

    def beside(self, other: Utilisation) -> Utilisation:
        return Utilisation(
            bookable=self.bookable + other.bookable,
            used=self.used + other.used,
            seated=self.seated + other.seated,
            seats=self.seats + other.seats,
            all_used=self.all_used + other.all_used,
        )


def utilisation(uses: Collection[Attended], *, bookable: timedelta) -> Utilisation:
    """K07 of one kind of space that was bookable for so many unit-hours (K01)."""
    known = [(use, use.people) for use in uses if use.people is not None]
    return Utilisation(
        bookable=bookable,
        used=sum((use.length for use, _people in known), NOTHING),
        seated=sum((use.length * people for use, people in known), NOTHING),
        seats=sum((use.length * use.capacity for use, _people in known), NOTHING),
        all_used=sum((use.length for use in uses), NOTHING),
    )


def persons_per_desk(persons: int, *, desks: timedelta, opened: timedelta) -> Fraction | None:
    """K09: distinct desk users of a month ÷ (K01 of the desks ÷ opening hours of the house).

    `persons` are distinct in just this month and these houses: of others they are counted anew.
    None where the house was not open or had no desk to offer (R11).
    """
    offered = share(desks, opened)
    return persons / offered if offered else None
