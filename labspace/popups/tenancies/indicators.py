"""Pure: how many ideas were tried, and how many stayed (K19, K20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labspace.popups.tenancies.states import STAYED, Outcome

WITHIN_MONTHS = 12


def tried_on(days: Iterable[date], *, needed: int) -> date | None:
    """The day on which an idea had been open on `needed` different days; None if it never was."""
    distinct = sorted(set(days))
    return distinct[needed - 1] if len(distinct) >= needed else None


def tried_ideas(opened: Iterable[tuple[int, date]], *, first: date, last: date, needed: int) -> int:
    """K19: distinct concepts whose `needed`-th pop-up day falls between `first` and `last`.

    figures.md says at least five, configurable: `tried_days.tried_days` is what the deployment says. `opened` are pairs of concept and opened day; an extension is the same concept, a new concept of
    the same team a new one.
    """
    by_concept: defaultdict[int, set[date]] = defaultdict(set)
    for concept, day in opened:
        by_concept[concept].add(day)
    marks = (tried_on(days, needed=needed) for days in by_concept.values())
    return sum(mark is not None and first <= mark <= last for mark in marks)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What became of an idea, so many months after its end."""

    concept: int
    months: int
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Staying:
    """K20 of a period."""

    ended: int
    known: int
    stayed: int

    @property
    def unknown(self) -> int:
        return self.ended - self.known

    @property
    def rate(self) -> Fraction | None:
        """Share of those whose outcome is known; None if it is known of nobody (R11)."""
        return Fraction(self.stayed, self.known) if self.known else None


def staying(ended: Mapping[int, date], answers: Iterable[Answered], *, first: date, last: date) -> Staying:
    """K20: of the ideas that ended between `first` and `last`, how many stayed with a shop in the city.

    `ended` is the day each concept's last tenancy ended. An idea stayed if any answer within 12
    months says so; its outcome is known if any answer says more than "unknown".
    """
    concepts = {concept for concept, day in ended.items() if first <= day <= last}
    known: set[int] = set()
    stayed: set[int] = set()
    for answer in answers:
        if answer.concept not in concepts or answer.months > WITHIN_MONTHS:
            continue
        if answer.outcome is not Outcome.UNKNOWN:
            known.add(answer.concept)
        if answer.outcome in STAYED:
            stayed.add(answer.concept)
    return Staying(ended=len(concepts), known=len(known), stayed=len(stayed))
