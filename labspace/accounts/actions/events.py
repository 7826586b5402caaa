"""The audit trail: who did what, without names or mail addresses, so that it may stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import AccountEvent


def note_event(
    session: Session,
    what: str,
    *,
    by_id: int | None,
    user_id: int | None = None,
    organisation_id: int | None = None,
    detail: str = "",
    now: datetime,
) -> None:
    """Write one line of the trail; `by_id` None means a command or labspace itself."""
    session.add(
        AccountEvent(
            at=now,
            actor_id=by_id,
            user_id=user_id,
            organisation_id=organisation_id,
            what=what,
            detail=detail[:500],
        )
    )
    session.flush()
