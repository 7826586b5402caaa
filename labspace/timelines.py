"""A day of several spaces as table cells: spans laid on a raster of equal columns.

Templates print the cells with `colspan` (components/timeline.html), so a timeline needs neither
script nor inline style and reads as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.times import TimeSpan

CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What holds on a space during one span; `state` as in components/badge.html, `text` is shown."""

    span: TimeSpan
    state: str
    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One table cell over `columns` columns; `times` is its span in words, "08:00–10:15 Uhr"."""

    columns: int
    state: str
    text: str
    times: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class HourMark:
    """One heading of the scale: the hour that begins here, over `columns` columns."""

    columns: int
    text: str


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """A space and its cells, which together fill the scale; `group` heads the rows that share it."""

    label: str
    cells: Sequence[Cell]
    url: str = ""
    group: str = ""
    note: str = ""
    """What sets the space apart, such as who may book it."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The columns of a timeline: `window` cut into steps of `raster`, told in the house's zone."""

    window: TimeSpan
    zone: ZoneInfo
    raster: timedelta = timedelta(minutes=15)

    @property
    def columns(self) -> int:
        return self.column_of(self.window.ends_at)

    def column_of(self, moment: datetime) -> int:
        """The column boundary nearest to `moment`, from 0; moments outside lie on the edge."""
        inside = min(max(moment, self.window.starts_at), self.window.ends_at)
        return round((inside - self.window.starts_at) / self.raster)

    def now_column(self, now: datetime) -> int | None:
        """The column that `now` lies in; None before and after the window."""
        if not self.window.includes(now):
            return None
        return (now - self.window.starts_at) // self.raster

    def hours(self) -> tuple[HourMark, ...]:
        """The hours of the window. A doubled hour appears twice, a skipped one not at all."""
        marks: list[HourMark] = []
        moment, begins = self.window.starts_at, self.window.starts_at
        while moment < self.window.ends_at:
            moment += self.raster
            if moment >= self.window.ends_at or moment.astimezone(self.zone).minute == 0:
                columns = self.column_of(moment) - self.column_of(begins)
                marks.append(HourMark(columns=columns, text=f"{begins.astimezone(self.zone):%H}"))
                begins = moment
        return tuple(marks)

    def cells(self, stretches: Iterable[Stretch], *, closed_text: str) -> tuple[Cell, ...]:
        """`stretches` as cells from edge to edge; what none of them covers is closed.

        Stretches must not overlap. One shorter than half a column leaves no cell.
        """
        cells: list[Cell] = []
        column = 0
        for stretch in sorted(stretches, key=lambda each: each.span):
            first, last = self.column_of(stretch.span.starts_at), self.column_of(stretch.span.ends_at)
            first = max(first, column)
            if first >= last:
                continue
            if column < first:
                cells.append(self._closed(column, first, closed_text))
            cells.append(
                Cell(
                    columns=last - first,
                    state=stretch.state,
                    text=stretch.text,
                    times=self._times(stretch.span),
                    url=stretch.url,
                )
            )
            column = last
        if column < self.columns:
            cells.append(self._closed(column, self.columns, closed_text))
        return tuple(cells)

    def _closed(self, first: int, last: int, text: str) -> Cell:
        start = self.window.starts_at
        span = TimeSpan(start + first * self.raster, start + last * self.raster)
        return Cell(columns=last - first, state=CLOSED, text=text, times=self._times(span))

    def _times(self, span: TimeSpan) -> str:
        starts_at, ends_at = span.starts_at.astimezone(self.zone), span.ends_at.astimezone(self.zone)
        return f"{starts_at:%H:%M}–{ends_at:%H:%M}"
