"""Keeps the programme's calendars in step with what staff release and what becomes of the events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.calendars.entries import FORMAT_VERSION, WINDOW, fingerprint_of
from labspace.calendars.programme.events import public_calendar_event, public_days
from labspace.calendars.programme.models import ProgrammeEntry, ProgrammeFeed
from labspace.db import begin_write
from labspace.events.programme.changes import ProgrammeChanged
from labspace.events.programme.models import PublicText
from labspace.events.programme.queries import public_text_of, released_texts
from labspace.ical import event_bytes

LOCALES = ("de", "en")
ALL = "all"
SECOND = timedelta(seconds=1)


def scope_of(location_id: int | None) -> str:
    """How a feed of one house, or of all, is called."""
    return ALL if location_id is None else f"house {location_id}"


@listen(ProgrammeChanged)
def follow_programme(session: Session, change: ProgrammeChanged) -> None:
    """Write the event anew in the feeds that were ever asked for, or take it out, in the same transaction."""
    booking = change.event.booking
    text = public_text_of(session, booking.id)
    for feed in _locked(session, [ALL, scope_of(booking.location_id)], LOCALES, now=change.at):
        if feed.format_version:
            _bring_up(session, feed, {booking.id: text}, now=change.at)


def rewrite_programme(
    session: Session, location_id: int | None, locale: str, *, now: datetime
) -> ProgrammeFeed:
    """The feed with all its events written anew; events that say the same keep their stamps."""
    begin_write(session)
    [feed] = _locked(session, [scope_of(location_id)], [locale], now=now)
    known = session.scalars(select(ProgrammeEntry.booking_id).where(ProgrammeEntry.feed_id == feed.id))
    wanted: dict[int, PublicText | None] = dict.fromkeys(known)
    for text in released_texts(session, ending_after=now - WINDOW):
        if location_id in (None, text.event.booking.location_id):
            wanted[text.booking_id] = text
    _bring_up(session, feed, wanted, now=now)
    feed.format_version = FORMAT_VERSION
    session.flush()
    return feed


def _locked(
    session: Session, scopes: Sequence[str], locales: Sequence[str], *, now: datetime
) -> Sequence[ProgrammeFeed]:
    """The feeds, made where there are none, kept from everybody else until the commit.

    Whoever releases and whoever fetches first take turns here, so that neither misses the other.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [
        {"scope": scope, "locale": locale, "revision": 0, "modified_at": now, "format_version": 0}
        for scope in scopes
        for locale in locales
    ]
    session.execute(insert(ProgrammeFeed).values(rows).on_conflict_do_nothing())
    return session.scalars(
        select(ProgrammeFeed)
        .where(ProgrammeFeed.scope.in_(scopes), ProgrammeFeed.locale.in_(locales))
        .order_by(ProgrammeFeed.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _bring_up(
    session: Session, feed: ProgrammeFeed, wanted: dict[int, PublicText | None], *, now: datetime
) -> None:
    """Write, change or take out these events; the revision rises if any byte does."""
    found = session.scalars(
        select(ProgrammeEntry).where(ProgrammeEntry.feed_id == feed.id, ProgrammeEntry.booking_id.in_(wanted))
    )
    entries = {entry.booking_id: entry for entry in found}
    with force_locale(feed.locale):
        changed = [
            _write(session, feed, text, entries.get(booking_id), now=now)
            for booking_id, text in wanted.items()
        ]
    if any(changed):
        _raise_revision(feed, now=now)


def _write(
    session: Session,
    feed: ProgrammeFeed,
    text: PublicText | None,
    old: ProgrammeEntry | None,
    *,
    now: datetime,
) -> bool:
    base_url = str(current_app.extensions["labspace.settings"].base_url)
    event = public_calendar_event(text, base_url=base_url, now=now) if text else None
    if text is None or event is None:
        if old is not None:
            session.execute(delete(ProgrammeEntry).where(ProgrammeEntry.id == old.id))
            session.expunge(old)
        return old is not None
    days, fingerprint = public_days(text, event), fingerprint_of(event)
    if old is not None:
        if (old.fingerprint, old.shown_from, old.shown_until) == (fingerprint, days.from_, days.until):
            return False
        event = replace(event, changed_at=max(now, old.changed_at + SECOND))
    entry = old or ProgrammeEntry(feed_id=feed.id, booking_id=text.booking_id)
    entry.starts_at, entry.changed_at, entry.fingerprint = event.starts_at, event.changed_at, fingerprint
    entry.shown_from, entry.shown_until = days.from_, days.until
    entry.ics = event_bytes(event)
    session.add(entry)
    return True


def _raise_revision(feed: ProgrammeFeed, *, now: datetime) -> None:
    # The window rolls at midnight and claims that second for itself (see `state_of`).
    midnight = datetime.combine(now.astimezone(UTC).date(), time(0), tzinfo=UTC)
    feed.revision += 1
    feed.modified_at = max(now, feed.modified_at + SECOND, midnight + SECOND)
