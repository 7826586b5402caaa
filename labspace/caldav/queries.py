"""Reading collections: their items, what changed since, and the events themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.caldav.models import CaldavCollection, CaldavItem
from labspace.calendars.models import CalendarEntry

MANY = 400
"""Above this, all events of a collection are read instead of naming each."""


@dataclass(frozen=True)
class Item:
    """An event of a collection, without its bytes; `is_removed`: it was there once."""

    uid: str
    etag: str
    size: int
    sequence: int
    is_removed: bool = False


def find_collection(session: Session, feed_id: int) -> CaldavCollection | None:
    """The collection of a feed, if anybody looked at it through CalDAV yet."""
    return session.scalars(select(CaldavCollection).where(CaldavCollection.feed_id == feed_id)).one_or_none()


def items_of(session: Session, collection_id: int) -> list[Item]:
    """All events there are, in the order of their latest changes."""
    rows = session.execute(
        select(CaldavItem.uid, CaldavItem.etag, CaldavItem.size, CaldavItem.sequence)
        .where(CaldavItem.collection_id == collection_id, CaldavItem.removed_at.is_(None))
        .order_by(CaldavItem.sequence)
    )
    return [Item(*row) for row in rows]


def changes_since(
    session: Session, collection_id: int, *, since: int, until: int, limit: int | None
) -> list[Item]:
    """Events changed or removed after change `since` up to `until`, earliest change first; one more than `limit`."""
    rows = session.execute(
        select(
            CaldavItem.uid,
            CaldavItem.etag,
            CaldavItem.size,
            CaldavItem.sequence,
            CaldavItem.removed_at.is_not(None),
        )
        .where(
            CaldavItem.collection_id == collection_id,
            CaldavItem.sequence > since,
            CaldavItem.sequence <= until,
            # Who knows nothing yet need not hear of what is gone.
            CaldavItem.removed_at.is_(None) if since == 0 else CaldavItem.sequence > since,
        )
        .order_by(CaldavItem.sequence)
        .limit(None if limit is None else limit + 1)
    )
    return [Item(*row) for row in rows]


def find_item(session: Session, collection_id: int, uid: str) -> Item | None:
    """The event with this UID, if it is there."""
    row = session.execute(
        select(CaldavItem.uid, CaldavItem.etag, CaldavItem.size, CaldavItem.sequence).where(
            CaldavItem.collection_id == collection_id, CaldavItem.uid == uid, CaldavItem.removed_at.is_(None)
        )
    ).one_or_none()
    return None if row is None else Item(*row)


def events_of(
    session: Session, *, collection_id: int, feed_id: int, uids: Collection[str] | None = None
) -> Sequence[tuple[str, bytes]]:
    """UID and stored bytes of the events there are, all or those with `uids`, in the order of their changes."""
    statement = (
        select(CaldavItem.uid, CalendarEntry.ics)
        .join(CalendarEntry, CalendarEntry.id == CaldavItem.entry_id)
        .where(
            CaldavItem.collection_id == collection_id,
            CaldavItem.removed_at.is_(None),
            CalendarEntry.feed_id == feed_id,
        )
        .order_by(CaldavItem.sequence)
    )
    if uids is None or len(uids) > MANY:
        rows = session.execute(statement)
        return [(uid, ics) for uid, ics in rows if uids is None or uid in uids]
    return [(uid, ics) for uid, ics in session.execute(statement.where(CaldavItem.uid.in_(uids)))]
