"""A line as small as a word, beside a number: where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from labspace.charts.drawing import Drawing, Mark, n
from labspace.charts.figure import Caption
from labspace.charts.kinds import Gap, Unit, Value, known
from labspace.charts.lines import polyline
from labspace.charts.sentences import course
from labspace.charts.tables import DataTable, data_table

WIDTH = 120.0
HEIGHT = 32.0
EDGE = 4.0


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """A small line; it needs no legend, its table says what is missing."""

    caption: Caption
    summary: str
    drawing: Drawing
    table: DataTable
    notes: tuple[str, ...]


def sparkline(
    caption: Caption, *, over: str, name: str, values: Sequence[tuple[str, Value]], unit: Unit
) -> Sparkline:
    """The course of `values`, each named by its period, from zero to the greatest; its last one marked."""
    greatest = max(known(value for _period, value in values), default=Fraction(0)) or Fraction(1)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    points = [
        None
        if isinstance(value, Gap)
        else (EDGE + step * at, HEIGHT - EDGE - float(value / greatest) * (HEIGHT - 2 * EDGE))
        for at, (_period, value) in enumerate(values)
    ]
    marks = [
        Mark(role="base", d=f"M0 {n(HEIGHT - 1)}H{n(WIDTH)}"),
        Mark(role="spark", d=polyline(points)),
        # A lone point is a line of no length, which its round end makes a dot.
        Mark(role="spark", d=_lone(points)),
        Mark(role="spark-end", d=next((f"M{n(p[0])} {n(p[1])}h0" for p in reversed(points) if p), "")),
    ]
    sorts = [gap for gap in Gap if any(value is gap for _period, value in values)]
    return Sparkline(
        caption=caption,
        summary=course(values, unit=unit),
        drawing=Drawing(width=WIDTH, height=HEIGHT, marks=tuple(mark for mark in marks if mark.d)),
        table=data_table([over, name], [(period, [value]) for period, value in values], unit=unit),
        notes=tuple(gap.meaning for gap in sorts),
    )


def _lone(points: Sequence[tuple[float, float] | None]) -> str:
    around = [None, *points, None]
    return "".join(
        f"M{n(point[0])} {n(point[1])}h0"
        for before, point, after in zip(around, around[1:], around[2:], strict=False)
        if point and before is None and after is None
    )
