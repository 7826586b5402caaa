"""Keeps feeds and their entries in step with bookings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.accounts.models import User
from labspace.bookings.models import Booking, BookingSpace
from labspace.calendars.entries import FORMAT_VERSION, WINDOW, written
from labspace.calendars.models import CalendarEntry, CalendarFeed, FeedKind
from labspace.db import begin_write

MANY = 500
"""Above this, all entries of a feed are read instead of naming each."""
SWEPT_EVERY = 50
"""After how many changes of a feed what has left its window is deleted."""


def open_feed(session: Session, user: User, *, now: datetime) -> CalendarFeed:
    """The personal feed of `user`, made and filled where there was none."""
    feed = session.scalars(_personal(user.id)).one_or_none()
    if feed is None or (feed.format_version, feed.locale) != (FORMAT_VERSION, user.locale):
        return rewrite(session, user.id, now=now)
    return feed


def rewrite(session: Session, user_id: int, *, now: datetime) -> CalendarFeed:
    """The person's feed with all its events written anew; events that say the same keep their stamps."""
    begin_write(session)
    # Nobody may change a booking of this person between reading them and writing their feed;
    # `lock_person` is the other half. On SQLite the write transaction does it.
    user = session.scalars(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    feed = session.scalars(_personal(user_id).with_for_update()).one_or_none()
    if feed is None:
        feed = CalendarFeed(
            kind=FeedKind.PERSONAL, user_id=user_id, locale=user.locale, modified_at=now, created_at=now
        )
        session.add(feed)
        session.flush()
    feed.locale, feed.format_version = user.locale, FORMAT_VERSION
    bookings = session.scalars(
        _with_places().where(
            Booking.booked_by_id == user_id,
            Booking.starts_at > now - WINDOW - timedelta(days=120),
            Booking.ends_at > now - WINDOW,
        )
    ).unique()
    _write_entries(session, feed, bookings, now=now)
    session.flush()
    return feed


def renew_link(session: Session, user: User, *, now: datetime) -> CalendarFeed:
    """Give the feed a new link; the old one is retired at once."""
    feed_id = open_feed(session, user, now=now).id
    begin_write(session)
    feed = session.get_one(CalendarFeed, feed_id, with_for_update=True, populate_existing=True)
    feed.generation, feed.renewed_at, feed.fetched_at = feed.generation + 1, now, None
    session.flush()
    return feed


def lock_person(session: Session, user_id: int) -> None:
    """Keep the person's feed from being made or rewritten until this transaction ends."""
    if session.get_bind().dialect.name == "sqlite":
        return  # one writer at a time: nobody else can be making it
    session.execute(select(User.id).where(User.id == user_id).with_for_update(read=True, key_share=True))


def follow(session: Session, bookings: Sequence[Booking], *, now: datetime, new: bool = False) -> None:
    """Bring changed bookings of one person into their feed, where there is one.

    `new`: they were made in this transaction, so the feed cannot know them yet, and whoever books is
    locked since they were judged (`lock_bookers`).
    """
    if not bookings:
        return
    user_id = bookings[0].booked_by_id
    if not new:
        lock_person(session, user_id)
    feed = session.scalars(_FOLLOWING, {"user_id": user_id}).one_or_none()
    if feed is not None and feed.format_version:
        _write_entries(session, feed, bookings, now=now, new=new)


def refresh_space(session: Session, space_id: int, now: datetime) -> int:
    """Tell every feed that shows a space of its new name; return how many events changed."""
    return _refresh(session, select(BookingSpace.booking_id).where(BookingSpace.space_id == space_id), now)


def refresh_location(session: Session, location_id: int, now: datetime) -> int:
    """Tell every feed that shows a house of its new name or address; return how many events changed."""
    return _refresh(session, select(Booking.id).where(Booking.location_id == location_id), now)


def _refresh(session: Session, booking_ids: Select[int], now: datetime) -> int:
    begin_write(session)
    feeds = session.scalars(
        select(CalendarFeed)
        .where(
            CalendarFeed.id.in_(
                select(CalendarEntry.feed_id).where(CalendarEntry.booking_id.in_(booking_ids))
            )
        )
        .order_by(CalendarFeed.id)
        .with_for_update()
    ).all()
    count = 0
    for feed in feeds:
        shown = select(CalendarEntry.booking_id).where(
            CalendarEntry.feed_id == feed.id, CalendarEntry.booking_id.in_(booking_ids)
        )
        bookings = session.scalars(
            _with_places().where(Booking.id.in_(shown)).execution_options(populate_existing=True)
        ).unique()
        count += _write_entries(session, feed, bookings, now=now)
    session.flush()
    return count


def _write_entries(
    session: Session, feed: CalendarFeed, bookings: Iterable[Booking], *, now: datetime, new: bool = False
) -> int:
    """Write the entries of `bookings` that changed, raise the revision if any did; return how many."""
    wanted: Sequence[Booking] = list(bookings)
    entries = {} if new else _known_entries(session, feed, wanted)
    count = 0
    base_url = current_app.extensions["labspace.settings"].base_url
    with force_locale(feed.locale):
        for booking in wanted:
            if entry := written(feed, booking, entries.get(booking.id), base_url=base_url, now=now):
                session.add(entry)
                count += 1
    if count:
        _raise_revision(feed, now=now)
        if feed.revision % SWEPT_EVERY == 0:
            session.execute(
                delete(CalendarEntry).where(
                    CalendarEntry.feed_id == feed.id,
                    CalendarEntry.shown_until <= now.astimezone(UTC).date() - timedelta(days=2),
                )
            )
    return count


def _known_entries(
    session: Session, feed: CalendarFeed, bookings: Sequence[Booking]
) -> dict[int, CalendarEntry]:
    known = select(CalendarEntry).where(CalendarEntry.feed_id == feed.id)
    if len(bookings) <= MANY:
        known = known.where(CalendarEntry.booking_id.in_([booking.id for booking in bookings]))
    return {entry.booking_id: entry for entry in session.scalars(known)}


def _raise_revision(feed: CalendarFeed, *, now: datetime) -> None:
    # The window rolls at midnight and claims that second for itself (see `state_of`).
    midnight = datetime.combine(now.astimezone(UTC).date(), time(0), tzinfo=UTC)
    second = timedelta(seconds=1)
    feed.revision += 1
    feed.modified_at = max(now, feed.modified_at + second, midnight + second)


def _personal(user_id: int) -> Select[CalendarFeed]:
    return select(CalendarFeed).where(CalendarFeed.user_id == user_id, CalendarFeed.kind == FeedKind.PERSONAL)


_FOLLOWING = (
    select(CalendarFeed)
    .where(CalendarFeed.user_id == bindparam("user_id"), CalendarFeed.kind == FeedKind.PERSONAL)
    .with_for_update()
)


def _with_places() -> Select[Booking]:
    return select(Booking).options(joinedload(Booking.location), selectinload(Booking.spaces))
