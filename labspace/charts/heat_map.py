"""Weekday by hour as a heat map: one hue in steps, hatched besides, the number in the cell where it fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labspace.charts.drawing import (
    CELL_TEXT,
    NARROW,
    TEXT,
    WIDE,
    Drawing,
    Label,
    Mark,
    box,
    gap_marks,
    thinned,
    width_of,
)
from labspace.charts.figure import Caption, Chart, LegendEntry, gap_legend
from labspace.charts.kinds import Gap, Unit, Value, gaps_in
from labspace.charts.sentences import peak
from labspace.charts.steps import Steps, steps_for
from labspace.charts.tables import data_table
from labspace.formats import weekday_name
from labspace.words import gettext as _

ROW = 26.0
HEAD = 22.0
PATTERNS = {1: "heat-1", 2: "heat-2", 3: "heat-3", 4: "heat-4"}
"""The strongest tint is plain again: it is told by being full."""

Cell = tuple[float, float, float, float, Value]
"""x, y, width, height and what stands in it."""


def heat_map(
    caption: Caption, *, hours: range, values: Sequence[Sequence[Value]], unit: Unit, adds_up: bool = False
) -> Chart:
    """Seven rows of values, Monday first, one for each hour of the day in `hours`.

    In a narrow column hours go down and weekdays across, so that the numbers stay readable there too.
    """
    if not hours or len(values) != 7 or any(len(row) != len(hours) for row in values):
        raise ValueError("seven weekdays and at least one hour, with a value for every hour of each")
    every = [value for row in values for value in row]
    steps = steps_for(every, unit=unit)
    slots = [hour_text(hour) for hour in hours]
    named = [
        (_("%(weekday)s, %(hours)s", weekday=weekday_name(day), hours=slot), value)
        for day, row in enumerate(values)
        for slot, value in zip(slots, row, strict=True)
    ]
    return Chart(
        caption=caption,
        summary=peak(named, unit=unit),
        wide=_wide(hours, values, steps),
        narrow=_narrow(hours, values, steps),
        legend=(*heat_legend(steps), *gap_legend(gaps_in(every))),
        table=data_table(
            [_("Uhrzeit"), *(weekday_name(day) for day in range(7))],
            [(slot, [row[at] for row in values]) for at, slot in enumerate(slots)],
            unit=unit,
            adds_up=adds_up,
        ),
    )


def hour_text(hour: int) -> str:
    """8–9 Uhr · 8:00–9:00."""
    return _("%(start)d–%(end)d Uhr", start=hour, end=hour + 1)


def _wide(hours: range, values: Sequence[Sequence[Value]], steps: Steps) -> Drawing:
    left = max(width_of(weekday_name(day, short=True)) for day in range(7)) + 10
    # Half a heading stands out beyond the last column.
    step = (WIDE - left - 10) / len(hours)
    heads = [
        Label(x=left + step * at, y=TEXT, text=str(hour), role="tick", anchor="middle")
        for at, hour in enumerate([*hours, hours[-1] + 1])
    ]
    days = [
        Label(x=0, y=HEAD + ROW * (day + 0.68), text=weekday_name(day, short=True), role="tick")
        for day in range(7)
    ]
    cells = [
        (left + step * at, HEAD + ROW * day, step, ROW, value)
        for day, row in enumerate(values)
        for at, value in enumerate(row)
    ]
    return cell_drawing(WIDE, HEAD + ROW * 7 + 2, cells, steps, labels=[*thinned(heads, gap=4), *days])


def _narrow(hours: range, values: Sequence[Sequence[Value]], steps: Steps) -> Drawing:
    left = width_of(str(hours[-1] + 1)) + 8
    step = (NARROW - left) / 7
    heads = [
        Label(
            x=left + step * (day + 0.5),
            y=TEXT,
            text=weekday_name(day, short=True),
            role="tick",
            anchor="middle",
        )
        for day in range(7)
    ]
    marks = [
        Label(x=left - 6, y=HEAD + ROW * at + TEXT * 0.35, text=str(hour), role="tick", anchor="end")
        for at, hour in enumerate([*hours, hours[-1] + 1])
    ]
    cells = [
        (left + step * day, HEAD + ROW * at, step, ROW, value)
        for day, row in enumerate(values)
        for at, value in enumerate(row)
    ]
    height = HEAD + ROW * len(hours) + TEXT * 0.6
    return cell_drawing(NARROW, height, cells, steps, labels=[*heads, *marks])


def cell_drawing(
    width: float,
    height: float,
    cells: Sequence[Cell],
    steps: Steps,
    *,
    labels: Iterable[Label],
    inset: float = 1.0,
) -> Drawing:
    """Cells by their tint, one path for each, and their numbers if every one of them fits its cell."""
    paths: dict[int, str] = {}
    gaps: list[tuple[Gap, float, float]] = []
    numbers: list[Label] = []
    for x, y, across, down, value in cells:
        if isinstance(value, Gap):
            gaps.append((value, x + across / 2, y + down / 2))
            continue
        tint = steps.tint(value)
        paths[tint] = paths.get(tint, "") + box(x + inset / 2, y + inset / 2, across - inset, down - inset)
        numbers.append(
            Label(
                x=x + across / 2,
                y=y + down / 2 + CELL_TEXT * 0.36,
                text=steps.unit.short(value),
                role=f"cell-{tint}",
                anchor="middle",
            )
        )
    fits = all(
        width_of(label.text, size=CELL_TEXT) <= across - 2 and down >= CELL_TEXT + 2
        for label, (_x, _y, across, down, _v) in zip(
            numbers, (cell for cell in cells if not isinstance(cell[4], Gap)), strict=True
        )
    )
    marks = [*(heat_mark(tint, paths[tint]) for tint in sorted(paths)), *gap_marks(gaps)]
    return Drawing(
        width=width, height=height, marks=tuple(marks), labels=(*labels, *(numbers if fits else ()))
    )


def heat_mark(tint: int, d: str) -> Mark:
    return Mark(role=f"heat-{tint}", d=d, pattern=PATTERNS.get(tint, ""))


def heat_legend(steps: Steps) -> list[LegendEntry]:
    """Nothing, and each step with its range."""
    return [
        LegendEntry(marks=(heat_mark(tint, box(0.5, 0.5, 23, 15)),), text=text)
        for tint, text in steps.legend()
    ]
