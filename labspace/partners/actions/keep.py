"""What the house does for allotments by itself: set dates aside ahead, give unused ones to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.actions import block_space
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import BlockingReason
from labspace.db import begin_write
from labspace.partners.actions.release import let_go
from labspace.partners.models import Allotment, AllotmentDate
from labspace.partners.queries import allotments_to_make, held_dates
from labspace.partners.states import DateState

AHEAD = timedelta(weeks=12)
"""So far ahead dates are set aside: longer than others may book."""
LONGEST_RELEASE = timedelta(days=365)


def keep_allotments(session: Session, *, now: datetime) -> None:
    """Set aside what is due and release what nobody used; also after a week without a worker.

    A date whose time is taken already is kept as such, so that staff and partner see why.
    """
    if not allotments_to_make(session, until=(now + AHEAD).date()) and not held_dates(
        session, until=(now + LONGEST_RELEASE).date()
    ):
        return
    begin_write(session)
    for allotment_id in allotments_to_make(session, until=(now + AHEAD).date()):
        _set_aside(session, session.get_one(Allotment, allotment_id), now=now)
    for held in held_dates(session, until=(now + LONGEST_RELEASE).date()):
        today = now.astimezone(held.allotment.agreement.location.zone).date()
        # Whoever books or returns it at this moment comes first.
        session.refresh(held, ["state"], with_for_update=True)
        if held.state is DateState.HELD and held.allotment.plan.is_released_on(held.day, today=today):
            agreed_by = held.allotment.agreement.created_by
            let_go(session, held, DateState.RELEASED, by=agreed_by, now=now, by_id=None)


def _set_aside(session: Session, allotment: Allotment, *, now: datetime) -> None:
    agreement, zone = allotment.agreement, allotment.agreement.location.zone
    today, until = now.astimezone(zone).date(), (now + AHEAD).date()
    first = max(today, allotment.made_until + timedelta(days=1)) if allotment.made_until else today
    for day in allotment.plan.days(first, until):
        span = allotment.plan.span_on(day, zone=zone)
        if span is None or span.starts_at <= now or allotment.plan.is_released_on(day, today=today):
            continue
        row = AllotmentDate(allotment_id=allotment.id, day=day, state=DateState.HELD, state_since=now)
        try:
            with session.begin_nested():
                blocking = block_space(
                    session,
                    allotment.space_id,
                    span=span,
                    reason=BlockingReason.RESERVED,
                    note_text=agreement.organisation.name,
                    by=agreement.created_by,
                    now=now,
                )
                row.blocking_id = blocking.id
        except SpaceTaken:
            row.state = DateState.TAKEN
        session.add(row)
        session.flush()
    allotment.made_until = until
    session.flush()
