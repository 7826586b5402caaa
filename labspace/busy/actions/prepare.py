"""What is done before anything is locked: packing and reading a calendar."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.busy.content import kept, read_kept
from labspace.busy.kinds import Reading
from labspace.busy.models import BusyCalendar


def prepared(
    session: Session, calendar_id: int, content: bytes | None, *, now: datetime
) -> tuple[bytes, Reading]:
    """What will be kept of a calendar, and what it says; without `content` what is known of it.

    Raises `Unreadable` for what is no calendar, LookupError where nothing is known.
    """
    calendar = session.get(BusyCalendar, calendar_id)
    if calendar is None:
        raise LookupError(calendar_id)
    body = kept(content) if content is not None else calendar.body
    if body is None:
        raise LookupError(calendar_id)
    return body, read_kept(body, zone=calendar.location.zone, now=now)
