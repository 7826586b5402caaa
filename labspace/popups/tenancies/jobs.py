"""What tenancies do by themselves every minute; offers lapse with their holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.notices.jobs import every_minute
from labspace.popups.tenancies.actions.results import ask_what_became
from labspace.popups.tenancies.actions.tenancies import settle_tenancies


@every_minute
def begin_and_end(session: Session, now: datetime) -> None:
    """Tenancies run from their first day and are over after their last."""
    settle_tenancies(session, now=now)


@every_minute
def ask_for_results(session: Session, now: datetime) -> None:
    """Mail those whose time to report has come, and once more two weeks later."""
    ask_what_became(session, now=now)
