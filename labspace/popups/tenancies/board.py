"""Pure: what each week on each slot is – let, offered, blocked, closed, wished or free."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from labspace.popups.spans import weeks_span
from labspace.times import TimeSpan, clipped, length


class CellState(enum.Enum):
    """What a week on a slot is; those further down weigh more where several hold."""

    FREE = "free"
    WISHED = "wished"
    PARTLY = "partly"
    CLOSED = "closed"
    """The house is shut all week."""
    BLOCKED = "blocked"
    OFFERED = "offered"
    LET = "let"


WEIGHT = {state: weight for weight, state in enumerate(CellState)}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Time on a slot that is let, offered, blocked or closed, or wished by somebody."""

    slot_id: int
    span: TimeSpan
    state: CellState
    title: str = ""
    url: str = ""
    until: datetime | None = None
    """When the answer to an offer is due."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One week on one slot."""

    monday: date
    state: CellState
    entries: Sequence[Taken] = field(default_factory=tuple)
    """What weighs most first."""
    wishes: int = 0
    is_past: bool = False


def board_row(taken: Iterable[Taken], mondays: Sequence[date], *, zone: ZoneInfo, today: date) -> list[Cell]:
    """The cells of one slot; wishes are counted beside whatever the week is."""
    known = list(taken)
    return [_cell(known, monday, zone=zone, today=today) for monday in mondays]


def _cell(taken: Collection[Taken], monday: date, *, zone: ZoneInfo, today: date) -> Cell:
    week = weeks_span(monday, 1, zone=zone)
    here = sorted(
        (one for one in taken if one.span.overlaps(week)),
        key=lambda one: (-WEIGHT[one.state], one.span.starts_at),
    )
    # Single shut days take no week away: a tenancy goes on over a holiday.
    shut = [one.span for one in here if one.state is CellState.CLOSED]
    is_shut = bool(shut) and length(clipped(shut, week)) == week.duration
    weighing = [one for one in here if is_shut or one.state is not CellState.CLOSED]
    firm = [one for one in weighing if one.state is not CellState.WISHED]
    state = weighing[0].state if weighing else CellState.FREE
    if firm and length(clipped([one.span for one in firm], week)) < week.duration:
        state = CellState.PARTLY
    return Cell(
        monday=monday,
        state=state,
        entries=tuple(here),
        wishes=len(weighing) - len(firm),
        is_past=monday + timedelta(days=6) < today,
    )


def seen_by_all(cell: Cell) -> CellState:
    """What everybody sees of a week: free, let or closed. Who wishes what, and what is offered, stays inside."""
    if cell.state is CellState.CLOSED:
        return cell.state
    return CellState.FREE if cell.state in {CellState.FREE, CellState.WISHED} else CellState.LET


def weeks_let(rows: Iterable[Sequence[Cell]]) -> tuple[int, int]:
    """How many of the shown weeks are let at least in part, and how many there are."""
    cells = [cell for row in rows for cell in row]
    let = sum(any(entry.state is CellState.LET for entry in cell.entries) for cell in cells)
    return let, len(cells)
