"""Taking rows from the outbox and noting what became of them; each call is one short transaction."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.orm import Session, aliased

from labspace.db import begin_write
from labspace.notices.models import Channel, DeliveryState, OutboxRow

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""How long a process may work on a row it took; longer than any conversation with a mail server."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 14
"""With pauses that double, a mail is given up after about a day and a half."""

WAITING = (DeliveryState.NEW, DeliveryState.TAKEN)


def take_next(
    session: Session,
    *,
    now: datetime,
    channel: Channel = Channel.MAIL,
    recipient: str | None = None,
    lease: timedelta = LEASE,
) -> OutboxRow | None:
    """The next row to deliver, taken for this process alone until `now` + `lease`; None if none is due.

    With a `recipient`, only what is for this one.

    Only the oldest undelivered row of a topic is ever taken. Commits; the row returned is
    detached, so that nothing is sent while a transaction is open.
    """
    due = _due(now, channel)
    if recipient is not None:
        due = and_(due, OutboxRow.recipient == recipient)
    if session.scalar(select(OutboxRow.id).where(due).limit(1)) is None:
        session.rollback()
        return None
    begin_write(session)
    row = session.scalars(
        select(OutboxRow)
        .where(due)
        .order_by(OutboxRow.run_at, OutboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboxRow)
    ).one_or_none()
    if row is not None:
        row.state, row.attempts = DeliveryState.TAKEN, row.attempts + 1
        # A taken row is due again when its process has not reported by then: it was killed.
        row.taken_until = row.run_at = now + lease
        session.flush()
        session.refresh(row)
        session.expunge(row)
    session.commit()
    return row


def _due(now: datetime, channel: Channel) -> ColumnElement[bool]:
    older = aliased(OutboxRow)
    first_of_topic = ~exists().where(
        older.topic == OutboxRow.topic,
        older.id < OutboxRow.id,
        older.state.in_(WAITING),
        older.channel == OutboxRow.channel,
    )
    return and_(
        OutboxRow.channel == channel,
        OutboxRow.state.in_(WAITING),
        OutboxRow.run_at <= now,
        first_of_topic,
    )


def note_delivered(session: Session, row: OutboxRow, *, now: datetime) -> None:
    """The row has left. Also true if its lease ran out meanwhile. Commits."""
    begin_write(session)
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row.id)
        .values(state=DeliveryState.DONE, delivered_at=now, taken_until=None, last_error="")
    )
    session.commit()


def note_failure(session: Session, row: OutboxRow, *, why: str, for_good: bool, now: datetime) -> None:
    """The attempt failed: try again after a pause, or give up. Commits.

    Changes nothing if the lease ran out and another process has taken the row since.
    """
    gives_up = for_good or row.attempts >= MOST_ATTEMPTS
    begin_write(session)
    session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.id == row.id,
            OutboxRow.state == DeliveryState.TAKEN,
            OutboxRow.attempts == row.attempts,
        )
        .values(
            state=DeliveryState.FAILED if gives_up else DeliveryState.NEW,
            run_at=now + pause_after(row.attempts),
            taken_until=None,
            last_error=why[:300],
        )
    )
    session.commit()
    if gives_up:
        log.error("%s %s given up after %s attempt(s): %s", row.channel.value, row.id, row.attempts, why)
    else:
        log.warning("%s %s not sent, attempt %s: %s", row.channel.value, row.id, row.attempts, why)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: doubling from 30 seconds to 6 hours."""
    doublings: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
