"""The months of a longer time, of which lists of what stands behind a number show one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from labspace.dashboards.board import Board
from labspace.dashboards.periods import Asked
from labspace.formats import month_text

AT_ONCE = 31
"""Bookings of so many days are listed at once; of a longer time month by month."""


def months_of(board: Board) -> Sequence[Asked]:
    """The months of a longer time, as far as they are over; none where all of it is listed at once."""
    if len(board.days) <= AT_ONCE:
        return ()
    return [month for month in board.asked.months if month.first <= board.yesterday]


def month_asked(months: Sequence[Asked]) -> Asked | None:
    """The one the address names, else the last."""
    wanted = request.args.get("monat", "")
    return next((one for one in months if str(one) == wanted), months[-1] if months else None)


def month_steps(
    board: Board, query: Mapping[str, Any], months: Sequence[Asked], month: Asked | None
) -> dict[str, tuple[str, str]]:
    """Name and address of the month before and of the one after; empty where there is none."""
    if month is None:
        return {}
    at = months.index(month)

    def step(to: int) -> tuple[str, str]:
        if not 0 <= to < len(months):
            return "", ""
        return month_text(months[to].first), board.url(**{**query, "monat": str(months[to])})

    return {"back": step(at - 1), "forth": step(at + 1)}
