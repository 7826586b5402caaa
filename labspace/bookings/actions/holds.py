"""Holding time for somebody, giving it up, and the holds nobody took up in time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import (
    claims_for,
    in_the_way,
    lock_spaces,
    put_claims,
    refuse_if_taken,
)
from labspace.bookings.actions.lapse import end_hold, without_lapsed
from labspace.bookings.claim_models import Claim
from labspace.bookings.holds import Hold, HoldOutcome, HoldPurpose
from labspace.bookings.rulebook.book import Rules
from labspace.db import begin_write
from labspace.times import TimeSpan


def put_hold(
    session: Session,
    space_id: int,
    *,
    span: TimeSpan,
    user_id: int,
    purpose: HoldPurpose,
    until: datetime,
    unit_ids: Collection[int],
    rules: Rules,
    now: datetime,
) -> Hold:
    """Keep these locked units for one person until `until`, with the buffers a booking would have.

    Raises `SpaceTaken` if somebody has them. The house rules are the caller's to check.
    """
    rivals = in_the_way(session, span, unit_ids=unit_ids, rules=rules)
    refuse_if_taken(without_lapsed(session, rivals, now=now))
    hold = Hold(user_id=user_id, purpose=purpose, space_id=space_id, span=span, until=until, created_at=now)
    session.add(hold)
    session.flush()
    rows = claims_for(span, unit_ids=unit_ids, rules=rules)
    for row in rows:
        row.hold_id = hold.id
    put_claims(session, rows)
    return hold


def give_up_hold(session: Session, hold_id: int, *, now: datetime) -> Hold:
    """End a hold its holder does not want; the time is free at once. Too late, it has lapsed."""
    begin_write(session)
    hold = _locked(session, [hold_id])[0]
    outcome = HoldOutcome.GIVEN_UP if hold.stands(now) else HoldOutcome.LAPSED
    end_hold(session, hold, outcome, now=now)
    return hold


def settle_all_holds(session: Session, *, now: datetime) -> int:
    """End every hold whose deadline has passed and return how many; safe to run every minute.

    Looks without a lock first: most minutes there is nothing to do.
    """
    lapsed = select(Hold.id).where(Hold.outcome.is_(None), Hold.until <= now).order_by(Hold.until)
    if session.scalar(lapsed.limit(1)) is None:
        return 0
    begin_write(session)
    due = _locked(session, session.scalars(lapsed).all())
    for hold in due:
        end_hold(session, hold, HoldOutcome.LAPSED, now=now)
    return len(due)


def _locked(session: Session, hold_ids: Collection[int]) -> list[Hold]:
    """These holds, their units locked as every booker locks them."""
    lock_spaces(session, session.scalars(select(Claim.space_id).where(Claim.hold_id.in_(hold_ids))))
    return list(
        session.scalars(
            select(Hold)
            .where(Hold.id.in_(hold_ids))
            .order_by(Hold.id)
            .execution_options(populate_existing=True)
        )
    )
