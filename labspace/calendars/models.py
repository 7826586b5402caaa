"""Feeds, the links that open them, and the stored bytes of their events."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.calendars.scopes import FeedKind
from labspace.db import Base, IntPk
from labspace.spaces.kinds import SpaceKind


class CalendarFeed(Base):
    """What a calendar shows, in one language, whoever reads it; kept from the first fetch on."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("scope", "locale"),)

    id: Mapped[IntPk]
    scope: Mapped[str] = mapped_column(String(60))
    """`Scope.key`; the columns below say the same in parts, for joins."""
    locale: Mapped[str] = mapped_column(String(5))
    """Language its events are written in."""
    kind: Mapped[FeedKind]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    """The house, where the feed is about one as a whole."""
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    space_kind: Mapped[SpaceKind | None]
    revision: Mapped[int] = mapped_column(default=0)
    """Rises with every change of what the feed shows; the ETag."""
    modified_at: Mapped[datetime]
    """Rises by at least a second with every revision, since HTTP dates have no finer step."""
    basis: Mapped[str] = mapped_column(String(64), default="")
    """A hash of all its events rest on besides bookings: names, memberships, the manner of writing (`ground`).

    Empty: nobody reads it, and nothing is written for it."""
    created_at: Mapped[datetime]


class FeedLink(Base):
    """One person's secret link to a feed; its row stays when it is revoked, and answers 410."""

    __tablename__ = "feed_link"
    __table_args__ = (UniqueConstraint("user_id", "scope"), Index(None, "scope"))

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    scope: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(5))
    """Language it was last read in; another one is another body, and later than all before."""
    generation: Mapped[int] = mapped_column(default=1)
    """Part of the link; a new link has the next one, and the old ones answer 410."""
    created_at: Mapped[datetime]
    renewed_at: Mapped[datetime | None]
    """When the link was last replaced."""
    revoked_at: Mapped[datetime | None]
    """When the person ended it; NULL: in force."""
    fetched_at: Mapped[datetime | None]
    """About when a calendar last asked."""


class CalendarEntry(Base):
    """One event of a feed, built when its booking changes and only joined when it is read."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        UniqueConstraint("feed_id", "booking_id", "part"),
        UniqueConstraint("feed_id", "blocking_id"),
        Index(None, "feed_id", "starts_at", "id"),
        Index(None, "feed_id", "shown_from"),
        Index(None, "feed_id", "shown_until"),
    )

    id: Mapped[IntPk]
    feed_id: Mapped[int] = mapped_column(ForeignKey("calendar_feed.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    blocking_id: Mapped[int | None] = mapped_column(ForeignKey("blocking.id"), index=True)
    """What it is about: a booking, or a time staff keep free."""
    part: Mapped[str] = mapped_column(String(20), default="")
    """Which task of the booking, in a staff feed; empty: the booking itself."""
    starts_at: Mapped[datetime]
    shown_from: Mapped[date]
    """First day (UTC) on which the event lies in the feed's window."""
    shown_until: Mapped[date]
    """First day (UTC) on which it no longer does: a year after its end, 30 days after it was cancelled."""
    changed_at: Mapped[datetime]
    """LAST-MODIFIED of the event."""
    sequence: Mapped[int] = mapped_column(default=0)
    """SEQUENCE as written; never falls."""
    timing: Mapped[str] = mapped_column(String(60), default="")
    """Start, end and status as written; another one asks for a higher SEQUENCE."""
    revision: Mapped[int] = mapped_column(default=0)
    """Revision of the feed with which the entry last changed or was taken out."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of all it shows, without its stamps; the same: nothing to tell the subscribers. Empty: taken out."""
    ics: Mapped[bytes] = mapped_column(LargeBinary)
    """The VEVENT; empty where it was taken out. Such rows tell CalDAV what went, for some weeks."""
