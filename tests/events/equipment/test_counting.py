"""How many of a thing are free: examples, and any spans against a count of every quarter of an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.events.equipment.counting import Counted, least_free
from labspace.times import TimeSpan

START = datetime(2026, 12, 1, tzinfo=UTC)
QUARTERS = 40


def span(first: int, last: int) -> TimeSpan:
    """From one quarter of an hour of the day to another."""
    return TimeSpan(START + timedelta(minutes=15 * first), START + timedelta(minutes=15 * last))


@pytest.mark.parametrize(
    ("lent", "free"),
    [
        pytest.param([], 3, id="nothing is lent"),
        pytest.param([Counted(span(0, 8), 2)], 3, id="given back as it begins"),
        pytest.param([Counted(span(12, 20), 2)], 3, id="lent from its end on"),
        pytest.param([Counted(span(9, 10), 2)], 1, id="lent for a moment of it"),
        pytest.param([Counted(span(8, 10), 2), Counted(span(10, 12), 2)], 1, id="one after the other"),
        pytest.param([Counted(span(8, 11), 2), Counted(span(10, 12), 1)], 0, id="both at once"),
        pytest.param([Counted(span(0, 40), 9)], 0, id="more is lent than there is"),
    ],
)
def test_what_is_free_from_eight_to_twelve(lent: list[Counted], free: int) -> None:
    assert least_free(span(8, 12), stock=[Counted(span(0, 40), 3)], lent=lent) == free


def test_a_thing_that_comes_only_later_is_not_there() -> None:
    assert least_free(span(8, 12), stock=[Counted(span(9, 40), 3)]) == 0
    assert least_free(span(8, 12), stock=[Counted(span(0, 10), 2), Counted(span(10, 40), 5)]) == 2


spans = st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, 12)).map(
    lambda pair: span(pair[0], pair[0] + pair[1])
)
counted = st.builds(Counted, spans, st.integers(1, 5))


@given(during=spans, stock=st.lists(counted, max_size=4), lent=st.lists(counted, max_size=6))
def test_it_is_the_least_of_all_quarters(during: TimeSpan, stock: list[Counted], lent: list[Counted]) -> None:
    moments = [START + timedelta(minutes=15 * number) for number in range(2 * QUARTERS)]

    def at(rows: list[Counted], moment: datetime) -> int:
        return sum(row.number for row in rows if row.span.includes(moment))

    plain = min(at(stock, moment) - at(lent, moment) for moment in moments if during.includes(moment))
    assert least_free(during, stock=stock, lent=lent) == max(plain, 0)
