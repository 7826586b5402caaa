"""Entering the money behind an idea, and withdrawing a wrong entry (K25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.once import make_once
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.ideas.actions.lock import locked
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.models import IdeaMoney

MOST_CENTS = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class NewAmount:
    """What is entered."""

    source: MoneySource
    step: MoneyStep
    cents: int
    on: date
    document: str = ""
    note: str = ""


def enter_money(
    session: Session, idea_id: int, new: NewAmount, *, by: User, now: datetime, once: str = ""
) -> IdeaMoney:
    """Keep an amount; what was granted or paid names the document that shows it.

    Sent twice with the same `once`, it is the first one. Raises `Refused` with `amount_wrong`,
    `document_missing`, `on_in_the_future`.
    """
    by_id = by.id
    begin_write(session)

    def make() -> IdeaMoney:
        return _enter(session, idea_id, new, by_id=by_id, now=now)

    return make_once(session, IdeaMoney, (idea_id, new), make, by_id=by_id, once=once, now=now)


def _enter(session: Session, idea_id: int, new: NewAmount, *, by_id: int, now: datetime) -> IdeaMoney:
    idea = locked(session, idea_id)
    refusals = []
    if not 0 < new.cents <= MOST_CENTS:
        refusals.append(Refusal("amount_wrong"))
    if new.step is not MoneyStep.REQUESTED and not new.document.strip():
        refusals.append(Refusal("document_missing"))
    if new.on > now.astimezone(idea.location.zone).date():
        refusals.append(Refusal("on_in_the_future"))
    if refusals:
        raise Refused(*refusals)
    row = IdeaMoney(
        idea_id=idea.id,
        source=new.source,
        step=new.step,
        cents=new.cents,
        on=new.on,
        document=new.document.strip(),
        note=new.note.strip(),
        by_id=by_id,
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def withdraw_money(session: Session, idea_id: int, money_id: int, *, by: User, now: datetime) -> None:
    """Take a wrong entry out of all sums; the row stays. Twice does nothing."""
    by_id = by.id
    locked(session, idea_id)
    row = session.get(IdeaMoney, money_id, populate_existing=True)
    if row is None or row.idea_id != idea_id:
        raise Refused(Refusal("money_unknown"))
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = now, by_id
        session.flush()
