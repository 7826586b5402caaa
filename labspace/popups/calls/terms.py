"""Pure: what a call says, and what it may not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from labspace.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing a call asks."""

    text: str
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing a call's applications are scored by."""

    name: str
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class CallTerms:
    """A call as the team writes it."""

    title: str
    introduction: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    first_on: date | None = None
    last_on: date | None = None
    min_weeks: int = 2
    max_weeks: int = 12
    reviews_needed: int = 2
    slot_ids: frozenset[int] = frozenset()
    questions: tuple[Question, ...] = ()
    criteria: tuple[Criterion, ...] = ()


def against_call(terms: CallTerms, *, now: datetime) -> Iterator[Refusal]:
    """Everything that stands against publishing or changing a call at `now`."""
    if terms.closes_at is not None and terms.closes_at <= now:
        yield Refusal("call_deadline_past")
    if terms.opens_at is not None and terms.closes_at is not None and terms.opens_at >= terms.closes_at:
        yield Refusal("call_opens_late")
    if terms.first_on is not None and terms.last_on is not None and terms.first_on > terms.last_on:
        yield Refusal("call_period_turned")
    elif terms.last_on is not None and terms.last_on < now.date():
        yield Refusal("call_period_past")
    if not 1 <= terms.min_weeks <= terms.max_weeks <= 52:
        yield Refusal("call_weeks")
    if not terms.criteria:
        yield Refusal("call_without_criteria")
    names = [criterion.name.casefold() for criterion in terms.criteria]
    if len(set(names)) < len(names):
        yield Refusal("call_criteria_twice")
    texts = [question.text.casefold() for question in terms.questions]
    if len(set(texts)) < len(texts):
        yield Refusal("call_questions_twice")
