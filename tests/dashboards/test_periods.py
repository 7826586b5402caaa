"""Periods as people type them, and what lies before, beside and inside them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.dashboards.periods import Asked, Backwards, Grain, NoPeriod, TooLong, around, read

TODAY = date(2026, 11, 23)
NOVEMBER = around(TODAY, Grain.MONTH)


@pytest.mark.parametrize(
    ("typed", "first", "last", "grain"),
    [
        pytest.param("2026-11", date(2026, 11, 1), date(2026, 11, 30), Grain.MONTH, id="month as written"),
        pytest.param("November 2026", date(2026, 11, 1), date(2026, 11, 30), Grain.MONTH, id="month by name"),
        pytest.param("mär 2027", date(2027, 3, 1), date(2027, 3, 31), Grain.MONTH, id="month in short"),
        pytest.param("11/2026", date(2026, 11, 1), date(2026, 11, 30), Grain.MONTH, id="month in numbers"),
        pytest.param("KW 48/2026", date(2026, 11, 23), date(2026, 11, 29), Grain.WEEK, id="week"),
        pytest.param("2026-W53", date(2026, 12, 28), date(2027, 1, 3), Grain.WEEK, id="week 53"),
        pytest.param("Q4 2026", date(2026, 10, 1), date(2026, 12, 31), Grain.QUARTER, id="quarter"),
        pytest.param("4. Quartal 2026", date(2026, 10, 1), date(2026, 12, 31), Grain.QUARTER, id="in words"),
        pytest.param("2026", date(2026, 1, 1), date(2026, 12, 31), Grain.YEAR, id="year"),
        pytest.param(
            "01.07.2026–30.06.2027", date(2026, 7, 1), date(2027, 6, 30), Grain.OWN, id="grant period"
        ),
        pytest.param(
            "1.7.2026 bis 30.6.2027", date(2026, 7, 1), date(2027, 6, 30), Grain.OWN, id="from one to another"
        ),
    ],
)
def test_is_understood(typed: str, first: date, last: date, grain: Grain) -> None:
    assert read(typed, today=TODAY) == Asked(first, last, grain)


@pytest.mark.parametrize("typed", ["", " ", "gibt es nicht", "2026-13", "KW 54/2026", "2025-W53", "9999", "0000", "x" * 5000, "2026-1\x00"])  # fmt: skip
def test_what_names_no_period_is_refused(typed: str) -> None:
    with pytest.raises(NoPeriod):
        read(typed, today=TODAY)


def test_a_period_backwards_and_one_too_long_are_told_apart() -> None:
    with pytest.raises(Backwards):
        read("30.11.2026–01.11.2026", today=TODAY)
    with pytest.raises(TooLong):
        read("01.01.2010–31.12.2026", today=TODAY)


@given(
    st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from([g for g in Grain if g is not Grain.OWN])
)
def test_what_is_written_is_read_again_and_neighbours_meet(day: date, grain: Grain) -> None:
    asked = around(day, grain)
    assert asked.first <= day <= asked.last
    assert read(str(asked), today=TODAY) == asked
    assert read(asked.text, today=TODAY) == asked
    assert asked.previous.following == asked
    assert (asked.first - asked.previous.last).days == 1
    assert sum(len(month.days) for month in asked.months) == len(asked.days)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 3000))
def test_a_stretch_of_days_is_read_again_and_its_months_fill_it(first: date, more: int) -> None:
    asked = Asked(first, date.fromordinal(first.toordinal() + more), Grain.OWN)
    assert read(str(asked), today=TODAY) == asked
    assert read(asked.text, today=TODAY) == asked
    assert sum(len(month.days) for month in asked.months) == len(asked.days)
    assert asked.previous.following == asked


def test_the_year_before_is_the_same_week_month_quarter_or_stretch() -> None:
    assert NOVEMBER.year_before == around(date(2025, 11, 1), Grain.MONTH)
    assert around(date(2026, 12, 30), Grain.WEEK).year_before is None
    assert around(date(2024, 2, 29), Grain.MONTH).year_before == around(date(2023, 2, 1), Grain.MONTH)
    assert around(date(2025, 2, 1), Grain.MONTH).year_before == around(date(2024, 2, 1), Grain.MONTH)
    leap = Asked(date(2024, 2, 29), date(2025, 2, 28), Grain.OWN).year_before
    assert leap == Asked(date(2023, 2, 28), date(2024, 2, 29), Grain.OWN)


def test_a_period_is_counted_up_to_a_day() -> None:
    days = NOVEMBER.until(date(2026, 11, 22))
    assert days
    assert (days.first, days.last) == (date(2026, 11, 1), date(2026, 11, 22))
    assert NOVEMBER.until(date(2026, 10, 31)) is None
