"""The hours of a day as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.houses.hours.week import NotHours, alike, read_day, rows_of, week_of, write_day


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("8–18", ((480, 1080),)),
        ("8-12, 13:30-18 Uhr", ((480, 720), (810, 1080))),
        ("8 bis 12 und 14 bis 18", ((480, 720), (840, 1080))),
        ("14–18; 8–12", ((480, 720), (840, 1080))),
        ("8–12, 12–18", ((480, 1080),)),
        ("0–24", ((0, 1440),)),
        ("18–0:00", ((1080, 1440),)),
        ("", ()),
        ("geschlossen", ()),
        ("Closed", ()),
    ],
)
def test_hours_are_read(text: str, windows: tuple[tuple[int, int], ...]) -> None:
    assert read_day(text) == windows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("morgens", "not_hours"), ("8", "not_hours"), ("8–25", "not_hours"), ("8–12–18", "not_hours"),
        ("24–24", "not_hours"), ("8–12,", "not_hours"), ("18–8", "ends_before_it_begins"),
        ("8–8", "ends_before_it_begins"), ("8–12, 11–18", "hours_overlap"), ("8–18, 8–18", "hours_overlap"),
        (", ".join(f"{hour}:00–{hour}:30" for hour in range(20)), "not_hours"),
    ],
)  # fmt: skip
def test_what_is_no_hours_is_told_why(text: str, code: str) -> None:
    with pytest.raises(NotHours, match=code):
        read_day(text)


WINDOWS = st.sets(st.integers(0, 95), max_size=12).map(
    lambda found: tuple(
        (one * 15, other * 15) for one, other in zip(sorted(found)[::2], sorted(found)[1::2], strict=False)
    )
)


@given(WINDOWS)
def test_what_is_written_is_read_again(windows: tuple[tuple[int, int], ...]) -> None:
    assert read_day(write_day(windows)) == windows


@given(st.tuples(*[WINDOWS] * 7))
def test_a_week_and_its_rows_are_the_same(week: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    assert week_of(rows_of(week)) == week
    covered = [day for first, last, _windows in alike(week) for day in range(first, last + 1)]
    assert covered == list(range(7))
