"""A feed as it is now: written anew first where what it rests on has changed."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.calendars.feeds import raise_revision, rewrite
from labspace.calendars.ground import ground_from
from labspace.calendars.models import FeedLink
from labspace.calendars.queries import FeedState, events_of, revision_of, state_of
from labspace.calendars.titles import title_of
from labspace.ical import END, CalendarHeader, header_bytes
from labspace.words import gettext as _


class Moved(Exception):
    """The feed changed while it was read: on PostgreSQL each statement sees what is committed by then."""


def current(session: Session, state: FeedState, *, now: datetime) -> FeedState | None:
    """The state of a feed that is up to date; None where the person may not read it any more.

    No statement, unless a name, a membership or the manner of writing has changed: then the feed is
    written anew and committed.
    """
    ground = ground_from(session, state.scope, state.ground)
    if not ground.may_read:
        return None
    if state.feed_id is not None and (state.basis, state.read_in) == (ground.basis, state.locale):
        return state
    feed = rewrite(session, state.scope, state.locale, basis=ground.basis, now=now)
    if state.read_in != state.locale:
        # To this reader another language is a change, later than all they have seen.
        session.get_one(FeedLink, state.link_id).locale = state.locale
        raise_revision(session, feed, now=now)
    session.commit()
    return state_of(session, state.link_id, today=now.astimezone(UTC).date())


def feed_bytes(session: Session, state: FeedState, *, now: datetime, checks: bool = True) -> bytes:
    """The whole calendar; where it `checks`, raises `Moved` if it changed meanwhile."""
    assert state.feed_id is not None
    with force_locale(state.locale):
        header = CalendarHeader(
            name=title_of(session, state.scope),
            description=_("Demonstration – frei erfunden") if state.is_demo else "",
            url=f"{base_url()}/kalender",
        )
    events = events_of(session, state.feed_id, today=now.astimezone(UTC).date())
    checks = checks and session.get_bind().dialect.name != "sqlite"
    if checks and revision_of(session, state.feed_id) != state.revision:
        raise Moved
    return header_bytes(header) + events + END


def base_url() -> str:
    """Where labspace is, without a slash at the end."""
    return str(current_app.extensions["labspace.settings"].base_url).rstrip("/")
