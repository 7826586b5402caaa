"""Feeds and the stored bytes of their events."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk


class FeedKind(enum.Enum):
    """What a feed is about."""

    PERSONAL = "personal"


class CalendarFeed(Base):
    """A calendar somebody may subscribe to by a secret link; exists from the first look at its page."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    id: Mapped[IntPk]
    kind: Mapped[FeedKind]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    generation: Mapped[int] = mapped_column(default=1)
    """Part of the link; a new link has the next one, and the old ones answer 410."""
    revision: Mapped[int] = mapped_column(default=0)
    """Rises with every change of what the feed shows; the ETag."""
    modified_at: Mapped[datetime]
    """Rises by at least a second with every revision, since HTTP dates have no finer step."""
    locale: Mapped[str] = mapped_column(String(5))
    """Language its events were written in."""
    format_version: Mapped[int] = mapped_column(default=0)
    """Manner its events were written in; 0: not written yet."""
    created_at: Mapped[datetime]
    renewed_at: Mapped[datetime | None]
    """When the link was last replaced."""
    fetched_at: Mapped[datetime | None]
    """About when a calendar last asked, to the hour."""


class CalendarEntry(Base):
    """One event of a feed, built when its booking changes and only joined when it is read."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        UniqueConstraint("feed_id", "booking_id"),
        Index(None, "feed_id", "starts_at", "booking_id"),
        Index(None, "feed_id", "shown_until"),
    )

    id: Mapped[IntPk]
    feed_id: Mapped[int] = mapped_column(ForeignKey("calendar_feed.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    starts_at: Mapped[datetime]
    shown_from: Mapped[date]
    """First day (UTC) on which the event lies in the feed's window."""
    shown_until: Mapped[date]
    """First day (UTC) on which it no longer does: a year after its end, 30 days after it was cancelled."""
    changed_at: Mapped[datetime]
    """LAST-MODIFIED of the event."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of all it shows, without its stamps; the same: nothing to tell the subscribers."""
    ics: Mapped[bytes] = mapped_column(LargeBinary)
