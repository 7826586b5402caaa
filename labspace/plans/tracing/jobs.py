"""What was traced from and is no longer needed is deleted by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.notices.jobs import every_minute
from labspace.plans.tracing.actions import sweep


@every_minute
def sweep_tracing(session: Session, now: datetime) -> int:
    """Delete pictures and drawings whose time is over."""
    return sweep(session, now=now)
