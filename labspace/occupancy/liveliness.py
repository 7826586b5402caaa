"""Pure: evenings and weekends on which a house was alive (K12, K13)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from labspace.occupancy.days import Period
from labspace.occupancy.facts.dayparts import Cell, Daypart

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Liveliness:
    """K12 and K13 of one house; of several, hours and days of houses add up: `beside`."""

    evening: timedelta = timedelta()
    """K10 inside 18–24."""
    evenings: int = 0
    """Calendar days with any activation in the evening."""
    days: int = 0
    """Calendar days of the period, open or not."""
    weeks: Fraction = Fraction(0)
    weekend: timedelta = timedelta()
    """K10 on Saturdays and Sundays, holidays among them."""
    holidays: timedelta = timedelta()
    """K10 on public holidays from Monday to Friday: a row of their own, never part of the weekend."""

    @staticmethod
    def weeks_of(days: int) -> Fraction:
        """Weeks and parts of weeks."""
        return Fraction(days, 7)

    @property
    def evening_share(self) -> Fraction | None:
        return Fraction(self.evenings, self.days) if self.days else None

    @property
    def evenings_per_week(self) -> Fraction | None:
        return self.evenings / self.weeks if self.weeks else None

    def beside(self, other: Liveliness) -> Liveliness:
        """Two houses, or two times of one; a rate of them together divides these sums."""
        return Liveliness(
            evening=self.evening + other.evening,
            evenings=self.evenings + other.evenings,
            days=self.days + other.days,
            weeks=self.weeks + other.weeks,
            weekend=self.weekend + other.weekend,
            holidays=self.holidays + other.holidays,
        )


def liveliness(
    activated: Mapping[Cell, timedelta], period: Period, *, holidays: Container[date]
) -> Liveliness:
    """From the activated time (K10) of each daypart of each day of a house."""
    inside = {cell: time for cell, time in activated.items() if period.first <= cell[0] <= period.last}
    days = (period.last - period.first).days + 1
    evenings = {day: time for (day, part), time in inside.items() if part is Daypart.EVENING and time}
    weekend = (time for (day, _part), time in inside.items() if day.weekday() >= SATURDAY)
    on_holidays = (
        time for (day, _part), time in inside.items() if day.weekday() < SATURDAY and day in holidays
    )
    return Liveliness(
        evening=_together(evenings.values()),
        evenings=len(evenings),
        days=days,
        weeks=Liveliness.weeks_of(days),
        weekend=_together(weekend),
        holidays=_together(on_holidays),
    )


def _together(times: Iterable[timedelta]) -> timedelta:
    return sum(times, timedelta())
