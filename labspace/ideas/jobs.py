"""What ideas do by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.ideas.actions import forget_old
from labspace.notices.jobs import every_minute


@every_minute
def forget_what_is_not_kept(session: Session, now: datetime) -> None:
    """Forget old contacts and what robots sent."""
    forget_old(session, now=now)
