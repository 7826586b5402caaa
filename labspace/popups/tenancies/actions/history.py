"""The trace every action leaves on its tenancy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.popups.tenancies.models import Tenancy, TenancyEvent


def note(
    session: Session, tenancy: Tenancy, what: str, *, actor_id: int | None, at: datetime, **values: str | int
) -> None:
    """Write one line of history."""
    session.add(TenancyEvent(tenancy_id=tenancy.id, at=at, actor_id=actor_id, what=what, values=values))
    session.flush()
