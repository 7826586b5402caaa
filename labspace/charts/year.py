"""The days of a year as a calendar: weeks across, weekdays down, in the steps of a heat map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from labspace.charts.drawing import NARROW, TEXT, WIDE, Drawing, Label, Mark, n, thinned, width_of
from labspace.charts.figure import Caption, Chart, gap_legend
from labspace.charts.heat_map import Cell, cell_drawing, heat_legend
from labspace.charts.kinds import Gap, Unit, Value, gaps_in
from labspace.charts.sentences import peak
from labspace.charts.steps import Steps, steps_for
from labspace.charts.tables import DataTable, data_table
from labspace.formats import date_text, day_text, week_text, weekday_name
from labspace.words import gettext as _

NAMED_WEEKDAYS = (0, 2, 4, 6)
"""Every second: all seven would stand too close."""
HEAD = 20.0
BETWEEN = 18.0
DAY = timedelta(days=1)


def year_calendar(
    caption: Caption, *, year: int, values: Mapping[date, Value], unit: Unit, adds_up: bool = False
) -> Chart:
    """Every day of `year`; a day without a value has none stated. In a narrow column half-years lie below each other."""
    days = list(_days(date(year, 1, 1), date(year, 12, 31)))
    every = [values.get(day, Gap.NOT_STATED) for day in days]
    steps = steps_for(every, unit=unit)
    return Chart(
        caption=caption,
        summary=peak([(day_text(day), value) for day, value in zip(days, every, strict=True)], unit=unit),
        wide=_drawing(WIDE, [(days[0], days[-1])], values, steps),
        narrow=_drawing(NARROW, [(days[0], date(year, 6, 30)), (date(year, 7, 1), days[-1])], values, steps),
        legend=(*heat_legend(steps), *gap_legend(gaps_in(every))),
        table=_table(days, values, unit, adds_up=adds_up),
    )


def week_columns(first: date, last: date) -> int:
    """How many calendar weeks the days from `first` to `last` touch: 53 or 54 for a year."""
    return (last - _monday(first)).days // 7 + 1


def _drawing(
    width: float, blocks: Sequence[tuple[date, date]], values: Mapping[date, Value], steps: Steps
) -> Drawing:
    left = max(width_of(weekday_name(day, short=True)) for day in NAMED_WEEKDAYS) + 6
    pitch = (width - left) / max(week_columns(*block) for block in blocks)
    cells: list[Cell] = []
    labels: list[Label] = []
    borders = ""
    top = HEAD
    for first, last in blocks:
        months = []
        for day in _days(first, last):
            x, y = left + pitch * (week_columns(first, day) - 1), top + pitch * day.weekday()
            cells.append((x, y, pitch, pitch, values.get(day, Gap.NOT_STATED)))
            if day.day == 1:
                months.append(Label(x=x, y=top - 6, text=date_text(day, "LLL").rstrip("."), role="tick"))
                borders += _border(x, y, top, pitch) if day != first else ""
        labels += thinned([month.within(width) for month in months])
        labels += [
            Label(x=0, y=top + pitch * day + TEXT * 0.75, text=weekday_name(day, short=True), role="tick")
            for day in NAMED_WEEKDAYS
        ]
        top += pitch * 7 + BETWEEN + HEAD
    drawing = cell_drawing(width, top - BETWEEN - HEAD + 6, cells, steps, labels=labels)
    return Drawing(
        width=width,
        height=drawing.height,
        marks=(*drawing.marks, Mark(role="border", d=borders)),
        labels=drawing.labels,
    )


def _border(x: float, y: float, top: float, pitch: float) -> str:
    """The stepped line between two months, left of and above the first day of the later one."""
    if y == top:
        return f"M{n(x)} {n(top)}v{n(pitch * 7)}"
    return f"M{n(x + pitch)} {n(top)}V{n(y)}H{n(x)}V{n(top + pitch * 7)}"


def _table(days: Sequence[date], values: Mapping[date, Value], unit: Unit, *, adds_up: bool) -> DataTable:
    weeks: dict[date, list[Value | None]] = {}
    for day in days:
        row = weeks.setdefault(_monday(day), [None] * 7)
        row[day.weekday()] = values.get(day, Gap.NOT_STATED)
    return data_table(
        [_("Kalenderwoche"), *(weekday_name(day) for day in range(7))],
        [(week_text(monday), row) for monday, row in weeks.items()],
        unit=unit,
        adds_up=adds_up,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += DAY
