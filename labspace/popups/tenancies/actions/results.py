"""Asking what became of an idea, and noting the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.db import begin_write
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.changes import FollowUpDue
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.states import Outcome, TenancyState

ASKED_AGAIN_AFTER = timedelta(days=14)
FURTHEST_EAST = timedelta(hours=14)
"""A day begins so much earlier somewhere than in UTC."""


def ask_what_became(session: Session, *, now: datetime) -> int:
    """Ask everybody whose time has come, once and once more; returns how many were asked.

    Away for months, labspace asks only the latest of several questions that are due. Safe to run
    every minute; looks without a lock first.
    """
    if session.scalar(_due(now).with_only_columns(FollowUp.id).limit(1)) is None:
        return 0
    begin_write(session)
    due = [
        row
        for row in session.scalars(_due(now).with_for_update(of=FollowUp, skip_locked=True))
        if _is_due(row, now)
    ]
    latest: dict[int, FollowUp] = {}
    for row in due:
        again = row.asked_at is not None
        row.reminded_at = now if again else None
        row.asked_at = row.asked_at or now
        latest[row.tenancy_id] = row
    session.flush()
    for row in latest.values():
        announce(session, FollowUpDue(row, now, again=row.reminded_at is not None))
    return len(latest)


def _due(now: datetime) -> Select[FollowUp]:
    first = FollowUp.asked_at.is_(None) & (FollowUp.due_on <= (now + FURTHEST_EAST).date())
    again = FollowUp.reminded_at.is_(None) & (FollowUp.asked_at <= now - ASKED_AGAIN_AFTER)
    return (
        select(FollowUp)
        .join(Tenancy, Tenancy.id == FollowUp.tenancy_id)
        .where(FollowUp.answered_at.is_(None), or_(first, again), Tenancy.state == TenancyState.ENDED)
        .order_by(FollowUp.tenancy_id, FollowUp.months)
    )


def _is_due(row: FollowUp, now: datetime) -> bool:
    return row.due_on <= now.astimezone(row.tenancy.space.location.zone).date()


def answer_follow_up(
    session: Session, follow_up_id: int, *, outcome: Outcome, report: str, by: User | None, now: datetime
) -> FollowUp:
    """Note what became of the idea; told again, the newer answer counts. `by` None: by the link of a mail."""
    actor_id = by.id if by else None
    begin_write(session)
    row = session.get(FollowUp, follow_up_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise LookupError(follow_up_id)
    row.outcome, row.report = outcome, report.strip()
    row.answered_at, row.answered_by_id = now, actor_id
    note(
        session, row.tenancy, "answered", actor_id=actor_id, at=now, months=row.months, outcome=outcome.value
    )
    return row


def unanswered(rows: Sequence[FollowUp]) -> list[FollowUp]:
    """Those that were asked and wait for an answer."""
    return [row for row in rows if row.asked_at is not None and row.answered_at is None]
