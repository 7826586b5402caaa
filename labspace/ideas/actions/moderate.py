"""What the public may read: nothing before the house has released it, in the house's wording."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.errors import Refusal, Refused
from labspace.ideas.actions.lock import locked, log
from labspace.ideas.kinds import IdeaDeed
from labspace.ideas.models import Idea
from labspace.ideas.states import Visibility


def release(session: Session, idea_id: int, *, title: str, text: str, by: User, now: datetime) -> Idea:
    """Show an idea to the public in this wording, or change the wording of one that is shown."""
    by_id = by.id
    idea = locked(session, idea_id)
    if not title.strip() or not text.strip():
        raise Refused(Refusal("public_text_missing"))
    was_public = idea.visibility is Visibility.RELEASED
    idea.visibility, idea.is_suspected = Visibility.RELEASED, False
    idea.public_title, idea.public_text = title.strip(), text.strip()
    idea.released_at = idea.released_at or now
    log(session, idea, IdeaDeed.REWORDED if was_public else IdeaDeed.RELEASED, by_id=by_id, now=now)
    return idea


def withhold(session: Session, idea_id: int, *, reason: str, by: User, now: datetime) -> Idea:
    """Keep an idea from the public, or take it back; the reason stays with the team."""
    by_id = by.id
    idea = locked(session, idea_id)
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    idea.visibility = Visibility.WITHHELD
    log(session, idea, IdeaDeed.WITHHELD, by_id=by_id, now=now, note=reason.strip())
    return idea


def clear_of_suspicion(session: Session, idea_id: int) -> Idea:
    """A person wrote it after all: it stands on the board with the others."""
    idea = locked(session, idea_id)
    idea.is_suspected = False
    session.flush()
    return idea
