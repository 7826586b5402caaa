"""Requests begun and put aside: what was typed, to be taken up again by the same person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk, begin_write
from labspace.locations.models import Location

MOST_DRAFTS = 20
"""Of one person; the oldest goes when another comes."""


class EventDraft(Base):
    """A form as it was typed; nothing of it is checked, promised or shown to others."""

    __tablename__ = "event_draft"
    __table_args__ = (Index(None, "user_id", "changed_at"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    values: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """What was typed, by the name of the field."""
    changed_at: Mapped[datetime]

    location: Mapped[Location] = relationship()

    @property
    def title(self) -> str:
        return (self.values.get("titel") or [""])[0]


def drafts_of(session: Session, user_id: int) -> Sequence[EventDraft]:
    """What a person put aside, the latest first."""
    return session.scalars(
        select(EventDraft)
        .where(EventDraft.user_id == user_id)
        .order_by(EventDraft.changed_at.desc(), EventDraft.id.desc())
    ).all()


def find_draft(session: Session, draft_id: int, *, user_id: int) -> EventDraft | None:
    """The draft with this id, if it is this person's."""
    draft = session.get(EventDraft, draft_id)
    return draft if draft is not None and draft.user_id == user_id else None


def put_aside(
    session: Session,
    values: Mapping[str, list[str]],
    *,
    user: User,
    house: Location,
    draft_id: int | None,
    now: datetime,
) -> EventDraft:
    """Keep what was typed, in the place of the draft it came from."""
    user_id, location_id = user.id, house.id
    begin_write(session)
    draft = find_draft(session, draft_id, user_id=user_id) if draft_id is not None else None
    if draft is None:
        for old in drafts_of(session, user_id)[MOST_DRAFTS - 1 :]:
            session.delete(old)
        draft = EventDraft(user_id=user_id)
        session.add(draft)
    draft.location_id, draft.values, draft.changed_at = location_id, dict(values), now
    session.flush()
    return draft


def throw_away(session: Session, draft_id: int, *, user_id: int) -> None:
    """Delete a person's draft: it was sent, or is not wanted any more."""
    begin_write(session)
    session.execute(delete(EventDraft).where(EventDraft.id == draft_id, EventDraft.user_id == user_id))


def forget_drafts(session: Session, user_id: int) -> None:
    """Delete all a person put aside."""
    session.execute(delete(EventDraft).where(EventDraft.user_id == user_id))
