"""Reading ideas: the public ones, a house's board, and what belongs to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from labspace.accounts.kinds import Theme
from labspace.bookings.models import Booking
from labspace.ideas.models import Idea, IdeaEntry, IdeaMoney, IdeaTrial
from labspace.ideas.rates import Amount
from labspace.ideas.states import IdeaState, Visibility


def find_idea(session: Session, reference: str) -> Idea | None:
    """The idea with its house, by its reference."""
    return session.scalars(
        select(Idea).where(Idea.reference == reference).options(joinedload(Idea.location))
    ).one_or_none()


def idea_sent_with(session: Session, once: str) -> Idea | None:
    """The idea that came with this filled-in form before."""
    return session.scalars(select(Idea).where(Idea.once == once)).one_or_none()


def public_ideas(
    session: Session,
    *,
    location_id: int | None = None,
    theme: Theme | None = None,
    limit: int,
    offset: int = 0,
) -> Sequence[Idea]:
    """Released ideas, newest first."""
    conditions: list[ColumnElement[bool]] = [Idea.visibility == Visibility.RELEASED]
    if location_id is not None:
        conditions.append(Idea.location_id == location_id)
    if theme is not None:
        conditions.append(Idea.theme == theme)
    return session.scalars(
        select(Idea)
        .where(*conditions)
        .options(joinedload(Idea.location))
        .order_by(Idea.released_at.desc(), Idea.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def board(session: Session, location_id: int, *, most: int) -> dict[IdeaState, Sequence[Idea]]:
    """The ideas of a house by how far they have come, those waiting longest first, at most so many of each."""
    place = func.row_number().over(partition_by=Idea.state, order_by=(Idea.state_since, Idea.id))
    numbered = (
        select(Idea.id, place.label("place"))
        .where(Idea.location_id == location_id, Idea.is_suspected.is_(False))
        .subquery()
    )
    found = session.scalars(
        select(Idea)
        .join(numbered, numbered.c.id == Idea.id)
        .where(numbered.c.place <= most)
        .order_by(numbered.c.place)
    ).all()
    return {state: [idea for idea in found if idea.state is state] for state in IdeaState}


def counts(session: Session, location_id: int) -> dict[IdeaState, int]:
    """How many ideas of a house stand where."""
    rows = session.execute(
        select(Idea.state, func.count())
        .where(Idea.location_id == location_id, Idea.is_suspected.is_(False))
        .group_by(Idea.state)
    )
    return {state: number for state, number in rows}  # noqa: C416 - rows, for mypy


def suspected(session: Session, location_id: int) -> Sequence[Idea]:
    """What looks like a robot's, newest first."""
    return session.scalars(
        select(Idea)
        .where(Idea.location_id == location_id, Idea.is_suspected.is_(True))
        .order_by(Idea.created_at.desc())
        .limit(100)
    ).all()


def entries_of(session: Session, idea_id: int) -> Sequence[IdeaEntry]:
    """What the house did with an idea, oldest first."""
    return session.scalars(
        select(IdeaEntry)
        .where(IdeaEntry.idea_id == idea_id)
        .options(joinedload(IdeaEntry.by))
        .order_by(IdeaEntry.on, IdeaEntry.id)
    ).all()


def trials_of(session: Session, idea_id: int) -> Sequence[IdeaTrial]:
    """The events and pop-ups an idea was tried in."""
    return session.scalars(
        select(IdeaTrial)
        .where(IdeaTrial.idea_id == idea_id)
        .options(joinedload(IdeaTrial.booking).joinedload(Booking.location))
        .order_by(IdeaTrial.id)
    ).all()


def money_of(session: Session, idea_id: int) -> Sequence[IdeaMoney]:
    """The amounts that hold for an idea, by day."""
    return session.scalars(
        select(IdeaMoney)
        .where(IdeaMoney.idea_id == idea_id, IdeaMoney.withdrawn_at.is_(None))
        .options(joinedload(IdeaMoney.by))
        .order_by(IdeaMoney.on, IdeaMoney.id)
    ).all()


def amounts_of_house(session: Session, location_id: int) -> list[Amount]:
    """All amounts that hold for the ideas of a house (K25)."""
    rows = session.execute(
        select(IdeaMoney.source, IdeaMoney.step, IdeaMoney.cents, IdeaMoney.on)
        .join(Idea, Idea.id == IdeaMoney.idea_id)
        .where(Idea.location_id == location_id, IdeaMoney.withdrawn_at.is_(None))
    )
    return [Amount(source=source, step=step, cents=cents, on=on) for source, step, cents, on in rows]


def contacts_to_forget(session: Session, *, closed_before: datetime) -> Sequence[Idea]:
    """Ideas closed so long ago that nobody needs to be reached any more."""
    return session.scalars(
        select(Idea).where(
            Idea.state == IdeaState.CLOSED, Idea.state_since < closed_before, Idea.contact != ""
        )
    ).all()
