"""What the waiting list does by itself every minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.waiting.actions import serve_waiting
from labspace.notices.jobs import every_minute


@every_minute
def offer_what_is_free(session: Session, now: datetime) -> None:
    """Hold what became free for whoever waited longest, and write to them."""
    serve_waiting(session, now=now)
