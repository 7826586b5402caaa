"""Spans on a raster: the cells of a row always fill the scale, each in its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.timelines import Scale, Stretch
from labspace.times import TimeSpan

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = date(2026, 3, 27)


def on(day: date, opens: int, closes: int) -> TimeSpan:
    return TimeSpan.on_day(day, time(*divmod(opens, 60)), time(*divmod(closes, 60)), zone=BERLIN)


def scale(day: date = FRIDAY, opens: int = 8, closes: int = 18) -> Scale:
    return Scale(window=on(day, opens * 60, closes * 60), zone=BERLIN)


def row(*stretches: tuple[int, int, str]) -> list[tuple[int, str, str]]:
    """Columns, state and times of the cells of a Friday from 8 to 18."""
    given = [
        Stretch(span=on(FRIDAY, starts, ends), state=state, text=state) for starts, ends, state in stretches
    ]
    return [
        (cell.columns, cell.state, cell.times) for cell in scale().cells(given, closed_text="geschlossen")
    ]


def test_a_day_of_ten_hours_has_forty_quarters() -> None:
    assert scale().columns == 40
    assert [(mark.columns, mark.text) for mark in scale().hours()][:2] == [(4, "08"), (4, "09")]


def test_what_nothing_covers_is_closed() -> None:
    assert row() == [(40, "closed", "08:00–18:00")]


def test_stretches_stand_in_their_place_whatever_their_order() -> None:
    assert row((14 * 60, 18 * 60, "free"), (10 * 60, 12 * 60 + 15, "taken")) == [
        (8, "closed", "08:00–10:00"),
        (9, "taken", "10:00–12:15"),
        (7, "closed", "12:15–14:00"),
        (16, "free", "14:00–18:00"),
    ]


def test_what_reaches_beyond_the_window_is_cut_but_keeps_its_times() -> None:
    assert row((6 * 60, 9 * 60, "taken"), (17 * 60, 22 * 60, "yours")) == [
        (4, "taken", "06:00–09:00"),
        (32, "closed", "09:00–17:00"),
        (4, "yours", "17:00–22:00"),
    ]


def test_a_window_that_opens_at_half_past_heads_its_first_half_hour() -> None:
    half_past = Scale(window=on(FRIDAY, 8 * 60 + 30, 10 * 60), zone=BERLIN)
    assert [(mark.columns, mark.text) for mark in half_past.hours()] == [(2, "08"), (4, "09")]


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), ["00", "01", "03", "04"], id="the clocks go forward"),
        pytest.param(date(2026, 10, 25), ["00", "01", "02", "02", "03", "04"], id="the clocks go back"),
    ],
)
def test_days_of_the_clock_change_show_the_hours_they_have(day: date, hours: list[str]) -> None:
    assert [mark.text for mark in scale(day, 0, 5).hours()] == hours


@pytest.mark.parametrize(
    ("clock", "column"),
    [
        pytest.param("06:59", None, id="before opening"),
        pytest.param("07:00", 0, id="as it opens"),
        pytest.param("11:29", 17, id="within a quarter"),
        pytest.param("17:00", None, id="as it closes"),
    ],
)
def test_now_lies_in_the_quarter_that_runs(clock: str, column: int | None) -> None:
    assert scale().now_column(datetime.fromisoformat(f"2026-03-27T{clock}+00:00")) == column


@given(st.lists(st.tuples(st.integers(-300, 900), st.integers(1, 240)), max_size=12))
def test_the_cells_of_any_row_fill_the_scale(drawn: list[tuple[int, int]]) -> None:
    day = scale()
    stretches, end = [], -1000
    for starts, minutes in sorted(drawn):
        if starts >= end:
            end = starts + minutes
            first = day.window.starts_at.astimezone(UTC) + timedelta(minutes=starts)
            span = TimeSpan(first, first + timedelta(minutes=minutes))
            stretches.append(Stretch(span=span, state="taken", text="belegt"))
    cells = day.cells(stretches, closed_text="geschlossen")
    assert sum(cell.columns for cell in cells) == day.columns
    assert all(cell.columns > 0 for cell in cells)
