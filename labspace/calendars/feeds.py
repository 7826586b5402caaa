"""Keeps feeds and their entries in step with bookings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import BindParameter, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.bookings.calendar_event import GONE
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.bookings.queries import organisation_ids_of
from labspace.calendars.concerns import (
    AT_ONCE,
    blockings_in,
    bookings_in,
    feeds_of_blockings,
    feeds_of_bookings,
)
from labspace.calendars.entries import SECOND, WINDOW, Wanted, new_entry, rewritten, shown_days, taken_out
from labspace.calendars.events.busy import blocked_event, busy_event
from labspace.calendars.events.facts import Beside, Facts, beside, facts_for
from labspace.calendars.events.owner import owner_event
from labspace.calendars.events.staff import staff_events
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import Audience, Scope, scope_from
from labspace.calendars.turns import Turn, Turns, share_turns, take_turns
from labspace.db import answers, begin_write, insert_rows, table_of
from labspace.spaces.models import Space
from labspace.times import TimeSpan

SWEPT_EVERY = 50
"""After how many changes of a feed what left it long ago is deleted."""
TRACED = timedelta(days=40)
"""How long a feed knows what was taken out of it, or left its window."""

AHEAD = timedelta(days=3650)
"""How far ahead events are written already, though they show a year ahead."""


@dataclass
class Changed:
    """All of a transaction that feeds have to hear of."""

    bookings: dict[int, Booking] = field(default_factory=dict)
    blockings: dict[int, Blocking] = field(default_factory=dict)
    new_ids: set[int] = field(default_factory=set)
    """Bookings made in this transaction."""
    turns: set[tuple[Turn, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Kept:
    """A feed's row, locked."""

    id: int
    scope: Scope
    locale: str
    revision: int
    modified_at: datetime


Key = tuple[int | None, int | None, str]
"""What an entry is about: booking, blocking, part."""


def rewrite(session: Session, scope: Scope, locale: str, *, basis: str, now: datetime) -> CalendarFeed:
    """The feed with all its events written anew, made where there was none; what says the same keeps its stamps."""
    begin_write(session)
    take_turns(session, _turns_of(session, scope))
    feed = _locked_feed(session, scope, locale, now=now)
    bookings = bookings_in(session, scope, around=TimeSpan(now - WINDOW, now + AHEAD))
    blockings = blockings_in(session, scope, since=now - WINDOW)
    rows = session.scalars(select(CalendarEntry).where(CalendarEntry.feed_id == feed.id))
    entries = {_key_of(entry): entry for entry in rows}
    known = Beside()
    if scope.audience is Audience.BUSY:
        known = beside(session, bookings, ending_after=now - WINDOW, now=now)
    kept = Kept(feed.id, scope, feed.locale, feed.revision, feed.modified_at)
    added, changed = _write(session, kept, bookings, blockings, entries, known, now=now)
    insert_rows(session, CalendarEntry, added)
    if changed or feed.basis != basis:
        raise_revision(session, feed, now=now)
    feed.basis = basis
    session.flush()
    return feed


def follow(session: Session, changed: Changed, *, now: datetime) -> None:
    """Bring changed bookings and blockings into every feed that shows or showed them.

    Called once before the commit, with all of a transaction: where nobody keeps a feed, it is one
    statement, however many bookings there are.
    """
    share_turns(session, changed.turns)
    of_bookings = feeds_of_bookings(session, changed.bookings) if changed.bookings else {}
    of_blockings = feeds_of_blockings(session, changed.blockings) if changed.blockings else {}
    feed_ids = sorted({*of_bookings, *of_blockings})
    if not feed_ids:
        return
    # Always in this order, so that two transactions never wait for each other.
    kept = [Kept(row.id, scope_from(row.scope), row.locale, row.revision, row.modified_at)
            for row in answers(session, _LOCKED, {"ids": feed_ids})]  # fmt: skip
    entries = _known_entries(session, feed_ids, changed)
    known = Beside()
    if any(feed.scope.audience is Audience.BUSY for feed in kept):
        known = beside(session, changed.bookings.values(), ending_after=now - WINDOW, now=now)
    raised, rows = list[Kept](), list[dict[str, Any]]()
    for feed in kept:
        bookings = [changed.bookings[one] for one in sorted(of_bookings.get(feed.id, ()))]
        blockings = [changed.blockings[one] for one in sorted(of_blockings.get(feed.id, ()))]
        added, is_changed = _write(
            session, feed, bookings, blockings, entries.get(feed.id, {}), known, now=now
        )
        rows += added
        if is_changed:
            raised.append(feed)
    insert_rows(session, CalendarEntry, rows)
    _raise_all(session, raised, now=now)


def _raise_all(session: Session, feeds: Sequence[Kept], *, now: datetime) -> None:
    if not feeds:
        return
    values = [
        {"feed": feed.id, "next": feed.revision + 1, "at": _later(feed.modified_at, now=now)}
        for feed in feeds
    ]
    session.flush()
    session.connection().execute(_RAISED, values)
    for feed in feeds:
        if (feed.revision + 1) % SWEPT_EVERY == 0:
            _sweep(session, feed.id, now=now)


def _write(
    session: Session,
    feed: Kept,
    bookings: Collection[Booking],
    blockings: Collection[Blocking],
    entries: Mapping[Key, CalendarEntry],
    known: Beside,
    *,
    now: datetime,
) -> tuple[list[dict[str, Any]], bool]:
    """Change or take out the events of these; rows to add, and whether any byte of the feed differs.

    `entries` are those of the feed that are about them; one that is not wanted any more is taken out.
    """
    scope, revision = feed.scope, feed.revision + 1
    facts, today = facts_for(session, scope, known), now.astimezone(UTC).date()
    with force_locale(feed.locale):
        wanted = _wanted(scope, facts, bookings, blockings)
        added = [
            {"feed_id": feed.id, "booking_id": key[0], "blocking_id": key[1], "part": key[2]}
            | new_entry(want, revision=revision)
            for key, want in wanted.items()
            if key not in entries and want.days.until > today
        ]
        changed = [
            rewritten(entries[key], want, revision=revision, now=now)
            for key, want in wanted.items()
            if key in entries
        ]
        gone = [
            taken_out(entry, revision=revision, now=now)
            for key, entry in entries.items()
            if key not in wanted
        ]
    return added, bool(added) or any(changed) or any(gone)


def _wanted(
    scope: Scope, facts: Facts, bookings: Collection[Booking], blockings: Collection[Blocking]
) -> dict[Key, Wanted]:
    found: dict[Key, Wanted] = {}
    for booking in bookings:
        key = (booking.id, None, "")
        if scope.audience is Audience.OWNER:
            event = owner_event(booking, facts)
            gone_at = booking.state_since if booking.state in GONE else None
            found[key] = Wanted(event, shown_days(event, cancelled_at=gone_at))
        elif scope.audience is Audience.STAFF:
            for part, event in staff_events(booking, facts).items():
                found[booking.id, None, part] = Wanted(event, shown_days(event))
        elif (busy := busy_event(booking, facts)) is not None:
            found[key] = Wanted(busy, shown_days(busy))
    for blocking in blockings:
        if (blocked := blocked_event(blocking, facts)) is not None:
            found[None, blocking.id, ""] = Wanted(blocked, shown_days(blocked))
    return found


def _known_entries(
    session: Session, feed_ids: Sequence[int], changed: Changed
) -> dict[int, dict[Key, CalendarEntry]]:
    """What these feeds hold of what changed; what was made in this transaction is in none of them."""
    found: dict[int, dict[Key, CalendarEntry]] = {feed_id: {} for feed_id in feed_ids}
    for question, ids in (
        (_OF_BOOKINGS, sorted(changed.bookings.keys() - changed.new_ids)),
        (_OF_BLOCKINGS, sorted(changed.blockings)),
    ):
        for start in range(0, len(ids), AT_ONCE):
            values = {"feeds": feed_ids, "ids": ids[start : start + AT_ONCE]}
            for entry in session.scalars(question, values):
                found[entry.feed_id][_key_of(entry)] = entry
    return found


def _turns_of(session: Session, scope: Scope) -> Turns:
    """Whose bookings a feed may show."""
    if scope.user_id is not None:
        organisations = organisation_ids_of(session, scope.user_id)
        return [(Turn.PERSON, scope.user_id), *((Turn.ORGANISATION, one) for one in organisations)]
    if scope.space_id is not None:
        return [(Turn.HOUSE, session.get_one(Space, scope.space_id).location_id)]
    return [(Turn.HOUSE, scope.subject_id)]


def _key_of(entry: CalendarEntry) -> Key:
    return entry.booking_id, entry.blocking_id, entry.part


def _locked_feed(session: Session, scope: Scope, locale: str, *, now: datetime) -> CalendarFeed:
    """The feed's row, made where there is none; two that fetch first at once get the same."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {
        "scope": scope.key,
        "locale": locale,
        "kind": scope.kind,
        "user_id": scope.user_id,
        "location_id": scope.location_id,
        "space_id": scope.space_id,
        "space_kind": scope.space_kind,
        "revision": 0,
        "modified_at": now,
        "basis": "",
        "created_at": now,
    }
    question = (
        select(CalendarFeed)
        .where(CalendarFeed.scope == scope.key, CalendarFeed.locale == locale)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    feed = session.scalars(question).one_or_none()
    if feed is None:
        session.execute(insert(CalendarFeed).values(row).on_conflict_do_nothing())
        feed = session.scalars(question).one()
    return feed


def raise_revision(session: Session, feed: CalendarFeed, *, now: datetime) -> None:
    """Say that the feed's bytes are others now; both validators rise."""
    feed.revision, feed.modified_at = feed.revision + 1, _later(feed.modified_at, now=now)
    if feed.revision % SWEPT_EVERY == 0:
        _sweep(session, feed.id, now=now)


def _later(modified_at: datetime, *, now: datetime) -> datetime:
    # The window rolls at midnight and claims that second for itself (see `state_of`).
    midnight = datetime.combine(now.astimezone(UTC).date(), time(0), tzinfo=UTC)
    return max(now, modified_at + SECOND, midnight + SECOND)


def _sweep(session: Session, feed_id: int, *, now: datetime) -> None:
    session.execute(
        delete(CalendarEntry).where(
            CalendarEntry.feed_id == feed_id,
            CalendarEntry.shown_until <= (now - TRACED).astimezone(UTC).date(),
        )
    )


# Built once: putting these statements together took as long as running them.
_FEEDS = table_of(CalendarFeed)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_LOCKED = (
    select(_FEEDS.c.id, _FEEDS.c.scope, _FEEDS.c.locale, _FEEDS.c.revision, _FEEDS.c.modified_at)
    .where(_FEEDS.c.id.in_(_IDS))
    .order_by(_FEEDS.c.id)
    .with_for_update()
)
_RAISED = (
    update(_FEEDS)
    .where(_FEEDS.c.id == bindparam("feed"))
    .values(revision=bindparam("next"), modified_at=bindparam("at", type_=_FEEDS.c.modified_at.type))
)
_OF_FEEDS = select(CalendarEntry).where(CalendarEntry.feed_id.in_(bindparam("feeds", expanding=True)))
_OF_BOOKINGS = _OF_FEEDS.where(CalendarEntry.booking_id.in_(_IDS))
_OF_BLOCKINGS = _OF_FEEDS.where(CalendarEntry.blocking_id.in_(_IDS))
