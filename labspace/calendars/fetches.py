"""About when calendars last asked, noted for many at once: a write for each fetch would cost more than its answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from flask import current_app
from sqlalchemy import bindparam, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from labspace.calendars.models import FeedLink
from labspace.db import begin_write, table_of

AFTER = timedelta(minutes=5)
"""How long fetches are gathered before they are written down; a process that ends forgets those."""
MOST = 500


class Fetches:
    """Fetches of this process that are not written down yet."""

    def __init__(self) -> None:
        self._noted: dict[int, datetime] = {}
        self._since: datetime | None = None
        self._lock = Lock()

    def note(self, link_id: int, now: datetime) -> bool:
        """Remember a fetch; whether it is time to write all of them down."""
        with self._lock:
            self._noted[link_id] = now
            self._since = self._since or now
            return now - self._since >= AFTER or len(self._noted) >= MOST

    def taken(self) -> dict[int, datetime]:
        """What was gathered; it is forgotten here."""
        with self._lock:
            noted, self._noted, self._since = self._noted, {}, None
            return noted


def note_fetch(session: Session, link_id: int, *, is_first: bool, now: datetime) -> None:
    """Remember that a calendar asked, after it was answered; a first fetch is written down at once."""
    if _fetches().note(link_id, now) or is_first:
        write_fetches(session)


def write_fetches(session: Session) -> None:
    """Write down what was gathered, in one transaction; a busy database keeps nobody from an answer."""
    noted = _fetches().taken()
    if not noted:
        return
    rows = [{"link": link_id, "at": at} for link_id, at in sorted(noted.items())]
    links = table_of(FeedLink)
    statement = (
        update(links)
        .where(links.c.id == bindparam("link"))
        .values(fetched_at=bindparam("at", type_=links.c.fetched_at.type))
    )
    try:
        begin_write(session)
        session.connection().execute(statement, rows)
        session.commit()
    except OperationalError:
        session.rollback()


def _fetches() -> Fetches:
    fetches: Fetches = current_app.extensions.setdefault("labspace.feed_fetches", Fetches())
    return fetches
