"""What stands behind every number of random towns adds up to the plainest count of the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.evidence.answers import LISTED, rows_behind
from labspace.occupancy.evidence.rows import Row, sums_of
from labspace.occupancy.evidence.set_up import set_up_rows
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator
from tests.occupancy.conftest import Example
from tests.occupancy.model import measured
from tests.occupancy.model import town as rest
from tests.occupancy.model.dense import question_of, town_of
from tests.occupancy.model.figures import Answer, figures
from tests.occupancy.model.opening import town
from tests.occupancy.model.plans import AskedPlan, TownPlan, asked, towns
from tests.occupancy.model.rows import Asked, World, read
from tests.occupancy.model.test_example import asked_of
from tests.occupancy.model.writing import write

ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
LEADS = {(Indicator.LEAD_TIME, Part.MAIN), (Indicator.LEAD_TIME, Part.P90)}
"""Median and ninth tenth: the rows are what they are of."""
UNLISTED = {(Indicator.UTILISATION, Part.MAIN)}
"""A product of two other numbers: the page shows the bookings both are of."""


def lists(session: Session, asked: Asked) -> Iterator[tuple[str, str, list[Row]]]:
    """Everything behind every number of a question."""
    choice = choice_of(session, asked)
    for indicator, part in sorted(LISTED, key=lambda one: (one[0].value, one[1].value)):
        yield indicator.value, part.value, rows_behind(session, choice, indicator, part, now=asked.now)


def choice_of(session: Session, asked: Asked) -> FigureChoice:
    houses = tuple(one for one in read(session).houses if one.id in asked.house_ids)
    return FigureChoice(houses=houses, period=Days(asked.first, asked.last), kinds=asked.kinds)


def differences(session: Session, asked: Asked) -> list[str]:
    """Every list that does not come to what the model counts."""
    world = read(session)
    model = figures(world, asked)
    return [
        wrong
        for name, part, rows in lists(session, asked)
        if (wrong := difference(world, asked, model[name, part], (name, part), rows))
    ] + set_up_difference(session, world, asked)


def set_up_difference(session: Session, world: World, asked: Asked) -> list[str]:
    """The list of what was set up, which is no indicator."""
    rows = set_up_rows(session, choice_of(session, asked), now=asked.now)
    found, wanted = sums_of(rows).amount, Fraction(measured.set_up(town(world, asked)), 60)
    if len({row.key for row in rows}) < len(rows):
        return [f"set-up: a booking is listed twice: {rows}"]
    return [] if found == wanted else [f"set-up: the list comes to {found}, the model to {wanted}"]


def difference(world: World, asked: Asked, answer: Answer, name: tuple[str, str], rows: list[Row]) -> str:
    found, wanted = sums_of(rows), Fraction(answer.numerator)
    if name in {(one.value, part.value) for one, part in LEADS}:
        leads = sorted(Fraction(minutes, rest.A_DAY) for minutes in rest.lead_minutes(world, asked))
        return "" if sorted(row.amount for row in rows) == leads else f"{name}: {rows}, the model {leads}"
    if found.amount != wanted:
        return f"{name}: the list comes to {found.amount}, the model to {wanted}"
    if found.of is not None and found.of != answer.denominator:
        return f"{name}: the list divides by {found.of}, the model by {answer.denominator}"
    if len({(row.thing, row.key, row.house_id, row.at) for row in rows if row.key}) < sum(
        1 for row in rows if row.key
    ):
        return f"{name}: something is listed twice" if name[0] not in TWICE else ""
    return ""


TWICE = {"K08", "K14", "K15"}
"""A booking of two units stands twice at the peak; who used a desk on two days of one booking came twice."""


def looked_at(session: Session, plan: TownPlan, question: AskedPlan) -> list[str]:
    """The differences in a town that is gone again afterwards."""
    try:
        return differences(session, write(session, plan, now=question.now).asked(question))
    finally:
        session.rollback()


@settings(max_examples=15, deadline=None, suppress_health_check=ONE_DATABASE)
@given(towns, asked)
def test_what_stands_behind_numbers_of_a_random_town_adds_up_to_the_count(
    session: Session, plan: TownPlan, question: AskedPlan
) -> None:
    assert looked_at(session, plan, question) == []


@settings(max_examples=15, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_what_stands_behind_numbers_of_a_full_town_adds_up_to_the_count(
    session: Session, seed: int, other: int
) -> None:
    assert looked_at(session, town_of(seed), question_of(other)) == []


def test_the_lists_of_the_example_add_up(session: Session, example: Example) -> None:
    assert differences(session, asked_of(example)) == []


def test_every_number_has_a_list_unless_it_is_made_of_other_numbers() -> None:
    numbers = {(indicator, part) for indicator, parts in PARTS.items() for part in parts}
    assert numbers - LISTED == UNLISTED


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        pytest.param(Indicator.BOOKED, [4, 6, 4], id="booked"),
        pytest.param(Indicator.USED, [4, 4], id="used"),
        pytest.param(Indicator.EVENINGS, [3], id="in the evening"),
        pytest.param(Indicator.VISITS, [1, 40], id="visits"),
        pytest.param(Indicator.VISIT_HOURS, [4, 160], id="hours of visits"),
        pytest.param(Indicator.NO_SHOWS, [0, 1, 0], id="no-shows of those who came or not"),
    ],
)
def test_each_row_of_the_example_adds_its_own(
    session: Session, example: Example, name: Indicator, amounts: list[int]
) -> None:
    asked = asked_of(example)
    choice = FigureChoice(houses=(example.house,), period=Days(asked.first, asked.last))
    rows = rows_behind(session, choice, name, Part.MAIN, now=asked.now)
    assert [row.amount for row in rows] == amounts
