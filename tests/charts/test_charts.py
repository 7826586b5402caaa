"""Every chart, at both widths: no text on another, everything inside, the table has the data, gaps stay gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labspace.charts.bars import Series, bars
from labspace.charts.drawing import Drawing
from labspace.charts.figure import Caption, Chart
from labspace.charts.heat_map import heat_map
from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.lines import line_over_months
from labspace.charts.plan import PlaceValue, plan_heat
from labspace.charts.sparklines import sparkline
from labspace.charts.year import week_columns, year_calendar

CAPTION = Caption(html_id="c", title="Befund", subject="Was gezeigt wird")
GAPS = st.sampled_from(Gap)
RATE = st.one_of(st.fractions(min_value=0, max_value=1, max_denominator=1000), GAPS)
COUNT = st.one_of(st.integers(min_value=0, max_value=10**6), GAPS)
NAMES = st.text("abcdefghijklmn ABCDEW", min_size=1, max_size=40).filter(lambda text: text.strip())
MONTHS = [("Jan", "Januar"), ("Feb", "Februar"), ("Mär", "März"), ("Apr", "April"), ("Mai", "Mai"), ("Jun", "Juni"), ("Jul", "Juli"), ("Aug", "August"), ("Sep", "September"), ("Okt", "Oktober"), ("Nov", "November"), ("Dez", "Dezember")]  # fmt: skip


def drawings(chart: Chart) -> tuple[Drawing, Drawing]:
    return chart.wide, chart.narrow


def assert_legible(drawing: Drawing) -> None:
    """No label lies on another or leaves the drawing."""
    for one, two in combinations(drawing.labels, 2):
        assert not one.overlaps(two), f"{one.text!r} lies on {two.text!r}"
    for label in drawing.labels:
        assert label.left >= -0.01, label
        assert label.right <= drawing.width + 0.01, label
        assert label.bottom <= drawing.height, label


def roles(drawing: Drawing) -> set[str]:
    return {mark.role for mark in drawing.marks}


def boxes(drawing: Drawing, role: str) -> Iterator[tuple[float, float, float, float]]:
    """x, y, width, height of each rectangle among the marks of a role."""
    for mark in drawing.marks:
        if mark.role == role:
            for x, y, width, height in re.findall(r"M(\S+) (\S+)h([\d.e-]+)v([\d.]+)h-?[\d.e-]+z", mark.d):
                yield float(x), float(y), float(width), float(height)


@given(st.data())
def test_bars_are_legible_with_any_names_and_numbers(data: st.DataObject) -> None:
    places = data.draw(st.lists(NAMES, min_size=1, max_size=6))
    unit, cell = data.draw(st.sampled_from([(Unit.PERCENT, RATE), (Unit.COUNT, COUNT), (Unit.HOURS, COUNT)]))
    row = st.lists(cell, min_size=len(places), max_size=len(places)).map(tuple)
    series = [Series(name=str(n), values=data.draw(row)) for n in range(data.draw(st.integers(1, 3)))]
    target = data.draw(st.one_of(st.none(), st.integers(0, 1)))
    chart = bars(CAPTION, over="Ort", places=places, series=series, unit=unit, target=target)
    for drawing in drawings(chart):
        assert_legible(drawing)
    assert [row[1:] for row in chart.table.rows] == [
        tuple(unit.text(one.values[at]) for one in series) for at in range(len(places))
    ]


def test_a_bar_is_as_long_as_its_share_of_the_axis() -> None:
    series = [Series(name="K04", values=(Fraction(1, 2), Fraction(1, 4), 1))]
    chart = bars(CAPTION, over="Ort", places=["a", "b", "c"], series=series, unit=Unit.PERCENT)
    half, quarter, full = (width for _x, _y, width, _height in boxes(chart.wide, "bar-0"))
    assert half == pytest.approx(full / 2, abs=0.02)
    assert quarter == pytest.approx(full / 4, abs=0.02)


@given(values=st.lists(RATE, min_size=3, max_size=3), target=st.fractions(min_value=0, max_value=1))
def test_no_bar_and_no_target_reaches_the_numbers(values: list[Value], target: Fraction) -> None:
    series = [Series(name="K04", values=tuple(values))]
    chart = bars(CAPTION, over="Ort", places=["a", "b", "c"], series=series, unit=Unit.PERCENT, target=target)
    for drawing in drawings(chart):
        numbers = min(label.left for label in drawing.labels if label.role == "value")
        assert all(x + width < numbers for x, _y, width, _height in boxes(drawing, "bar-0"))
        (aim,) = (mark for mark in drawing.marks if mark.role == "target")
        assert all(float(x) < numbers for x in re.findall(r"M(\S+) ", aim.d))


@pytest.mark.parametrize("gap", Gap)
def test_a_gap_is_no_bar_of_nothing(gap: Gap) -> None:
    chart = bars(CAPTION, over="Ort", places=["a"], series=[Series(name="x", values=(gap,))], unit=Unit.COUNT)
    for drawing in drawings(chart):
        assert f"gap-{gap.value}" in roles(drawing)
        assert "bar-0" not in roles(drawing)
    assert chart.table.rows == (("a", gap.sign),)
    assert [entry.text for entry in chart.legend] == [gap.meaning]


@pytest.mark.parametrize("count", [0, 4])
def test_refuses_no_series_and_more_than_can_be_told_apart(count: int) -> None:
    series = [Series(name="x", values=(1,))] * count
    with pytest.raises(ValueError, match="one to three"):
        bars(CAPTION, over="Ort", places=["a"], series=series, unit=Unit.COUNT)


def test_each_series_has_a_pattern_of_its_own() -> None:
    series = [Series(name=str(n), values=(n + 1,)) for n in range(3)]
    chart = bars(CAPTION, over="Ort", places=["a"], series=series, unit=Unit.COUNT)
    patterns = [mark.pattern for mark in chart.wide.marks if mark.role.startswith("bar-")]
    assert len(set(patterns)) == 3
    assert [entry.marks[0].pattern for entry in chart.legend] == patterns


@given(
    present=st.lists(RATE, min_size=12, max_size=12),
    before=st.one_of(st.none(), st.lists(RATE, min_size=12, max_size=12)),
    months=st.integers(min_value=1, max_value=12),
)
@example(present=[Gap.AHEAD] * 12, before=None, months=12)
def test_a_line_is_legible_and_its_table_has_both_years(
    present: list[Value], before: list[Value] | None, months: int
) -> None:
    former = Series(name="2025", values=tuple(before[:months])) if before else None
    chart = line_over_months(
        CAPTION,
        over="Monat",
        months=MONTHS[:months],
        present=Series(name="2026", values=tuple(present[:months])),
        before=former,
        unit=Unit.PERCENT,
    )
    for drawing in drawings(chart):
        assert_legible(drawing)
    columns = [one[:months] for one in (present, before) if one]
    assert [row[1:] for row in chart.table.rows] == [
        tuple(map(Unit.PERCENT.text, row)) for row in zip(*columns, strict=True)
    ]


@given(values=st.lists(RATE, min_size=1, max_size=12))
def test_a_line_ends_at_a_gap_and_begins_anew(values: list[Value]) -> None:
    chart = line_over_months(
        CAPTION,
        over="Monat",
        months=MONTHS[: len(values)],
        present=Series(name="2026", values=tuple(values)),
        unit=Unit.PERCENT,
    )
    runs = "".join("-" if isinstance(value, Gap) else "x" for value in values).split("-")
    line = next((mark.d for mark in chart.wide.marks if mark.role == "line-0"), "")
    assert line.count("M") == sum(bool(run) for run in runs)
    assert line.count("M") + line.count("L") == sum(map(len, runs))


@settings(max_examples=30)
@given(
    values=st.lists(st.lists(RATE, min_size=24, max_size=24), min_size=7, max_size=7),
    first=st.integers(min_value=0, max_value=23),
    count=st.integers(min_value=1, max_value=24),
)
def test_a_heat_map_of_rates_has_every_number_at_both_widths(
    values: list[list[Value]], first: int, count: int
) -> None:
    hours = range(first, min(first + count, 24))
    week = [row[: len(hours)] for row in values]
    chart = heat_map(CAPTION, hours=hours, values=week, unit=Unit.PERCENT)
    there = [value for row in week for value in row if not isinstance(value, Gap)]
    for drawing in drawings(chart):
        assert_legible(drawing)
        assert sum(label.role.startswith("cell") for label in drawing.labels) == len(there)
    assert [row[1:] for row in chart.table.rows] == [
        tuple(map(Unit.PERCENT.text, column)) for column in zip(*week, strict=True)
    ]


def test_numbers_that_do_not_fit_their_cells_are_left_to_the_table() -> None:
    week = [[1_234_567] * 24] * 7
    chart = heat_map(CAPTION, hours=range(24), values=week, unit=Unit.COUNT)
    for drawing in drawings(chart):
        assert not [label for label in drawing.labels if label.role.startswith("cell")]
    assert chart.table.rows[0][1] == Unit.COUNT.text(1_234_567)


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        pytest.param(range(8, 8), 7, id="no hour"),
        pytest.param(range(8, 10), 6, id="six days"),
        pytest.param(range(8, 11), 7, id="an hour without values"),
    ],
)
def test_refuses_a_week_that_is_not_complete(hours: range, days: int) -> None:
    with pytest.raises(ValueError, match="seven weekdays"):
        heat_map(CAPTION, hours=hours, values=[[1] * min(len(hours), 2)] * days, unit=Unit.COUNT)


def test_neighbouring_steps_differ_in_pattern_as_well_as_in_tint() -> None:
    legend = heat_map(CAPTION, hours=range(8, 9), values=[[1]] * 7, unit=Unit.PERCENT).legend
    marks = [entry.marks[0] for entry in legend]
    assert all(one.pattern != two.pattern and one.role != two.role for one, two in pairwise(marks))


@settings(max_examples=20)
@given(
    year=st.integers(min_value=2000, max_value=2100),
    missing=st.integers(min_value=0, max_value=400),
)
@example(year=2012, missing=0)
def test_a_year_has_a_cell_and_a_place_in_the_table_for_every_day(year: int, missing: int) -> None:
    days = [
        date(year, 1, 1) + timedelta(days=n) for n in range(366 if year % 4 == 0 and year != 2100 else 365)
    ]
    values: dict[date, Value] = dict.fromkeys(days[missing:], 5)
    chart = year_calendar(CAPTION, year=year, values=values, unit=Unit.COUNT, adds_up=True)
    for drawing in drawings(chart):
        assert_legible(drawing)
        assert len(list(boxes(drawing, "heat-5"))) == len(values)
    cells = [cell for row in chart.table.rows for cell in row[1:] if cell]
    assert cells == [Gap.NOT_STATED.sign] * min(missing, len(days)) + ["5"] * len(values)
    sums = [int(cell) for cell in chart.table.total[1:] if cell != Gap.NOT_STATED.sign]
    assert sum(sums) == 5 * len(values)


def test_a_leap_year_that_begins_on_a_sunday_has_54_weeks() -> None:
    assert week_columns(date(2012, 1, 1), date(2012, 12, 31)) == 54
    assert week_columns(date(2026, 1, 1), date(2026, 12, 31)) == 53


@given(values=st.lists(RATE, max_size=14))
def test_a_sparkline_has_one_end_and_every_point(values: list[Value]) -> None:
    named = [(str(at), value) for at, value in enumerate(values)]
    spark = sparkline(CAPTION, over="Monat", name="K04", values=named, unit=Unit.PERCENT)
    known = [value for value in values if not isinstance(value, Gap)]
    ends = [mark.d for mark in spark.drawing.marks if mark.role == "spark-end"]
    assert len(ends) == min(len(known), 1)
    drawn = "".join(mark.d for mark in spark.drawing.marks if mark.role == "spark")
    assert len(re.findall(r"[ML]", re.sub(r"M\S+ \S+h0", "", drawn))) == len(known)
    assert [row[1] for row in spark.table.rows] == [Unit.PERCENT.text(value) for value in values]


@given(values=st.lists(RATE, max_size=12))
def test_a_plan_has_a_spot_a_number_and_a_row_for_each_space(values: list[Value]) -> None:
    places = [
        PlaceValue(public_id=str(at), name=f"Platz {at}", value=value) for at, value in enumerate(values)
    ]
    heat = plan_heat(CAPTION, over="Fläche", name="K04", places=places, unit=Unit.PERCENT)
    assert len(heat.spots) == len(heat.table.rows) == len(values)
    for at, value in enumerate(values):
        spot = heat.spots[str(at)]
        assert spot.text.endswith(Unit.PERCENT.text(value))
        assert spot.number == (value.sign if isinstance(value, Gap) else Unit.PERCENT.short(value))
        assert spot.role.startswith("gap-") == isinstance(value, Gap)
