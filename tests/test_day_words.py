"""What people type for a day and a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.day_words import day_from, minute_from

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("heute", MONDAY),
        ("Morgen", date(2026, 11, 24)),
        ("übermorgen", date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 24)),
        ("Di", date(2026, 11, 24)),
        ("mo", MONDAY),
        ("Sonntag", date(2026, 11, 29)),
        ("fri", date(2026, 11, 27)),
        ("24.11.", date(2026, 11, 24)),
        ("24.11", date(2026, 11, 24)),
        ("24.11.2026", date(2026, 11, 24)),
        ("24.11.26", date(2026, 11, 24)),
        (" 24. 11. 2026 ", date(2026, 11, 24)),
        ("Di, 24.11.2026", date(2026, 11, 24)),
        ("Tue, 24 November 2026", date(2026, 11, 24)),
        ("1. Dezember", date(2026, 12, 1)),
        ("1 dec", date(2026, 12, 1)),
        ("3. März", date(2027, 3, 3)),
        ("1.1.", date(2027, 1, 1)),
        ("29.02.", date(2028, 2, 29)),
        ("2026-12-01", date(2026, 12, 1)),
        ("KW 49", date(2026, 11, 30)),
        ("kw49", date(2026, 11, 30)),
        ("KW 48", MONDAY),
        ("KW 3", date(2027, 1, 18)),
        ("KW 53/2026", date(2026, 12, 28)),
        ("in 3 Tagen", date(2026, 11, 26)),
    ],
)
def test_understands_what_people_type(text: str, day: date) -> None:
    assert day_from(text, today=MONDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fr", date(2026, 11, 20)),
        ("20.11.", date(2026, 11, 20)),
        ("24.12.", date(2025, 12, 24)),
        ("heute", MONDAY),
    ],
)
def test_looks_back_where_the_past_is_meant(text: str, day: date) -> None:
    assert day_from(text, today=MONDAY, past=True) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bald",
        "31.02.2026",
        "30.02.",
        "2026-13-01",
        "KW 54",
        "KW 0",
        "24.11.20266",
        "\x00",
        "9" * 500,
        "00.00.",
    ],
)
def test_names_no_day_where_there_is_none(text: str) -> None:
    assert day_from(text, today=MONDAY) is None


@given(text=st.text(max_size=60), past=st.booleans())
def test_never_fails_whatever_is_typed(text: str, past: bool) -> None:
    day_from(text, today=MONDAY, past=past)
    minute_from(text)


@given(day=st.dates(min_value=MONDAY, max_value=MONDAY + timedelta(days=360)))
def test_a_day_without_its_year_is_the_next_one(day: date) -> None:
    assert day_from(f"{day.day}.{day.month}.", today=MONDAY) == day
    assert day_from(day.isoformat(), today=MONDAY) == day


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("9", 540),
        ("9:30", 570),
        ("09.30", 570),
        ("930", 570),
        ("0930", 570),
        ("9:30 Uhr", 570),
        ("24:00", 1440),
        ("0:00", 0),
        ("24", 1440),
    ],
)
def test_understands_times(text: str, minute: int) -> None:
    assert minute_from(text) == minute


@pytest.mark.parametrize("text", ["", "25", "24:01", "9:60", "neun", "9:3", "999", "-1", "9:30:00"])
def test_names_no_time_where_there_is_none(text: str) -> None:
    assert minute_from(text) is None
