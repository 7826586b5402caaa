"""A line over months, beside it the year before."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from labspace.charts.bars import Series
from labspace.charts.drawing import (
    NARROW,
    TEXT,
    WIDE,
    Drawing,
    Label,
    Mark,
    gap_marks,
    n,
    thinned,
    width_of,
    with_room,
)
from labspace.charts.figure import Caption, Chart, LegendEntry, gap_legend
from labspace.charts.kinds import Gap, Unit, Value, gaps_in, known
from labspace.charts.sentences import course
from labspace.charts.tables import data_table
from labspace.charts.ticks import ticks

TOP = 26.0
FLOOR = 206.0
HEIGHT = 236.0


def line_over_months(
    caption: Caption,
    *,
    over: str,
    months: Sequence[tuple[str, str]],
    present: Series,
    before: Series | None = None,
    unit: Unit,
    adds_up: bool = False,
) -> Chart:
    """A line of `present` and, dashed, of the same months of the year `before`.

    `months` are (short, whole) names, such as ("Mär", "März 2026"); `over` heads them in the table. What is
    missing breaks the line and is marked at the foot: a line is never drawn across a month without a number.
    """
    series = [present, before] if before else [present]
    if not months or any(len(one.values) != len(months) for one in series):
        raise ValueError("at least one month, and a value for every month")
    values = [value for one in series for value in one.values]
    axis = ticks(unit.amount(max(known(values), default=Fraction(0))), is_whole=unit.is_whole)
    whole_names = [whole for _short, whole in months]
    return Chart(
        caption=caption,
        summary=course(list(zip(whole_names, present.values, strict=True)), unit=unit),
        wide=_drawing(WIDE, months, series, unit, axis),
        narrow=_drawing(NARROW, months, series, unit, axis),
        legend=(*_legend(series), *gap_legend(gaps_in(values))),
        table=data_table(
            [over, *(one.name for one in series)],
            [(name, [one.values[at] for one in series]) for at, name in enumerate(whole_names)],
            unit=unit,
            adds_up=adds_up,
        ),
    )


def _drawing(
    width: float,
    months: Sequence[tuple[str, str]],
    series: Sequence[Series],
    unit: Unit,
    axis: Sequence[Fraction],
) -> Drawing:
    left = max(width_of(unit.axis(tick)) for tick in axis) + 10
    step = (width - left) / len(months)

    def across(month: int) -> float:
        return left + step * (month + 0.5)

    def height(amount: Fraction) -> float:
        return FLOOR - float(amount / axis[-1]) * (FLOOR - TOP)

    def points(values: Sequence[Value]) -> list[tuple[float, float] | None]:
        return [
            None if isinstance(value, Gap) else (across(month), height(unit.amount(value)))
            for month, value in enumerate(values)
        ]

    marks = [
        Mark(role="grid", d="".join(f"M{n(left)} {n(height(tick))}H{n(width)}" for tick in axis[1:])),
        Mark(role="base", d=f"M{n(left)} {n(FLOOR)}H{n(width)}"),
    ]
    for row, one in reversed(list(enumerate(series))):
        there = points(one.values)
        marks.append(Mark(role=f"line-{row}", d=polyline(there)))
        marks.append(Mark(role=f"point-{row}", d=_dots(there, is_hollow=row > 0)))
    gaps = [
        (value, across(month), FLOOR - 7)
        for month, value in enumerate(series[0].values)
        if isinstance(value, Gap)
    ]
    labels = [
        Label(x=left - 8, y=height(tick) + TEXT * 0.3, text=unit.axis(tick), role="tick", anchor="end")
        for tick in axis
    ]
    names = [
        Label(x=across(month), y=FLOOR + 20, text=short, role="tick", anchor="middle").within(width)
        for month, (short, _whole) in enumerate(months)
    ]
    labels += thinned(names)
    labels += with_room(_said(series[0].values, points(series[0].values), unit, width), beside=labels)
    kept = tuple(mark for mark in [*marks, *gap_marks(gaps)] if mark.d)
    return Drawing(width=width, height=HEIGHT, marks=kept, labels=tuple(labels))


def polyline(points: Sequence[tuple[float, float] | None]) -> str:
    """Path data through the points that follow each other; where one is missing, the line ends."""
    d = ""
    for one, two in pairwise([None, *points]):
        if two is not None:
            d += f"{'M' if one is None else 'L'}{n(two[0])} {n(two[1])}"
    return d


def _dots(points: Sequence[tuple[float, float] | None], *, is_hollow: bool) -> str:
    # A circle and a diamond: the two lines are told apart by shape too.
    dots = [f"M{n(p[0] - 4)} {n(p[1])}l4-4 4 4-4 4z" if is_hollow else f"M{n(p[0] - 4)} {n(p[1])}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z" for p in points if p]  # fmt: skip
    return "".join(dots)


def _said(
    values: Sequence[Value], points: Sequence[tuple[float, float] | None], unit: Unit, width: float
) -> list[Label]:
    """The last and the highest number, where it is: what people look for first."""
    there = [
        (Fraction(value), point)
        for value, point in zip(values, points, strict=True)
        if point is not None and not isinstance(value, Gap)
    ]
    if not there:
        return []
    chosen = [there[-1], max(there, key=lambda pair: pair[0])]
    return [
        Label(x=x, y=y - 9, text=unit.text(value), role="value", anchor="middle").within(width)
        for value, (x, y) in chosen
    ]


def _legend(series: Sequence[Series]) -> list[LegendEntry]:
    if len(series) == 1:
        return []
    return [
        LegendEntry(
            marks=(
                Mark(role=f"line-{row}", d="M0 8H24"),
                Mark(role=f"point-{row}", d=_dots([(12, 8)], is_hollow=row > 0)),
            ),
            text=one.name,
        )
        for row, one in enumerate(series)
    ]
