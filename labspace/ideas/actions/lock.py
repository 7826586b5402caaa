"""What every change of an idea begins with."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.db import begin_write
from labspace.ideas.kinds import IdeaDeed
from labspace.ideas.models import Idea, IdeaEntry
from labspace.ideas.states import IdeaState


def locked(session: Session, idea_id: int) -> Idea:
    """The idea as it is now, nobody else changing it before this transaction ends."""
    begin_write(session)
    return session.get_one(Idea, idea_id, populate_existing=True, with_for_update=True)


def log(
    session: Session,
    idea: Idea,
    deed: IdeaDeed,
    *,
    by_id: int,
    now: datetime,
    on: date | None = None,
    state: IdeaState | None = None,
    note: str = "",
    is_public: bool = False,
) -> None:
    """Write down what was done; `on` is today by the house's clock unless said otherwise."""
    session.add(
        IdeaEntry(
            idea_id=idea.id,
            deed=deed,
            state=state,
            on=on or now.astimezone(idea.location.zone).date(),
            note=note,
            is_public=is_public,
            by_id=by_id,
            at=now,
        )
    )
    session.flush()
