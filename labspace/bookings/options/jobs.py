"""What options do by themselves every minute; that they lapse is a job of all bookings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.options.actions import remind_of_options
from labspace.notices.jobs import every_minute


@every_minute
def remind_of_deadlines(session: Session, now: datetime) -> None:
    """Mail everybody whose option ends soon, once for each reminder of the house."""
    remind_of_options(session, now=now)
