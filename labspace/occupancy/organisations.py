"""Pure: which organisations there were, which were new, and which came back (K16, K17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from labspace.occupancy.days import Days, Period

COMES_BACK_WITHIN = timedelta(days=90)
CENSORED_FOR = timedelta(days=365)
"""In the first year everybody who was there before counts as new: "linkszensiert"."""


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody used a space on a local day; without internal use (R10)."""

    day: date
    organisation: int | None
    """As merged by staff; None: a person privately, known by `person`."""
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisations:
    """K16 and K17 of one group of houses and one period; of another they are counted anew."""

    active: int
    """K16."""
    private_persons: int
    """A row of their own, never added to the organisations."""
    new: int
    """Whose first used day since go-live lies in the period (K17)."""
    cohort: int
    """Of the new ones those whose 90 days are over."""
    returned: int
    """Of the cohort those who used on another day within them."""
    is_censored: bool

    @property
    def new_rate(self) -> Fraction | None:
        return Fraction(self.new, self.active) if self.active else None

    @property
    def return_rate(self) -> Fraction | None:
        return Fraction(self.returned, self.cohort) if self.cohort else None


def organisations(uses: Iterable[Use], period: Period, *, live_since: date, today: date) -> Organisations:
    """K16 and K17 from all uses since go-live, as far as they are known on `today`."""
    days: dict[int, set[date]] = {}
    private: set[int] = set()
    asked = Days(period.first, period.last)
    for use in uses:
        if use.organisation is not None:
            days.setdefault(use.organisation, set()).add(use.day)
        elif use.day in asked:
            private.add(use.person)
    active = [used for used in days.values() if any(day in asked for day in used)]
    first_days = [min(used) for used in active]
    cohort = [used for used in active if min(used) in asked and min(used) + COMES_BACK_WITHIN < today]
    return Organisations(
        active=len(active),
        private_persons=len(private),
        new=sum(day in asked for day in first_days),
        cohort=len(cohort),
        returned=sum(any(_comes_back(day, min(used)) for day in used) for used in cohort),
        is_censored=asked.first < live_since + CENSORED_FOR,
    )


def _comes_back(day: date, first: date) -> bool:
    return first < day <= first + COMES_BACK_WITHIN
