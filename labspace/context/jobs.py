"""What series of the town do by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.context.actions import forget_drafts
from labspace.context.queries import has_old_drafts
from labspace.notices.jobs import every_minute


@every_minute
def forget_old_previews(session: Session, now: datetime) -> None:
    """Forget files that nobody took over; without any, nothing is written."""
    if has_old_drafts(session, now=now):
        forget_drafts(session, now=now)
