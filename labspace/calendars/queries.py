"""Reading feeds: the one row that answers 304, and the events to join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import case, exists, func, select, true
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.calendars.entries import FORMAT_VERSION
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.locations.models import Location


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """All that decides on the bytes of a feed on one day."""

    feed_id: int
    user_id: int
    generation: int
    revision: int
    modified_at: datetime
    locale: str
    format_version: int
    user_locale: str
    is_disabled: bool
    is_demo: bool
    """Whether invented houses are in the system: the feed then says so."""
    fetched_at: datetime | None
    left: int
    """Entries that have left the window since the last revision."""
    ahead: int
    """Entries that are yet to enter it."""
    rolled_on: date | None
    """The last day on which an entry entered or left."""

    @property
    def key(self) -> str:
        """The same exactly for the same bytes, in every process and after every restart."""
        place = f"{self.feed_id}-{self.generation}-{self.revision}-{self.left}-{self.ahead}"
        return f"{place}-{self.locale}{'-demo' if self.is_demo else ''}-{FORMAT_VERSION}"

    @property
    def is_outdated(self) -> bool:
        """Whether its events are in another language or manner than they should be."""
        return (self.format_version, self.locale) != (FORMAT_VERSION, self.user_locale)

    @property
    def last_modified(self) -> datetime:
        """When the bytes last changed, be it by a booking or because a day went by."""
        if self.rolled_on is None:
            return self.modified_at
        return max(self.modified_at, datetime.combine(self.rolled_on, time(0), tzinfo=UTC))


def state_of(session: Session, feed_id: int, *, today: date) -> FeedState | None:
    """The state of a feed on a UTC day; one statement. None if there is no such feed."""
    left, entered = CalendarEntry.shown_until <= today, CalendarEntry.shown_from <= today
    ahead = CalendarEntry.shown_from > today
    rolls = (
        select(
            func.count(case((left, 1))).label("left"),
            func.count(case((ahead, 1))).label("ahead"),
            func.max(case((left, CalendarEntry.shown_until))).label("left_on"),
            func.max(case((entered, CalendarEntry.shown_from))).label("entered_on"),
        )
        .where(CalendarEntry.feed_id == feed_id)
        .subquery()
    )
    row = session.execute(
        select(
            CalendarFeed.id,
            CalendarFeed.user_id,
            CalendarFeed.generation,
            CalendarFeed.revision,
            CalendarFeed.modified_at,
            CalendarFeed.locale,
            CalendarFeed.format_version,
            User.locale.label("user_locale"),
            User.disabled_at,
            exists(select(Location.id).where(Location.is_demo)).label("is_demo"),
            CalendarFeed.fetched_at,
            rolls,
        )
        .join(User, User.id == CalendarFeed.user_id)
        .join(rolls, true())
        .where(CalendarFeed.id == feed_id)
    ).one_or_none()
    if row is None:
        return None
    rolled = [day for day in (row.left_on, row.entered_on) if day is not None]
    return FeedState(
        feed_id=row.id,
        user_id=row.user_id,
        generation=row.generation,
        revision=row.revision,
        modified_at=row.modified_at,
        locale=row.locale,
        format_version=row.format_version,
        user_locale=row.user_locale,
        is_disabled=row.disabled_at is not None,
        is_demo=row.is_demo,
        fetched_at=row.fetched_at,
        left=row.left,
        ahead=row.ahead,
        rolled_on=max(rolled, default=None),
    )


def events_of(session: Session, feed_id: int, *, today: date) -> bytes:
    """The events a feed shows on a UTC day, earliest first, as they are stored."""
    rows = session.scalars(
        select(CalendarEntry.ics)
        .where(
            CalendarEntry.feed_id == feed_id,
            CalendarEntry.shown_from <= today,
            CalendarEntry.shown_until > today,
        )
        .order_by(CalendarEntry.starts_at, CalendarEntry.booking_id)
    )
    return b"".join(rows)
