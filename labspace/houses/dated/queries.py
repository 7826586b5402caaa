"""Questions about what was changed of what holds from a day on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.houses.dated.models import DatedChange, Subject


def find_change(session: Session, change_id: int) -> DatedChange | None:
    """The change with this number."""
    return session.get(DatedChange, change_id) if change_id < 2**62 else None


def dated_changes(
    session: Session,
    location_id: int,
    subjects: Collection[Subject],
    *,
    scope: str | None = None,
    limit: int = 20,
) -> Sequence[DatedChange]:
    """What was changed of these subjects in a house, the latest first, with who did it.

    With `scope` only of one place (`DatedChange.scope`).
    """
    question = select(DatedChange).options(
        joinedload(DatedChange.actor), joinedload(DatedChange.taken_back_by)
    )
    if scope is not None:
        question = question.where(DatedChange.scope == scope)
    return session.scalars(
        question.where(DatedChange.location_id == location_id, DatedChange.subject.in_(subjects))
        .order_by(DatedChange.at.desc(), DatedChange.id.desc())
        .limit(limit)
    ).all()
