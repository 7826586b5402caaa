"""Houses, kinds and times apart add up where they must, and are counted anew where they must not (R9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.occupancy.days import A_DAY, Days
from labspace.occupancy.figures.answers import figures_of, figures_of_each
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Adding, Indicator
from labspace.occupancy.values import NotAdditive, Value, together
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.factories import Cast, make_space, on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Put
from tests.occupancy.model.dense import town_of
from tests.occupancy.model.plans import A_DAY as MINUTES
from tests.occupancy.model.plans import KINDS
from tests.occupancy.model.writing import write

I = Indicator  # noqa: E741
ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
BY_KIND = frozenset({I.BOOKABLE, I.BOOKED, I.USED, I.BOOKING_RATE, I.FREQUENCY_RATE, I.PLACE_OCCUPANCY,
                     I.VISITS, I.VISIT_HOURS, I.EVENTS, I.NO_SHOWS, I.MIX})  # fmt: skip
"""A unit is of one kind; a house lives with all of them at once, so its hours do not add up."""


def summed(parts: Sequence[Figures], whole: Figures, indicators: Iterable[Indicator]) -> list[str]:
    """Where the parts together are not the whole."""
    wrong = []
    for (indicator, part), value in whole.values.items():
        if indicator in indicators and part is not Part.COST:
            found = together([one.of(indicator, part) for one in parts])
            if as_told(found) != as_told(value):
                wrong.append(f"{indicator.value} {part.value}: {as_told(found)}, together {as_told(value)}")
    return wrong


def as_told(value: Value) -> tuple[object, ...]:
    grades = {grade.value: number for grade, number in value.grades.items() if number}
    return value.numerator, value.denominator, value.internal, grades


SUMMED = frozenset(one for one in Indicator if one.adding is Adding.SUMS)


@settings(max_examples=10, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_houses_kinds_and_times_apart_add_up(session: Session, seed: int, cut: int) -> None:
    try:
        town = write(session, town_of(seed), now=200 * MINUTES)
        now = town.moment(200 * MINUTES)
        days = Days(town.day(-10), town.day(40))
        whole = FigureChoice(houses=tuple(town.houses), period=days, kinds=frozenset(KINDS))
        houses = [replace(whole, houses=(house,)) for house in town.houses]
        kinds = [replace(whole, kinds=frozenset({kind})) for kind in KINDS]
        found, *rest = figures_of_each(session, [whole, *houses, *kinds], now=now)
        assert summed(rest[: len(houses)], found, SUMMED) == []
        assert summed(rest[len(houses) :], found, BY_KIND & SUMMED) == []
        border = days.first + cut * A_DAY
        pieces = [Days(days.first, border), Days(border + A_DAY, days.last)]
        times = [figures_of(session, replace(whole, period=piece), now=now) for piece in pieces]
        assert summed(times, found, SUMMED) == []
    finally:
        session.rollback()


@pytest.mark.parametrize("indicator", [one for one in Indicator if one not in SUMMED])
def test_what_is_distinct_or_ordered_is_never_put_together(indicator: Indicator) -> None:
    value = Value(indicator=indicator, numerator=Fraction(1))
    with pytest.raises(NotAdditive):
        together([value, value])


def test_who_comes_to_two_houses_in_two_months_is_one_organisation(
    session: Session, cast: Cast, put: Put
) -> None:
    """K16 and K17 of the whole are not the sum of the parts."""
    space = session.scalars(select(Space).where(Space.location_id == cast.other_house.id)).one()
    october, november = date(2026, 10, 5), date(2026, 11, 3)
    for desk, house, day in ((cast.desk, cast.house, october), (space, cast.other_house, november)):
        span = on_day(day, 9, 12, house=house)
        put(desk, span, BookingState.USED, cast.alice, organisation_id=cast.acme.id)
    whole = FigureChoice(
        houses=(cast.house, cast.other_house), period=Days(date(2026, 10, 1), date(2026, 11, 30))
    )
    parts = [
        replace(whole, houses=(cast.house,)),
        replace(whole, houses=(cast.other_house,)),
        replace(whole, period=Days(date(2026, 10, 1), date(2026, 10, 31))),
        replace(whole, period=Days(date(2026, 11, 1), date(2026, 11, 30))),
    ]
    found = [figures_of(session, one, now=DECEMBER) for one in (whole, *parts)]
    assert [one.of(I.ORGANISATIONS).value for one in found] == [1, 1, 1, 1, 1]
    assert [one.of(I.FIRST_USES).value for one in found] == [1, 1, 1, 1, 0]


def test_the_fullest_moment_of_two_houses_is_looked_for_anew(session: Session, cast: Cast, put: Put) -> None:
    """Each house was half full once, at different times: together a quarter (K08)."""
    desks = [make_space(session, cast.other_house, number=2)]
    desks += session.scalars(
        select(Space).where(Space.location_id == cast.other_house.id, Space.id != desks[0].id)
    ).all()
    put(cast.desk, on_day(MONDAY, 9, 10, house=cast.house), BookingState.USED, cast.alice)
    put(desks[0], on_day(MONDAY, 11, 12, house=cast.other_house), BookingState.USED, cast.bob)
    whole = FigureChoice(
        houses=(cast.house, cast.other_house), period=Days(MONDAY, MONDAY), kinds=frozenset({SpaceKind.DESK})
    )
    choices = [whole, replace(whole, houses=(cast.house,)), replace(whole, houses=(cast.other_house,))]
    found = figures_of_each(session, choices, now=DECEMBER)
    assert [one.of(I.PEAK).value for one in found] == [Fraction(1, 4), Fraction(1, 2), Fraction(1, 2)]
