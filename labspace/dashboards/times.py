"""Pure: what the spaces of houses came to in some days, as sums that add up over houses and times apart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from fractions import Fraction

from labspace.occupancy.rates import share


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds of bookable, booked and used time, and of life in the houses."""

    bookable: int = 0
    booked: int = 0
    used: int = 0
    activated: int = 0
    """K10 over the chosen spaces."""
    publicly: int = 0
    """K10 over those of them that draw people in."""
    evening: int = 0
    """What of `activated` lies between 18 and 24."""
    weekend: int = 0
    """What of it lies on Saturdays and Sundays."""
    opened: int = 0
    """Hours of the houses ∪ special openings, whatever spaces are chosen."""

    def __add__(self, other: Times) -> Times:
        return Times(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Times)}
        )

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was open and nothing was booked: such a time has no figures to compare with."""
        return not (self.opened or self.bookable or self.booked)

    @property
    def booking_rate(self) -> Fraction | None:
        """K04."""
        return _share(self.booked, self.bookable)

    @property
    def frequency_rate(self) -> Fraction | None:
        """K05."""
        return _share(self.used, self.bookable)

    @property
    def activation_rate(self) -> Fraction | None:
        """K11."""
        return _share(self.activated, self.opened)


def _share(part: int, whole: int) -> Fraction | None:
    return share(timedelta(seconds=part), timedelta(seconds=whole))


def hours(seconds: int) -> Fraction:
    """Exact hours."""
    return Fraction(seconds, 3600)
