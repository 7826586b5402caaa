"""Pure: visits by how well they are known, and events that were held (K14, K21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from labspace.visits.kinds import DataGrade

UNSURE = frozenset({DataGrade.C, DataGrade.D})


@dataclass(frozen=True, slots=True)
class GradedVisits:
    """K14: visits by data grade (R13); adds up over houses and months. Visits are no persons."""

    by_grade: Mapping[DataGrade, int] = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Iterable[tuple[DataGrade, int]]) -> GradedVisits:
        found: Counter[DataGrade] = Counter()
        for grade, number in counts:
            found[grade] += number
        return cls(dict(found))

    def __add__(self, other: GradedVisits) -> GradedVisits:
        return GradedVisits.of([*self.by_grade.items(), *other.by_grade.items()])

    @property
    def total(self) -> int:
        return sum(self.by_grade.values())

    @property
    def unsure_share(self) -> Fraction | None:
        """The share of C + D, which every report shows; None without a visit (R11)."""
        unsure = sum(number for grade, number in self.by_grade.items() if grade in UNSURE)
        return Fraction(unsure, self.total) if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEvent:
    """One event as it was held: each date of a series is one, several days are one with as many days."""

    is_public: bool
    days: int
    people: int | None
    """None: nobody knows; left out of the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """K21; adds up over houses and months, the mean as attendance ÷ events whose attendance is known."""

    public: int = 0
    closed: int = 0
    days: int = 0
    attendance: int = 0
    known: int = 0

    @property
    def held(self) -> int:
        return self.public + self.closed

    @property
    def mean_attendance(self) -> Fraction | None:
        return Fraction(self.attendance, self.known) if self.known else None


def events(held: Iterable[HeldEvent]) -> Events:
    """K21 of used events that began in the period; cancelled and internal ones are left out by the caller."""
    found = list(held)
    known = [one.people for one in found if one.people is not None]
    return Events(
        public=sum(one.is_public for one in found),
        closed=sum(not one.is_public for one in found),
        days=sum(one.days for one in found),
        attendance=sum(known),
        known=len(known),
    )
