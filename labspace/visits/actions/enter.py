"""Entering, correcting and withdrawing numbers of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import lock_spaces, units_of
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.times import TimeSpan
from labspace.visits.changes import VisitsCounted
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount
from labspace.visits.rules import MOST_VISITS


@dataclass(frozen=True, kw_only=True)
class Counted:
    """So many people came on one local day, as `source` has it."""

    location_id: int
    day: date
    span: TimeSpan
    """When they could come: the event or the shop's hours on that day."""
    count: int
    source: VisitSource
    booking_id: int | None = None
    space_id: int | None = None
    note: str = ""


def enter_count(session: Session, counted: Counted, *, by: User | None, now: datetime) -> VisitCount:
    """Note a number of visits; one of the same source for the same day is corrected by it and stays as a fact.

    The same number again changes nothing. Raises `Refused` with `in_the_future` or `no_such_number`.
    """
    actor_id = by.id if by else None
    begin_write(session)
    if counted.span.starts_at > now:
        raise Refused(Refusal("visits_in_the_future"))
    if not 0 <= counted.count <= MOST_VISITS:
        raise Refused(Refusal("no_such_number", {"most": MOST_VISITS}))
    take_turn(session, counted.location_id, booking_id=counted.booking_id, space_id=counted.space_id)
    old = holding(session, counted)
    if old is not None and _says_the_same(old, counted):
        return old
    if old is not None:
        _end(old, actor_id=actor_id, now=now)
        # The row that holds is unique: the old one has to go before the new one comes.
        session.flush()
    row = VisitCount(
        location_id=counted.location_id,
        booking_id=counted.booking_id,
        space_id=counted.space_id,
        day=counted.day,
        span=counted.span,
        count=counted.count,
        source=counted.source,
        note=counted.note[:300],
        entered_by_id=actor_id,
        entered_at=now,
        corrects_id=old.id if old else None,
    )
    session.add(row)
    announce(session, VisitsCounted(row, actor_id, now))
    return row


def withdraw_count(session: Session, count_id: int, *, by: User, now: datetime) -> VisitCount:
    """Let a number no longer count, without another in its place; raises LookupError if there is none."""
    actor_id = by.id
    begin_write(session)
    row = session.get(VisitCount, count_id)
    if row is None:
        raise LookupError(count_id)
    take_turn(session, row.location_id, booking_id=row.booking_id, space_id=row.space_id)
    session.refresh(row)
    if row.ended_at is None:
        _end(row, actor_id=actor_id, now=now)
        announce(session, VisitsCounted(row, actor_id, now))
    return row


def take_turn(
    session: Session, location_id: int, *, booking_id: int | None = None, space_id: int | None = None
) -> None:
    """Let others who count or decide the same wait until the commit: by the booking's units, the space or the house."""
    if booking_id is not None:
        lock_spaces(session, units_of(session, booking_id))
    elif space_id is not None:
        lock_spaces(session, [space_id])
    else:
        session.execute(
            select(Location.id).where(Location.id == location_id).with_for_update(key_share=True, of=Location)
        )


def holding(session: Session, counted: Counted) -> VisitCount | None:
    """The number of the same source for the same day and thing that holds now."""
    question = select(VisitCount).where(
        VisitCount.day == counted.day,
        VisitCount.source == counted.source,
        VisitCount.ended_at.is_(None),
    )
    if counted.booking_id is not None:
        question = question.where(VisitCount.booking_id == counted.booking_id)
    elif counted.space_id is not None:
        question = question.where(VisitCount.booking_id.is_(None), VisitCount.space_id == counted.space_id)
    else:
        question = question.where(
            VisitCount.booking_id.is_(None),
            VisitCount.space_id.is_(None),
            VisitCount.location_id == counted.location_id,
        )
    return session.scalars(question.execution_options(populate_existing=True)).one_or_none()


def _says_the_same(old: VisitCount, counted: Counted) -> bool:
    return (old.count, old.span, old.note) == (counted.count, counted.span, counted.note[:300])


def _end(row: VisitCount, *, actor_id: int | None, now: datetime) -> None:
    row.ended_at, row.ended_by_id = now, actor_id
