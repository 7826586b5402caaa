"""Pure: wished weeks against each other and against what a call allows, and what a draft still lacks."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labspace.errors import Refusal

MOST_WISHES = 4


@dataclass(frozen=True, kw_only=True)
class WishedWeeks:
    """A slot and whole weeks, counted from a Monday."""

    space_id: int
    first_on: date
    weeks: int

    @property
    def last_on(self) -> date:
        """The Sunday of the last week."""
        return self.first_on + timedelta(weeks=self.weeks, days=-1)

    def overlaps(self, other: WishedWeeks) -> bool:
        """Whether both are for the same slot and share a day."""
        return (
            self.space_id == other.space_id
            and self.first_on <= other.last_on
            and other.first_on <= self.last_on
        )


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a call allows to be wished."""

    slot_ids: Collection[int]
    min_weeks: int
    max_weeks: int
    first_on: date | None = None
    last_on: date | None = None


def against_wishes(wishes: Sequence[WishedWeeks], limits: Limits, *, today: date) -> Iterator[Refusal]:
    """Everything that stands against these wishes, dearest first; each names the `rank` it is about."""
    for rank, wish in enumerate(wishes, start=1):
        yield from _against(wish, limits, today=today, rank=rank)
        for earlier, other in enumerate(wishes[: rank - 1], start=1):
            if wish.overlaps(other):
                yield Refusal("wish_overlaps", {"rank": rank, "other": earlier})


def _against(wish: WishedWeeks, limits: Limits, *, today: date, rank: int) -> Iterator[Refusal]:
    if wish.space_id not in limits.slot_ids:
        yield Refusal("wish_slot_gone", {"rank": rank})
    if wish.first_on < today:
        yield Refusal("wish_past", {"rank": rank})
    if not limits.min_weeks <= wish.weeks <= limits.max_weeks:
        yield Refusal("wish_length", {"rank": rank, "least": limits.min_weeks, "most": limits.max_weeks})
    too_early = limits.first_on is not None and wish.first_on < limits.first_on
    if too_early or (limits.last_on is not None and wish.last_on > limits.last_on):
        yield Refusal("wish_outside", {"rank": rank, "first_on": limits.first_on, "last_on": limits.last_on})


class Step(enum.Enum):
    """A page of the application; the value stands in its address."""

    CONCEPT = "vorhaben"
    WEEKS = "zeiten"
    HOURS = "oeffnungszeiten"
    PICTURES = "bilder"
    MORE = "fragen"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What a draft lacks before it can be handed in, and on which step it is given."""

    step: Step
    code: str
    question: str = ""


def missing(
    *,
    title: str,
    concept: str,
    wishes: int,
    open_days: int,
    questions: Mapping[int, str],
    answered: Collection[int],
) -> Iterator[Missing]:
    """What is still to be told; `questions` are those that must be answered, by id."""
    if not title.strip():
        yield Missing(step=Step.CONCEPT, code="title")
    if not concept.strip():
        yield Missing(step=Step.CONCEPT, code="concept")
    if not wishes:
        yield Missing(step=Step.WEEKS, code="wish")
    if not open_days:
        yield Missing(step=Step.HOURS, code="hours")
    for question_id, text in questions.items():
        if question_id not in answered:
            yield Missing(step=Step.MORE, code="answer", question=text)
