"""Bars from zero, lying, one or several for each place, with a line where the target is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from labspace.charts.drawing import (
    NARROW,
    TEXT,
    WIDE,
    Drawing,
    Label,
    Mark,
    box,
    gap_marks,
    n,
    thinned,
    width_of,
    wrapped,
)
from labspace.charts.figure import Caption, Chart, LegendEntry, gap_legend
from labspace.charts.kinds import Gap, Unit, Value, gaps_in, known
from labspace.charts.sentences import comparison
from labspace.charts.tables import data_table
from labspace.charts.ticks import ticks
from labspace.words import gettext as _

MOST_SERIES = 3
PATTERNS = ("", "lines", "dots")
"""What tells the series apart besides their tone."""
LINE = 20.0
BAR = 18.0
BETWEEN = 4.0
APART = 14.0


@dataclass(frozen=True, kw_only=True)
class Series:
    """One value for each place or time of the chart, in its order."""

    name: str
    values: tuple[Value, ...]


def bars(
    caption: Caption,
    *,
    over: str,
    places: Sequence[str],
    series: Sequence[Series],
    unit: Unit,
    target: Fraction | int | None = None,
    adds_up: bool = False,
) -> Chart:
    """A chart of one to three series over the same places; `over` heads the places in the table.

    The sentence speaks of the first series. Raises `ValueError` where a series misses a place.
    """
    if not 1 <= len(series) <= MOST_SERIES or any(len(one.values) != len(places) for one in series):
        raise ValueError("one to three series, each with a value for every place")
    values = [value for one in series for value in one.values]
    greatest = max([*known(values), Fraction(target or 0)])
    axis = ticks(unit.amount(greatest), is_whole=unit.is_whole)
    return Chart(
        caption=caption,
        summary=comparison(list(zip(places, series[0].values, strict=True)), unit=unit, target=target),
        wide=_drawing(WIDE, places, series, unit, axis, target),
        narrow=_drawing(NARROW, places, series, unit, axis, target),
        legend=(*_legend(series, unit, target), *gap_legend(gaps_in(values))),
        table=data_table(
            [over, *(one.name for one in series)],
            [(place, [one.values[at] for one in series]) for at, place in enumerate(places)],
            unit=unit,
            adds_up=adds_up,
        ),
    )


def _drawing(
    width: float,
    places: Sequence[str],
    series: Sequence[Series],
    unit: Unit,
    axis: Sequence[Fraction],
    target: Fraction | int | None,
) -> Drawing:
    texts = [unit.text(value) for one in series for value in one.values]
    # The numbers have a column of their own at the edge: no bar, no target line ever crosses one.
    length = width - max((width_of(text) for text in texts), default=0.0) - 12

    def along(value: Fraction | int) -> float:
        return float(unit.amount(value) / axis[-1]) * length

    filled = ["" for _one in series]
    labels: list[Label] = []
    gaps: list[tuple[Gap, float, float]] = []
    aims = ""
    y = 0.0
    for at, place in enumerate(places):
        for line in wrapped(place, width=width):
            labels.append(Label(x=0, y=y + TEXT, text=line, role="name"))
            y += LINE
        top = y
        for row, one in enumerate(series):
            value = one.values[at]
            labels.append(Label(x=width, y=y + BAR - 4, text=unit.text(value), role="value", anchor="end"))
            if isinstance(value, Gap):
                gaps.append((value, 6, y + BAR / 2))
            else:
                filled[row] += box(0, y, along(value), BAR)
            y += BAR + BETWEEN
        if target is not None:
            aims += f"M{n(along(target))} {n(top - 3)}V{n(y - BETWEEN + 3)}"
        y += APART - BETWEEN
    feet = [
        Label(
            x=float(tick / axis[-1]) * length, y=y + TEXT, text=unit.axis(tick), role="tick", anchor="middle"
        )
        for tick in axis
    ]
    grid = "".join(f"M{n(float(tick / axis[-1]) * length)} 0V{n(y)}" for tick in axis[1:])
    marks = [Mark(role="grid", d=grid), Mark(role="base", d=f"M0 0V{n(y)}")]
    marks += [Mark(role=f"bar-{row}", d=d, pattern=PATTERNS[row]) for row, d in enumerate(filled) if d]
    marks += gap_marks(gaps)
    if aims:
        marks.append(Mark(role="target", d=aims))
    labels += thinned([foot.within(width) for foot in feet])
    return Drawing(width=width, height=y + LINE, marks=tuple(marks), labels=tuple(labels))


def _legend(series: Sequence[Series], unit: Unit, target: Fraction | int | None) -> list[LegendEntry]:
    entries = []
    if len(series) > 1:
        entries += [
            LegendEntry(
                marks=(Mark(role=f"bar-{row}", d=box(0, 0, 24, 16), pattern=PATTERNS[row]),), text=one.name
            )
            for row, one in enumerate(series)
        ]
    if target is not None:
        text = _("Strich: Ziel %(target)s", target=unit.text(target))
        entries.append(LegendEntry(marks=(Mark(role="target", d="M12 0V16"),), text=text))
    return entries
