"""What is around every drawing: what it is called, what it says, what its signs mean, and its table."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.charts.drawing import Drawing, Mark, gap_marks
from labspace.charts.kinds import Gap
from labspace.charts.tables import DataTable


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What a page says of its chart; `html_id` is unique on the page."""

    html_id: str
    title: str
    """The finding, not the axis."""
    subject: str
    """What is drawn, for those who do not see it: figure, dimension, period."""
    source: str = ""
    """Definition, source and data grade."""


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """A sample, drawn in a box of 24 by 16, and what it means."""

    marks: tuple[Mark, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure of a page as templates/components/chart.html prints it."""

    caption: Caption
    summary: str
    wide: Drawing
    narrow: Drawing
    legend: tuple[LegendEntry, ...]
    table: DataTable


def gap_legend(gaps: list[Gap]) -> list[LegendEntry]:
    """One entry for each sort of gap in the chart: its sign in drawing and table, and its reason."""
    return [LegendEntry(marks=tuple(gap_marks([(gap, 12, 8)])), text=gap.meaning) for gap in gaps]
