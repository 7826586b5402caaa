"""What is done every minute for events that were decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.events.decision.actions.remind import remind_of_checks
from labspace.notices.jobs import every_minute


@every_minute
def remind_organisers(session: Session, now: datetime) -> None:
    """Mail organisers of what they have to settle in the next days, once."""
    remind_of_checks(session, now=now)
