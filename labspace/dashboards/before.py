"""Whether there was anything a year before: ahead of the first booking there are no numbers, not even zeros."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.dashboards.board import Board
from labspace.occupancy.days import Days
from labspace.occupancy.months import Month
from labspace.occupancy.queries import first_month


def days_before(session: Session, board: Board) -> Days | None:
    """The same days of the year before; None where no house of the page had a booking by then. One statement."""
    return after(first_month(session, board.houses), board.before)


def after(since: Month | None, days: Days | None) -> Days | None:
    """These days, if they reach the month of the first booking."""
    return days if days and since and days.last >= since.first else None
