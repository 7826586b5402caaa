"""The table behind a chart holds the chart's data, and its sums give nothing away."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.tables import column_sum, data_table

CELLS = st.one_of(st.integers(min_value=0, max_value=999), st.sampled_from(Gap))


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1))
def test_every_cell_is_the_value_as_text(rows: list[tuple[Value, Value]]) -> None:
    table = data_table(["", "a", "b"], [(str(at), row) for at, row in enumerate(rows)], unit=Unit.COUNT)
    assert [row[1:] for row in table.rows] == [tuple(map(Unit.COUNT.text, row)) for row in rows]
    assert not table.total


@given(values=st.lists(st.integers(min_value=0, max_value=999), min_size=1))
def test_a_sum_is_the_sum_of_its_column(values: list[int]) -> None:
    table = data_table(["", "a"], [("x", [value]) for value in values], unit=Unit.COUNT, adds_up=True)
    assert table.total == ("Summe", Unit.COUNT.text(sum(int(row[1]) for row in table.rows)))


@given(values=st.lists(CELLS), at=st.integers(min_value=0))
def test_a_column_with_something_suppressed_has_no_sum_to_subtract_from(values: list[Value], at: int) -> None:
    values.insert(at % (len(values) + 1), Gap.SUPPRESSED)
    assert column_sum(values) is Gap.SUPPRESSED


def test_what_is_not_there_counts_as_nothing_in_a_sum_and_alone_gives_none() -> None:
    assert column_sum([3, Gap.NOT_STATED, Gap.AHEAD, None, Fraction(1, 2)]) == Fraction(7, 2)
    assert column_sum([Gap.NOT_STATED, None]) is Gap.NOT_STATED


def test_a_cell_that_cannot_be_stays_empty() -> None:
    assert data_table(["", "a"], [("x", [None])], unit=Unit.COUNT).rows == (("x", ""),)


@pytest.mark.parametrize(
    ("unit", "value", "text", "short"),
    [
        pytest.param(Unit.PERCENT, Fraction(14, 27), "51,9 %", "52", id="K04 of the worked example"),
        pytest.param(Unit.PERCENT, Fraction(8, 27), "29,6 %", "30", id="K05 of the worked example"),
        pytest.param(Unit.PERCENT, Fraction(1, 1000), "0,1 %", "<1", id="a little is not nothing"),
        pytest.param(Unit.PERCENT, 0, "0,0 %", "0", id="nothing is nothing"),
        pytest.param(Unit.HOURS, 27, "27,0 h", "27", id="K01 of the worked example"),
        pytest.param(Unit.COUNT, 12480, "12\u202f480", "12\u202f480", id="a count"),
    ],
)
def test_numbers_are_written_as_the_house_writes_them(
    unit: Unit, value: Value, text: str, short: str
) -> None:
    assert not isinstance(value, Gap)
    assert (unit.text(value), unit.short(value)) == (text, short)


@pytest.mark.parametrize(
    ("gap", "sign"), [(Gap.NOT_STATED, "k. A."), (Gap.SUPPRESSED, "•"), (Gap.AHEAD, "–")]
)
def test_a_gap_shows_its_sign_and_the_legend_explains_that_sign(gap: Gap, sign: str) -> None:
    assert Unit.PERCENT.text(gap) == sign
    assert gap.meaning.startswith(f"{sign}: ")
