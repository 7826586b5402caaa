"""What was taken away long enough ago is deleted by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.notices.jobs import every_minute
from labspace.pictures.actions import sweep_pictures


@every_minute
def sweep(session: Session, now: datetime) -> int:
    """Delete pictures whose day to come back is over."""
    return sweep_pictures(session, now=now)
