"""Marks on days that changed: noted while a transaction runs, written as one statement right before its commit.

Every family of facts is counted anew for a marked day; whoever changes what facts are made of calls
`mark_span` or `mark_days` in the transaction of the change.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from labspace.db import insert_rows
from labspace.locations.models import Location
from labspace.occupancy.days import Days, merged
from labspace.occupancy.facts.keeping import FARTHEST, days_over, marked_days
from labspace.occupancy.facts.models import FactMark
from labspace.times import TimeSpan

PENDING = "labspace.occupancy.facts.pending"


def mark_span(
    session: Session,
    house: Location,
    span: TimeSpan,
    *,
    at: datetime,
    before: timedelta = FARTHEST,
    after: timedelta = FARTHEST,
) -> None:
    """The facts of the days which `span`, widened by so much, touches no longer hold; those ahead have none."""
    days = marked_days(span, zone=house.zone, now=at, before=before, after=after)
    if days is not None:
        _note(session, house.id, days)


def mark_days(session: Session, house: Location, days: Days, *, at: datetime) -> None:
    """The facts of just these days no longer hold; those ahead have none."""
    over = days_over(days, zone=house.zone, now=at)
    if over is not None:
        _note(session, house.id, over)


def _note(session: Session, location_id: int, days: Days) -> None:
    session.info.setdefault(PENDING, {}).setdefault(location_id, []).append(days)


@event.listens_for(Session, "before_commit")
def write_marks(session: Session) -> None:
    """Write what was noted as marks, as part of the transaction; one statement, however much changed."""
    if PENDING not in session.info or session.in_nested_transaction():
        return
    session.flush()
    pending: dict[int, list[Days]] = session.info.pop(PENDING)
    rows = [
        {"location_id": location_id, "first_on": days.first, "last_on": days.last}
        for location_id, stretches in pending.items()
        for days in merged(stretches)
    ]
    insert_rows(session, FactMark, rows)


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    """What was rolled back never happened."""
    session.info.pop(PENDING, None)
