"""All figures of random towns and periods equal the plainest count of the same rows."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.occupancy.model.beside import differences
from tests.occupancy.model.dense import question_of, smaller, town_of
from tests.occupancy.model.plans import AskedPlan, TownPlan, asked, towns
from tests.occupancy.model.writing import write

ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""A smaller seed is no smaller town: `smallest` looks for that."""


def looked_at(session: Session, plan: TownPlan, question: AskedPlan) -> list[str]:
    """The differences in a town that is gone again afterwards."""
    try:
        return differences(session, write(session, plan, now=question.now).asked(question))
    finally:
        session.rollback()


def smallest(session: Session, plan: TownPlan, question: AskedPlan) -> tuple[TownPlan, list[str]]:
    """What is left of a town when everything is taken away that no difference hangs on."""
    found = looked_at(session, plan, question)
    for less in smaller(plan):
        if still := looked_at(session, less, question):
            return smallest(session, less, question) if len(still) <= len(found) else (less, still)
    return plan, found


@settings(max_examples=20, deadline=None, suppress_health_check=ONE_DATABASE)
@given(towns, asked)
def test_the_figures_of_a_random_town_equal_the_count(
    session: Session, plan: TownPlan, question: AskedPlan
) -> None:
    assert looked_at(session, plan, question) == []


@settings(max_examples=20, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_the_figures_of_a_full_town_equal_the_count(session: Session, seed: int, other: int) -> None:
    plan, question = town_of(seed), question_of(other)
    if looked_at(session, plan, question):
        left, found = smallest(session, plan, question)
        raise AssertionError("\n".join([*found, repr(question), repr(left)]))
