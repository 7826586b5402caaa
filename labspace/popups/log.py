"""Notes down who did what with calls and applications, in the transaction that does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.popups.models import PopupEvent


def log(
    session: Session,
    what: str,
    *,
    application_id: int | None = None,
    call_id: int | None = None,
    actor_id: int | None,
    at: datetime,
    **detail: object,
) -> None:
    """Write one line; `detail` are JSON values."""
    session.add(
        PopupEvent(
            what=what, application_id=application_id, call_id=call_id, actor_id=actor_id, at=at, detail=detail
        )
    )


def log_of(session: Session, application_id: int) -> Sequence[PopupEvent]:
    """What was done with an application, the newest first."""
    return session.scalars(
        select(PopupEvent)
        .where(PopupEvent.application_id == application_id)
        .options(joinedload(PopupEvent.actor))
        .order_by(PopupEvent.id.desc())
    ).all()
