"""What is not kept for ever: how to reach people, and what robots sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.db import begin_write
from labspace.ideas.models import Idea
from labspace.ideas.queries import contacts_to_forget
from labspace.ideas.states import Visibility

CONTACT_KEPT = timedelta(days=365)
"""After the idea is closed."""
SUSPECTED_KEPT = timedelta(days=30)


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget contacts of ideas closed a year ago, and what looked like a robot's and nobody wanted for a month."""
    begin_write(session)
    for idea in contacts_to_forget(session, closed_before=now - CONTACT_KEPT):
        idea.contact = ""
    session.execute(
        delete(Idea).where(
            Idea.is_suspected.is_(True),
            Idea.visibility == Visibility.WAITING,
            Idea.created_at < now - SUSPECTED_KEPT,
        )
    )
    session.flush()
