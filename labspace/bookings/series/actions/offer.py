"""Offering skipped dates again: when time becomes free, and now and then for all that changes quietly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.series.again import judge_again
from labspace.bookings.series.changes import DatesFreed
from labspace.bookings.series.models import SeriesDate
from labspace.bookings.series.queries import untold_dates
from labspace.db import begin_write

OFTEN = 60
"""Minutes between two looks."""
ROUND = 2
"""Minutes in which a round may fall: one in every minute, now and then a little late."""


def announce_freed(session: Session, dates: Iterable[SeriesDate], *, now: datetime) -> None:
    """Mark these dates as found free and tell each owner once of all of theirs."""
    of_owner: dict[int, list[SeriesDate]] = defaultdict(list)
    for one in dates:
        one.free_since = now
        of_owner[one.series.booked_by_id].append(one)
    for freed in of_owner.values():
        announce(session, DatesFreed(tuple(sorted(freed, key=_start)), now))


def offer_all_dates(session: Session, *, now: datetime) -> int:
    """Look through skipped dates nobody was told of, once an hour, and return how many are free now.

    Nothing announces that the horizon reached a date, or that hours, closures and rules changed.
    Judged before anything is locked; each date is marked only if nobody else did meanwhile.
    """
    if now.minute % OFTEN >= ROUND:
        return 0
    dates = untold_dates(session, now=now)
    judged = judge_again(session, dates, now=now)
    free = [one.id for one in dates if one.id in judged and judged[one.id].is_free]
    if not free:
        return 0
    begin_write(session)
    left = untold_dates(session, now=now, among=free)
    announce_freed(session, left, now=now)
    return len(left)


def _start(one: SeriesDate) -> datetime:
    assert one.starts_at is not None
    return one.starts_at
