"""Days that come back every year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.locations.yearly import YearlyDay, read_yearly, write_yearly, yearly_day

DAYS = st.one_of(
    st.builds(lambda day: YearlyDay(month=day.month, day=day.day), st.dates()),
    st.builds(lambda offset: YearlyDay(easter=offset), st.integers(-200, 200)),
    st.builds(lambda offset: YearlyDay(advent=offset), st.integers(-200, 200)),
    st.just(YearlyDay(weekday=6)),
)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("24.12.", [date(2026, 12, 24), date(2027, 12, 24)]),
        ("29.2.", [date(2028, 2, 29)]),
        ("Ostern-48", [date(2026, 2, 16), date(2027, 2, 8)]),
        ("Easter +1", [date(2026, 4, 6)]),
        ("Advent-28", [date(2026, 11, 22), date(2027, 11, 21)]),
        ("Sonntag", [date(2026, 11, 22), date(2026, 11, 29)]),
    ],
)
def test_a_day_is_meant(text: str, days: list[date]) -> None:
    found = read_yearly(text)
    assert found is not None
    assert all(found.is_on(day) for day in days)
    assert not found.is_on(date(2026, 11, 23))


@pytest.mark.parametrize(
    "text", ["", "31.2.", "Montag", "Ostern-999", "24", "12/24", "x" * 500, "0.0.", "Ostern--4"]
)
def test_what_is_no_day_of_the_year_is_none(text: str) -> None:
    assert read_yearly(text) is None


@given(DAYS)
def test_what_is_written_is_read_again(day: YearlyDay) -> None:
    assert all(read_yearly(write_yearly(day, german=german)) == day for german in (True, False))
    assert yearly_day(day.as_json()) == day


@given(DAYS, st.dates())
def test_every_day_of_every_calendar_can_be_asked(day: YearlyDay, asked: date) -> None:
    assert day.is_on(asked) in (True, False)
