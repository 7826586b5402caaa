"""The steps of a heat map never fall as the value grows, and say what they mean."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.charts.kinds import Gap, Unit
from labspace.charts.steps import steps_for

RATES = st.fractions(min_value=0, max_value=1, max_denominator=10**4)
COUNTS = st.integers(min_value=0, max_value=10**6)


@pytest.mark.parametrize(
    ("share", "step"),
    [("0", 0), ("0.0001", 1), ("0.2", 1), ("0.2001", 2), ("0.519", 3), ("0.8", 4), ("0.801", 5), ("1", 5)],
)
def test_a_rate_lies_in_its_fifth(share: str, step: int) -> None:
    assert steps_for([], unit=Unit.PERCENT).of(Fraction(share)) == step


def test_the_fifths_of_a_rate_do_not_depend_on_the_data() -> None:
    few, many = steps_for([Fraction(1, 10)], unit=Unit.PERCENT), steps_for([Fraction(1)], unit=Unit.PERCENT)
    assert few == many


@given(values=st.lists(COUNTS, min_size=1), one=COUNTS, two=COUNTS)
def test_more_is_never_a_lower_step(values: list[int], one: int, two: int) -> None:
    steps = steps_for(values, unit=Unit.COUNT)
    low, high = sorted((one, two))
    assert steps.of(low) <= steps.of(high)
    assert steps.tint(low) <= steps.tint(high)


@given(one=RATES, two=RATES)
def test_more_is_never_a_paler_rate(one: Fraction, two: Fraction) -> None:
    steps = steps_for([one, two], unit=Unit.PERCENT)
    low, high = sorted((one, two))
    assert steps.tint(low) <= steps.tint(high)


@given(values=st.lists(COUNTS, min_size=1))
def test_the_greatest_value_has_the_strongest_tint_and_nothing_has_none(values: list[int]) -> None:
    steps = steps_for(values, unit=Unit.COUNT)
    assert steps.tint(0) == 0
    assert not max(values) or steps.tint(max(values)) == 5


@given(values=st.lists(COUNTS, min_size=1), value=COUNTS)
def test_the_legend_names_each_step_once_and_every_tint_in_use(values: list[int], value: int) -> None:
    steps = steps_for([*values, value], unit=Unit.COUNT)
    tints = [tint for tint, _text in steps.legend()]
    assert tints == sorted(set(tints))
    assert steps.tint(value) in tints
    assert len({text for _tint, text in steps.legend()}) == len(tints) <= 6


def test_a_gap_takes_no_part() -> None:
    assert steps_for([Gap.SUPPRESSED, 10, Gap.AHEAD], unit=Unit.COUNT) == steps_for([10], unit=Unit.COUNT)


def test_says_each_range_with_its_unit() -> None:
    assert [text for _tint, text in steps_for([], unit=Unit.PERCENT).legend()] == [
        "0 %",
        "bis 20 %",
        "über 20 % bis 40 %",
        "über 40 % bis 60 %",
        "über 60 % bis 80 %",
        "über 80 % bis 100 %",
    ]
