"""What attendance does by itself every minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.events.attendance.actions import remind_of_attendance
from labspace.notices.jobs import every_minute


@every_minute
def remind_organisers(session: Session, now: datetime) -> None:
    """Mail organisers who have not said how many came, once, some days before the deadline."""
    remind_of_attendance(session, now=now)
