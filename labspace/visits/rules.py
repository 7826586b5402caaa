"""Pure: which number counts where several were given, and when a past booking is settled (figures.md R5, R13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from labspace.bookings.presence import UNRESOLVED_FOR
from labspace.visits.kinds import DataGrade, VisitSource

DUE = UNRESOLVED_FOR
"""How long after the end visits may be told of before the booking is settled without them."""
MOST_VISITS = 99_999
"""More on one day is a slip of the hand."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """One number somebody gave for one local day of one event, shop or house."""

    day: date
    count: int
    source: VisitSource
    entered_at: datetime
    id: int = 0

    @property
    def grade(self) -> DataGrade:
        return self.source.grade


@dataclass(frozen=True)
class Visited:
    """What counts in the end, day by day."""

    by_day: tuple[Count, ...]

    @property
    def total(self) -> int:
        """Visits of all days; who came on two days visited twice (K14)."""
        return sum(one.count for one in self.by_day)

    @property
    def grade(self) -> DataGrade | None:
        """The worst grade the total rests on; None where nobody counted."""
        return max((one.grade for one in self.by_day), key=lambda grade: grade.value, default=None)


def winning(counts: Iterable[Count]) -> Visited:
    """For each day the best known number: the better grade first, then whatever was entered last."""
    best: dict[date, Count] = {}
    for one in counts:
        if one.day not in best or _rank(one) > _rank(best[one.day]):
            best[one.day] = one
    return Visited(tuple(best[day] for day in sorted(best)))


def _rank(one: Count) -> tuple[int, datetime, int]:
    return -ord(one.grade.value), one.entered_at, one.id


def due_at(ends_at: datetime) -> datetime:
    """Until when visits are to be told of."""
    return ends_at + DUE


def settled_at(*, ends_at: datetime, state_since: datetime, due: timedelta = DUE) -> datetime:
    """When a booking nobody decided on is settled by itself: seven days after its end.

    Where a house leaves more time to tell (`due`), then; what staff took back waits anew.
    """
    return max(ends_at, state_since) + max(DUE, due)


def is_settled_at(*, ends_at: datetime, state_since: datetime, now: datetime, due: timedelta = DUE) -> bool:
    """Whether such a booking is settled at `now`."""
    return now >= settled_at(ends_at=ends_at, state_since=state_since, due=due)
