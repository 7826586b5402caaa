"""What visits do by themselves every minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.notices.jobs import every_minute
from labspace.visits.actions.settle import settle_unresolved_bookings


@every_minute
def settle_past_bookings(session: Session, now: datetime) -> None:
    """Settle bookings that ended a week ago and nobody decided on."""
    settle_unresolved_bookings(session, now=now)
