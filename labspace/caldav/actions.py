"""Looking at a feed: what is new, changed or gone since the last look gets a number of its own.

Nothing is written when somebody books. The first program that asks after a change finds it by comparing
the feed's events with those that were told of; all others read the outcome. So everything that moves an
event is seen without being named here: bookings, renamed spaces, the day that goes by, a new release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from labspace.caldav.event_lines import object_bytes, uid_of
from labspace.caldav.models import CaldavCollection, CaldavItem
from labspace.caldav.queries import find_collection
from labspace.calendars.entries import FORMAT_VERSION
from labspace.calendars.feeds import rewrite
from labspace.calendars.ground import ground_of
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import Scope
from labspace.db import begin_write, insert_rows

REMOVALS_KEPT = timedelta(days=400)
"""A device that was away for longer starts anew."""


@dataclass(frozen=True)
class Look:
    """A collection as it is now."""

    collection_id: int
    feed_id: int
    sequence: int
    forgotten: int


def look_at(session: Session, scope: Scope, *, user_id: int, locale: str, now: datetime) -> Look | None:
    """The collection of a feed, brought up to date and committed; None where the person may not read it."""
    ground = ground_of(session, scope, user_id)
    if not ground.may_read:
        return None
    feed = session.execute(_FEED, {"scope": scope.key, "locale": locale}).one_or_none()
    if feed is None or feed.basis != ground.basis:
        rewrite(session, scope, locale, basis=ground.basis, now=now)
        session.commit()
        feed = session.execute(_FEED, {"scope": scope.key, "locale": locale}).one()
    today = now.astimezone(UTC).date()
    collection = find_collection(session, feed.id)
    if collection is None or collection.feed_key != _key(feed.revision, today):
        collection = _compare(session, feed.id, today=today, now=now)
    look = Look(collection.id, feed.id, collection.sequence, collection.forgotten)
    session.commit()
    return look


_FEED = select(CalendarFeed.id, CalendarFeed.revision, CalendarFeed.basis).where(
    CalendarFeed.scope == bindparam("scope"), CalendarFeed.locale == bindparam("locale")
)


def _key(revision: int, today: date) -> str:
    """What decides on which events a feed shows, and how."""
    return f"{revision}-{today:%Y%m%d}-{FORMAT_VERSION}"


def etag_of(data: bytes) -> str:
    """What identifies the bytes of a calendar object."""
    return hashlib.sha256(data).hexdigest()[:32]


def _compare(session: Session, feed_id: int, *, today: date, now: datetime) -> CaldavCollection:
    """Number what changed in the feed since the collection was compared with it last."""
    begin_write(session)
    # Whoever changes the feed locks its row too, so that its revision and its entries belong together here.
    revision = session.scalars(
        select(CalendarFeed.revision).where(CalendarFeed.id == feed_id).with_for_update()
    ).one()
    collection = find_collection(session, feed_id)
    if collection is None:
        collection = CaldavCollection(feed_id=feed_id, feed_key="", sequence=0, forgotten=0)
        session.add(collection)
        session.flush()
    if collection.feed_key != _key(revision, today):
        _number_changes(session, collection, today=today, now=now)
        collection.feed_key = _key(revision, today)
        session.flush()
    return collection


def _number_changes(session: Session, collection: CaldavCollection, *, today: date, now: datetime) -> None:
    known = {row.uid: row for row in session.execute(_known(collection.id))}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    sequence = collection.sequence
    for values in _present(session, collection.feed_id, today=today):
        before = known.pop(values["uid"], None)
        if before is None:
            sequence += 1
            new.append({**values, "collection_id": collection.id, "sequence": sequence})
        elif before.etag != values["etag"] or before.removed_at is not None:
            sequence += 1
            changed.append({**values, "id": before.id, "sequence": sequence, "removed_at": None})
        elif before.entry_id != values["entry_id"]:
            changed.append({"id": before.id, "entry_id": values["entry_id"]})
    for gone in known.values():
        if gone.removed_at is None:
            sequence += 1
            changed.append({"id": gone.id, "sequence": sequence, "removed_at": now})
    insert_rows(session, CaldavItem, new)
    for values in changed:
        session.execute(update(CaldavItem).where(CaldavItem.id == values.pop("id")).values(values))
    collection.sequence = sequence
    _forget_old(session, collection, now=now)


def _known(collection_id: int) -> Select[int, str, str, int, datetime | None]:
    return select(
        CaldavItem.id, CaldavItem.uid, CaldavItem.etag, CaldavItem.entry_id, CaldavItem.removed_at
    ).where(CaldavItem.collection_id == collection_id)


def _present(session: Session, feed_id: int, *, today: date) -> Iterator[dict[str, Any]]:
    """What the feed shows today, in its order."""
    rows = session.execute(
        select(CalendarEntry.id, CalendarEntry.ics)
        .where(
            CalendarEntry.feed_id == feed_id,
            CalendarEntry.shown_from <= today,
            CalendarEntry.shown_until > today,
        )
        .order_by(CalendarEntry.starts_at, CalendarEntry.id)
    )
    for entry_id, ics in rows:
        data = object_bytes(ics)
        yield {
            "uid": uid_of(ics),
            "entry_id": entry_id,
            "etag": etag_of(data),
            "size": len(data),
            "removed_at": None,
        }


def _forget_old(session: Session, collection: CaldavCollection, *, now: datetime) -> None:
    old = (CaldavItem.collection_id == collection.id, CaldavItem.removed_at < now - REMOVALS_KEPT)
    if (latest := session.scalar(select(func.max(CaldavItem.sequence)).where(*old))) is not None:
        session.execute(delete(CaldavItem).where(*old))
        collection.forgotten = max(collection.forgotten, latest)
