"""What CalDAV programs were told of a feed, so that they can be told of changes alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, BigId, IntPk


class CaldavCollection(Base):
    """A feed as a collection; exists from the first look at it through CalDAV."""

    __tablename__ = "caldav_collection"

    id: Mapped[IntPk]
    feed_id: Mapped[int] = mapped_column(ForeignKey("calendar_feed.id"), unique=True)
    feed_key: Mapped[str] = mapped_column(String(60))
    """Revision of the feed, and day, that the items were compared with last."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Number of the latest change to an item; the sync token."""
    forgotten: Mapped[int] = mapped_column(default=0)
    """Up to this number removals are no longer known: older sync tokens are void."""


class CaldavItem(Base):
    """One event of a collection, or the memory that there was one."""

    __tablename__ = "caldav_item"
    __table_args__ = (UniqueConstraint("collection_id", "uid"), Index(None, "collection_id", "sequence"))

    id: Mapped[IntPk]
    collection_id: Mapped[int] = mapped_column(ForeignKey("caldav_collection.id"))
    uid: Mapped[str] = mapped_column(String(250))
    """UID of the event; its address is this with `.ics`."""
    entry_id: Mapped[int] = mapped_column(BigId)
    """The entry of the feed with its bytes. No foreign key: entries are swept, this row remembers."""
    etag: Mapped[str] = mapped_column(String(64))
    """Hash of the calendar object."""
    size: Mapped[int]
    """Bytes of the calendar object."""
    sequence: Mapped[int]
    """Number of its latest change; no two items of a collection share one."""
    removed_at: Mapped[datetime | None]
    """When it was found to be gone."""
