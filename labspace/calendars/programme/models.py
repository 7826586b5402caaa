"""The programme's calendars and the stored bytes of their events."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk


class ProgrammeFeed(Base):
    """The programme of all houses or of one, in one language; open to everybody."""

    __tablename__ = "programme_feed"
    __table_args__ = (UniqueConstraint("scope", "locale"),)

    id: Mapped[IntPk]
    scope: Mapped[str] = mapped_column(String(30))
    """`all`, or `house 3` with the house's id."""
    locale: Mapped[str] = mapped_column(String(5))
    revision: Mapped[int] = mapped_column(default=0)
    """Rises with every change of what the feed shows; the ETag."""
    modified_at: Mapped[datetime]
    """Rises by at least a second with every revision, since HTTP dates have no finer step."""
    format_version: Mapped[int] = mapped_column(default=0)
    """Manner its events were written in; 0: not written yet."""
    basis: Mapped[str] = mapped_column(String(32), server_default="")
    """A hash of the names of houses and spaces they were written with (`ground.names_of`)."""
    name: Mapped[str] = mapped_column(String(200), server_default="")
    """What the calendar is called; it changes with the name of its house."""


class ProgrammeEntry(Base):
    """A public event or an open pop-up of a feed, built when something of it changes and only joined when read."""

    __tablename__ = "programme_entry"
    __table_args__ = (
        UniqueConstraint("feed_id", "booking_id"),
        Index(None, "feed_id", "starts_at", "booking_id"),
    )

    id: Mapped[IntPk]
    feed_id: Mapped[int] = mapped_column(ForeignKey("programme_feed.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    starts_at: Mapped[datetime]
    shown_from: Mapped[date]
    """First day (UTC) on which the event lies in the feed's window."""
    shown_until: Mapped[date]
    """First day (UTC) on which it no longer does."""
    changed_at: Mapped[datetime]
    """LAST-MODIFIED of the event."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of all it shows, without its stamps; the same: nothing to tell the subscribers."""
    ics: Mapped[bytes] = mapped_column(LargeBinary)
