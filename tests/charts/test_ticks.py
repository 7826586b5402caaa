"""An axis begins at zero, covers the data, and counts as people do."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labspace.charts.ticks import CLASSES, ticks

GREATEST = st.fractions(min_value=0, max_value=10**7, max_denominator=10**5)
MOST = st.integers(min_value=3, max_value=12)


@pytest.mark.parametrize(
    ("greatest", "expected"),
    [
        pytest.param("100", (0, 20, 40, 60, 80, 100), id="a whole percentage"),
        pytest.param("51.9", (0, 20, 40, 60), id="a rate of bookings"),
        pytest.param("7", (0, 2, 4, 6, 8), id="seven"),
        pytest.param("2340", (0, 500, 1000, 1500, 2000, 2500), id="hours of a month"),
        pytest.param("0", (0, 1), id="nothing was counted"),
    ],
)
def test_counts_in_ones_twos_and_fives(greatest: str, expected: tuple[int, ...]) -> None:
    assert ticks(Fraction(greatest)) == expected


def test_small_shares_get_small_steps() -> None:
    assert ticks(Fraction("0.3")) == tuple(map(Fraction, ("0", "0.1", "0.2", "0.3")))


def test_whole_things_are_not_cut() -> None:
    assert ticks(Fraction(2), is_whole=True) == tuple(map(Fraction, (0, 1, 2)))


@given(greatest=GREATEST, at_most=MOST)
@example(greatest=Fraction(10**7), at_most=3)
def test_covers_the_data_and_no_step_more(greatest: Fraction, at_most: int) -> None:
    marks = ticks(greatest, at_most=at_most)
    assert marks[0] == 0
    assert marks[-1] >= greatest
    assert len(marks) == 2 or marks[-2] < greatest
    assert len(marks) <= at_most


@given(greatest=GREATEST, at_most=MOST, is_whole=st.booleans())
def test_all_steps_are_equal_and_nice(greatest: Fraction, at_most: int, is_whole: bool) -> None:
    marks = ticks(greatest, at_most=at_most, is_whole=is_whole)
    steps = {two - one for one, two in pairwise(marks)}
    assert len(steps) == 1
    step = steps.pop()
    assert not is_whole or step.denominator == 1
    while step >= 10:
        step /= 10
    while step < 1:
        step *= 10
    assert step in {1, 2, 5}


@given(greatest=GREATEST.filter(bool), power=st.integers(min_value=1, max_value=4))
def test_ten_times_the_data_has_ten_times_the_ticks(greatest: Fraction, power: int) -> None:
    assert ticks(greatest * 10**power) == tuple(mark * 10**power for mark in ticks(greatest))


@given(greatest=GREATEST.filter(bool))
def test_the_finer_steps_of_a_heat_map_are_four_or_five(greatest: Fraction) -> None:
    assert len(ticks(greatest, steps=CLASSES)) - 1 in {4, 5}


@pytest.mark.parametrize("greatest", [Fraction(-1), Fraction(-1, 10**9)])
def test_refuses_what_lies_below_zero(greatest: Fraction) -> None:
    with pytest.raises(ValueError, match="begins at zero"):
        ticks(greatest)
