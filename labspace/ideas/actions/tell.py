"""Telling an idea: anybody may, signed in or not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.db import begin_write
from labspace.ideas.models import Idea
from labspace.ideas.queries import idea_sent_with
from labspace.ideas.states import IdeaState, Visibility

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for each other."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An idea as it came."""

    location_id: int
    title: str
    text: str
    place: str = ""
    theme: Theme | None = None
    contact: str = ""
    is_suspected: bool = False


def tell_idea(session: Session, told: Told, *, now: datetime, once: str = "") -> Idea:
    """Keep an idea for the house to read; sent twice with the same `once`, it is the first one."""
    begin_write(session)
    if once and (known := idea_sent_with(session, once)) is not None:
        return known
    idea = Idea(
        reference="ID-" + "".join(secrets.choice(LETTERS) for _letter in range(7)),
        location_id=told.location_id,
        title=told.title,
        text=told.text,
        place=told.place,
        theme=told.theme,
        contact=told.contact,
        is_suspected=told.is_suspected,
        created_at=now,
        once=once or None,
        visibility=Visibility.WAITING,
        state=IdeaState.NEW,
        state_since=now,
    )
    session.add(idea)
    session.flush()
    return idea
