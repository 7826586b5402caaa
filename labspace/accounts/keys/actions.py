"""Taking a key away, and noting that it was used."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from labspace.accounts.actions.events import note_event
from labspace.accounts.keys.models import Key
from labspace.db import begin_write

USE_NOTED_EVERY = timedelta(hours=1)


def revoke_key(
    session: Session, kind: type[Key], user_id: int, key_id: int, *, event: str, now: datetime
) -> str | None:
    """Let a key of this person open nothing any more; its name, or None if they have no such."""
    begin_write(session)
    found = session.get(kind, key_id)
    if found is None or found.user_id != user_id:
        return None
    name = found.name
    session.delete(found)
    note_event(session, event, by_id=user_id, user_id=user_id, now=now)
    session.flush()
    return name


def revoke_keys(session: Session, kind: type[Key], user_id: int) -> None:
    """Let no key of this kind open anything any more that this person gave away."""
    session.execute(delete(kind).where(kind.user_id == user_id))


def note_use(session: Session, key: Key, *, now: datetime) -> None:
    """Remember, once an hour, that the device or program was here; commits."""
    kind, key_id, last = type(key), key.id, key.last_used_at
    if last is not None and now - last < USE_NOTED_EVERY:
        return
    try:
        begin_write(session)
        if (found := session.get(kind, key_id, populate_existing=True)) is not None:
            found.last_used_at = now
        session.commit()
    except OperationalError:
        # A busy database must not keep a calendar or a program from its answer.
        session.rollback()
