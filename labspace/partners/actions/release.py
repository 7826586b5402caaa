"""Giving a held date to everybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import lift_blocking
from labspace.bookings.claim_models import Blocking
from labspace.partners.models import AllotmentDate
from labspace.partners.states import DateState


def let_go(
    session: Session, held: AllotmentDate, state: DateState, *, by: User, now: datetime, by_id: int | None
) -> None:
    """Pass a held date into `state` and stop keeping others off; staff may have lifted that before."""
    blocking = session.get_one(Blocking, held.blocking_id) if held.blocking_id is not None else None
    if blocking is not None and blocking.lifted_at is None and blocking.ends_at > now:
        lift_blocking(session, blocking.id, by=by, now=now)
    held.become(state, now=now)
    held.settled_by_id = by_id
    session.flush()
