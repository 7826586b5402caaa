"""Keeps the programme's calendars in step with what staff release, with open pop-ups, and what becomes of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.changes import BookingChange, BookingMoved, BookingRetold
from labspace.bookings.models import Booking
from labspace.calendars.entries import FORMAT_VERSION, WINDOW, Shown, fingerprint_of
from labspace.calendars.programme.events import public_calendar_event, public_days
from labspace.calendars.programme.models import ProgrammeEntry, ProgrammeFeed
from labspace.calendars.programme.shops import shop_days, shop_event
from labspace.db import begin_write
from labspace.events.programme.changes import ProgrammeChanged
from labspace.events.programme.models import PublicText
from labspace.events.programme.queries import public_text_of, released_texts
from labspace.ical import CalendarEvent, event_bytes
from labspace.locations.models import Location
from labspace.popups.tenancies.changes import DaysRecorded, TenancyAgreed, TenancyCalledOff
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.open_shops import public_shop, public_shops
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _

Listed = PublicText | Tenancy
"""What stands in the programme: the released text of an event, or a pop-up."""
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
    _follow(session, booking, public_text_of(session, booking.id), now=change.at)


@listen(TenancyAgreed, TenancyCalledOff, DaysRecorded)
def follow_shop(session: Session, change: TenancyAgreed | TenancyCalledOff | DaysRecorded) -> None:
    """Write the pop-up anew in these feeds, or take it out; recorded days matter where no hours were agreed."""
    tenancy = change.tenancy
    if isinstance(change, DaysRecorded) and tenancy.weekly_hours:
        return
    _follow(session, tenancy.booking, public_shop(session, tenancy.booking_id), now=change.at)


@listen(BookingMoved, BookingRetold)
def follow_slot(session: Session, change: BookingChange) -> None:
    """Write the pop-up anew with its new time or slot."""
    booking = change.booking
    if booking.kind is SpaceKind.POPUP_SLOT:
        _follow(session, booking, public_shop(session, booking.id), now=change.at)


def _follow(session: Session, booking: Booking, listed: Listed | None, *, now: datetime) -> None:
    for feed in _locked(session, [ALL, scope_of(booking.location_id)], LOCALES, now=now):
        if feed.format_version:
            with force_locale(feed.locale):
                is_changed = _bring_up(session, feed, {booking.id: listed}, now=now)
            if is_changed:
                _raise_revision(feed, now=now)


def rewrite_programme(
    session: Session, location_id: int | None, locale: str, *, basis: str, now: datetime
) -> ProgrammeFeed:
    """The feed with all it shows written anew; what says the same keeps its stamps.

    `basis` was asked for before, so that no name written here is older than it.
    """
    begin_write(session)
    [feed] = _locked(session, [scope_of(location_id)], [locale], now=now)
    house = session.get_one(Location, location_id, populate_existing=True) if location_id else None
    known = session.scalars(select(ProgrammeEntry.booking_id).where(ProgrammeEntry.feed_id == feed.id))
    wanted: dict[int, Listed | None] = dict.fromkeys(known)
    for text in released_texts(session, ending_after=now - WINDOW):
        if location_id in (None, text.event.booking.location_id):
            wanted[text.booking_id] = text
    wanted |= {shop.booking_id: shop for shop in public_shops(session, location_id, ending_after=now)}
    with force_locale(feed.locale):
        name = _("Programm – %(house)s", house=house.name) if house else _("Programm – alle Stadtlabore")
        is_changed = _bring_up(session, feed, wanted, now=now)
    if is_changed or name != feed.name:
        _raise_revision(feed, now=now)
    feed.format_version, feed.basis, feed.name = FORMAT_VERSION, basis, name
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
    session: Session, feed: ProgrammeFeed, wanted: Mapping[int, Listed | None], *, now: datetime
) -> bool:
    """Write, change or take out what is listed under these bookings; whether any byte changed."""
    found = session.scalars(
        select(ProgrammeEntry).where(ProgrammeEntry.feed_id == feed.id, ProgrammeEntry.booking_id.in_(wanted))
    )
    entries = {entry.booking_id: entry for entry in found}
    changed = [
        _write(session, feed, booking_id, listed, entries.get(booking_id), now=now)
        for booking_id, listed in wanted.items()
    ]
    return any(changed)


def _write(
    session: Session,
    feed: ProgrammeFeed,
    booking_id: int,
    listed: Listed | None,
    old: ProgrammeEntry | None,
    *,
    now: datetime,
) -> bool:
    shown = _shown(listed, now=now) if listed else None
    if shown is None:
        if old is not None:
            session.execute(delete(ProgrammeEntry).where(ProgrammeEntry.id == old.id))
            session.expunge(old)
        return old is not None
    event, days = shown
    fingerprint = fingerprint_of(event)
    if old is not None:
        if (old.fingerprint, old.shown_from, old.shown_until) == (fingerprint, days.from_, days.until):
            return False
        event = replace(event, changed_at=max(now, old.changed_at + SECOND))
    entry = old or ProgrammeEntry(feed_id=feed.id, booking_id=booking_id)
    entry.starts_at, entry.changed_at, entry.fingerprint = event.starts_at, event.changed_at, fingerprint
    entry.shown_from, entry.shown_until = days.from_, days.until
    entry.ics = event_bytes(event)
    session.add(entry)
    return True


def _shown(listed: Listed, *, now: datetime) -> tuple[CalendarEvent, Shown] | None:
    """It as a calendar shows it and on which days, in the language at hand; None if the public does not see it."""
    base_url = str(current_app.extensions["labspace.settings"].base_url)
    if isinstance(listed, Tenancy):
        return shop_event(listed, base_url=base_url), shop_days(listed)
    event = public_calendar_event(listed, base_url=base_url, now=now)
    return (event, public_days(listed, event)) if event else None


def _raise_revision(feed: ProgrammeFeed, *, now: datetime) -> None:
    # The window rolls at midnight and claims that second for itself (see `state_of`).
    midnight = datetime.combine(now.astimezone(UTC).date(), time(0), tzinfo=UTC)
    feed.revision += 1
    feed.modified_at = max(now, feed.modified_at + SECOND, midnight + SECOND)
