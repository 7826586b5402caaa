"""Days and times as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from labspace.transfer.bookings.dates import day_from, time_from


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "23.11.2026", "23.11.26", "23. 11. 2026", "23. November 2026", "23 November 2026",
     "23rd Nov 2026", "Nov 23, 2026", "November 23rd 2026", "Mo., 23.11.2026", "Monday, 23 November 2026",
     "23/11/2026", "11/23/2026"],
)  # fmt: skip
def test_the_same_day(text: str):
    assert day_from(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["3. März 2027", "3 March 2027", "3 Mar 2027", "3. Mär. 2027"])
def test_months_of_both_languages(text: str):
    assert day_from(text) == date(2027, 3, 3)


@pytest.mark.parametrize("text", ["", "31.02.2026", "3/4/2026", "32.1.2026", "soon", "23. Brumaire 2026"])
def test_what_is_no_day_or_two(text: str):
    with pytest.raises(ValueError, match=r"day|month"):
        day_from(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("9:00", time(9)), ("09.30 Uhr", time(9, 30)), ("9 Uhr", time(9)), ("14h", time(14)), ("2 pm", time(14)),
     ("12 am", time(0)), ("12:15 PM", time(12, 15)), ("24:00", time(0)), ("08:00:00", time(8))],
)  # fmt: skip
def test_times_of_day(text: str, clock: time):
    assert time_from(text) == clock


@pytest.mark.parametrize("text", ["", "9", "25:00", "13 pm", "9:60", "noon"])
def test_what_is_no_time(text: str):
    with pytest.raises(ValueError, match="no time of day"):
        time_from(text)
