"""Reminding organisers of what falls due: once for each thing, in one mail for each event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.announcements import announce
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.events.decision.changes import ChecksDue
from labspace.events.decision.checks import REMIND_DAYS
from labspace.events.decision.models import EventCheck
from labspace.spaces.event_terms import ChecklistWho

MOST_AT_ONCE = 200
"""Written in one transaction; the others follow a minute later."""


def remind_of_checks(session: Session, *, now: datetime) -> int:
    """Announce `ChecksDue` for each event with something due soon and return how many.

    Safe to run every minute and in several processes; what was due while nothing ran is told late,
    unless the event is over. Looks without a lock first: most minutes there is nothing to do.
    """
    if not _due(session, now=now):
        return 0
    begin_write(session)
    by_event: dict[int, list[EventCheck]] = defaultdict(list)
    for item in _due(session, now=now, lock=True):
        item.reminded_at = now
        by_event[item.booking_id].append(item)
    session.flush()
    for items in by_event.values():
        announce(session, ChecksDue(items[0].booking, items, now))
    return len(by_event)


def _due(session: Session, *, now: datetime, lock: bool = False) -> Sequence[EventCheck]:
    statement = (
        select(EventCheck)
        .join(Booking, Booking.id == EventCheck.booking_id)
        .where(
            EventCheck.done_at.is_(None),
            EventCheck.reminded_at.is_(None),
            EventCheck.dropped_at.is_(None),
            # By the day in UTC: for houses elsewhere the mail leaves some hours earlier or later.
            EventCheck.due_on <= now.date() + timedelta(days=REMIND_DAYS),
            EventCheck.who == ChecklistWho.ORGANISER,
            Booking.state == BookingState.CONFIRMED,
            Booking.starts_at > now,
        )
        .order_by(EventCheck.booking_id, EventCheck.due_on, EventCheck.id)
        .limit(MOST_AT_ONCE)
    )
    if lock:
        statement = statement.options(joinedload(EventCheck.booking)).with_for_update(
            skip_locked=True, of=EventCheck
        )
        statement = statement.execution_options(populate_existing=True)
    return session.scalars(statement).unique().all()
