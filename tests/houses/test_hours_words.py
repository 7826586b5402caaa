"""Weekly hours as people write them in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.houses.founding.hours_words import Window, windows_from

NAMES = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def week(*days: int, opens: int = 9, closes: int = 18) -> tuple[Window, ...]:
    return tuple(Window(day, opens * 60, closes * 60) for day in days)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        pytest.param("Mo–Fr 9–18", week(0, 1, 2, 3, 4), id="a range with dashes"),
        pytest.param("Mo-Fr 9:00-18:00 Uhr", week(0, 1, 2, 3, 4), id="clocks"),
        pytest.param("montag bis freitag 9 bis 18 uhr", week(0, 1, 2, 3, 4), id="words"),
        pytest.param("Mon to Fri 9 to 18", week(0, 1, 2, 3, 4), id="in English"),
        pytest.param("täglich 0–24", week(*range(7), opens=0, closes=24), id="always"),
        pytest.param("Mo, Mi und Fr 9–18", week(0, 2, 4), id="single days"),
        pytest.param("Sa–So 9–18", week(5, 6), id="the weekend"),
        pytest.param("So–Mo 9–18", week(0, 6), id="over the end of the week"),
        pytest.param("Fr 18–0", (Window(4, 1080, 1440),), id="until midnight"),
        pytest.param("Di 9–12, 14–18", (Window(1, 540, 720), Window(1, 840, 1080)), id="a pause"),
        pytest.param("Mo 9–12; Di 9–12", week(0, 1, closes=12), id="with a semicolon"),
    ],
)
def test_says_when_a_house_is_open(text: str, windows: tuple[Window, ...]) -> None:
    assert windows_from(text) == windows


@pytest.mark.parametrize(
    "text",
    ["", "Mo–Fr", "9–18", "Mo 18–9", "Mo 9–9", "Mo 9–12, Mo 11–14", "Mo 25–26", "Mi–Xy 9–18", "Mo 9", "x" * 999],
    ids=lambda text: text[:12] or "nothing",
)  # fmt: skip
def test_refuses_what_says_no_hours(text: str) -> None:
    assert windows_from(text) is None


@given(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 1430), st.integers(1, 1440))
def test_reads_what_it_would_write(days: set[int], opens: int, closes: int) -> None:
    if opens >= closes:
        return
    clocks = "-".join(f"{minute // 60}:{minute % 60:02}" for minute in (opens, closes))
    text = ", ".join(NAMES[day] for day in sorted(days)) + f" {clocks}"
    assert windows_from(text) == tuple(Window(day, opens, closes) for day in sorted(days))


@given(st.text(max_size=60))
def test_never_fails(text: str) -> None:
    windows_from(text)
