"""What partners' times do by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.notices.jobs import every_minute
from labspace.partners.actions import keep_allotments


@every_minute
def keep_what_was_agreed(session: Session, now: datetime) -> None:
    """Set dates aside ahead and release unused ones."""
    keep_allotments(session, now=now)
