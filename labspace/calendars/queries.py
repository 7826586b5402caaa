"""Reading feeds: the one statement that answers 304, and the events to join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import (
    BindParameter,
    ScalarSelect,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from labspace.accounts.models import User
from labspace.calendars.entries import FORMAT_VERSION
from labspace.calendars.ground import GroundRow, ground_rows
from labspace.calendars.models import CalendarEntry, CalendarFeed, FeedLink
from labspace.calendars.scopes import FeedKind, Scope, scope_from
from labspace.db import BigId
from labspace.locations.models import Location


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """All that decides on the bytes of a feed on one day, and on the link that was followed."""

    link_id: int
    user_id: int
    generation: int
    is_revoked: bool
    is_disabled: bool
    scope: Scope
    locale: str
    """The reader's language now."""
    read_in: str
    """The language it was last read in by this link."""
    fetched_at: datetime | None
    feed_id: int | None
    """None: nobody has fetched it in this language yet."""
    revision: int
    modified_at: datetime
    basis: str
    is_demo: bool
    """Whether invented houses are in the system: the feed then says so."""
    rolled_on: date | None
    """The last day on which an event entered or left its window."""
    ground: tuple[GroundRow, ...]
    """What its events may rest on besides bookings, as `ground_from` reads it."""

    @property
    def key(self) -> str:
        """The same exactly for the same bytes, in every process and after every restart.

        While the revision is the same, so are the entries; then the last day on which one of them
        entered or left says which of them are shown.
        """
        rolled = f"{self.rolled_on:%Y%m%d}" if self.rolled_on else "0"
        return f"{self.feed_id}-{self.revision}-{rolled}{'-demo' if self.is_demo else ''}-{FORMAT_VERSION}"

    @property
    def last_modified(self) -> datetime:
        """When the bytes last changed, be it by a booking or because a day went by."""
        if self.rolled_on is None:
            return self.modified_at
        return max(self.modified_at, datetime.combine(self.rolled_on, time(0), tzinfo=UTC))


_TODAY: BindParameter[date] = bindparam("today")
_LINK = bindparam("link_id", type_=BigId)


def _last(column: InstrumentedAttribute[date]) -> ScalarSelect[date]:
    # Walks one index from its end and stops at the first row, however large the feed is.
    return (
        select(column)
        .where(CalendarEntry.feed_id == CalendarFeed.id, column <= _TODAY)
        .order_by(column.desc())
        .limit(1)
        .correlate(CalendarFeed)
        .scalar_subquery()
    )


# A feed may not be written yet, so the space is read from the scope, as `Scope.key` writes it.
_OF_SPACE = f"{FeedKind.SPACE.value} "
_SPACE = case((FeedLink.scope.startswith(_OF_SPACE), func.substr(FeedLink.scope, len(_OF_SPACE) + 1)))
_GROUND = ground_rows(
    select(FeedLink.user_id).where(FeedLink.id == _LINK).correlate(None).scalar_subquery(),
    select(cast(_SPACE, BigId)).where(FeedLink.id == _LINK).correlate(None).scalar_subquery(),
).subquery()
_STATE = (
    select(
        FeedLink.id.label("link_id"),
        FeedLink.user_id,
        FeedLink.generation,
        FeedLink.revoked_at,
        FeedLink.scope,
        FeedLink.locale.label("read_in"),
        FeedLink.fetched_at,
        User.locale,
        User.disabled_at,
        CalendarFeed.id.label("feed_id"),
        CalendarFeed.revision,
        CalendarFeed.modified_at,
        CalendarFeed.basis,
        exists(select(Location.id).where(Location.is_demo)).label("is_demo"),
        _last(CalendarEntry.shown_until).label("left_on"),
        _last(CalendarEntry.shown_from).label("entered_on"),
        _GROUND,
    )
    .join(User, User.id == FeedLink.user_id)
    .outerjoin(CalendarFeed, and_(CalendarFeed.scope == FeedLink.scope, CalendarFeed.locale == User.locale))
    .outerjoin(_GROUND, true())
    .where(FeedLink.id == _LINK)
)


def state_of(session: Session, link_id: int, *, today: date) -> FeedState | None:
    """The state of a link's feed on a UTC day; one statement. None if there is no such link."""
    if link_id > 2**62:
        return None
    rows = session.execute(_STATE, {"link_id": link_id, "today": today}).all()
    if not rows:
        return None
    row = rows[0]
    rolled = [day for day in (row.left_on, row.entered_on) if day is not None]
    return FeedState(
        link_id=row.link_id,
        user_id=row.user_id,
        generation=row.generation,
        is_revoked=row.revoked_at is not None,
        is_disabled=row.disabled_at is not None,
        scope=scope_from(row.scope),
        locale=row.locale,
        read_in=row.read_in,
        fetched_at=row.fetched_at,
        feed_id=row.feed_id,
        revision=row.revision or 0,
        modified_at=row.modified_at or datetime.fromtimestamp(0, UTC),
        basis=row.basis or "",
        is_demo=row.is_demo,
        rolled_on=max(rolled, default=None),
        ground=tuple((one.what, one.row_id, one.row_revision, one.name) for one in rows if one.what),
    )


def revision_of(session: Session, feed_id: int) -> int | None:
    """The revision a feed has by now."""
    return session.scalar(select(CalendarFeed.revision).where(CalendarFeed.id == feed_id))


def events_of(session: Session, feed_id: int, *, today: date) -> bytes:
    """The events a feed shows on a UTC day, earliest first, as they are stored."""
    rows = session.scalars(_EVENTS, {"feed_id": feed_id, "today": today})
    return b"".join(rows)


_EVENTS = (
    select(CalendarEntry.ics)
    .where(
        CalendarEntry.feed_id == bindparam("feed_id", type_=BigId),
        CalendarEntry.shown_from <= _TODAY,
        CalendarEntry.shown_until > _TODAY,
    )
    .order_by(CalendarEntry.starts_at, CalendarEntry.id)
)
