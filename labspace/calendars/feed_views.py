"""Feeds behind secret links, as calendar programs fetch them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labspace.access import public
from labspace.calendars.answers import answer_body, answer_once, answer_text
from labspace.calendars.fetches import note_fetch
from labspace.calendars.links import Standing, standing_of
from labspace.calendars.queries import FeedState, state_of
from labspace.calendars.reading import Moved, current, feed_bytes
from labspace.db import db
from labspace.times import utc_now

bp = Blueprint("feeds", __name__)

TRIES = 3
"""How often a feed that changes while it is read is read again."""


@bp.get("/kalender/<int:link_id>-<token>.ics")
@public
def show(link_id: int, token: str) -> ResponseReturnValue:
    """The feed for whoever has its link."""
    now = utc_now()
    state = state_of(db.session(), link_id, today=now.astimezone(UTC).date())
    key = current_app.secret_key or ""
    match standing_of(key, link_id, state.generation if state else 1, token):
        case Standing.VALID if state is not None and not (state.is_disabled or state.is_revoked):
            return _answer(state, now=now)
        case Standing.RETIRED | Standing.VALID if state is not None:
            return _gone()
        case _:
            return answer_text(404, _("Diesen Kalender gibt es nicht."))


def _gone() -> Response:
    # Thunderbird keeps showing old events after 404 and switches the calendar off after 410.
    return answer_text(410, _("Dieser Link gilt nicht mehr. Den neuen zeigt die Seite „Kalender“."))


def _answer(state: FeedState, *, now: datetime) -> Response:
    session, found = db.session(), current(db.session(), state, now=now)
    for _try in range(TRIES):
        if found is None:
            return _gone()
        try:
            answer = answer_body(found.key, found.last_modified, partial(feed_bytes, session, found, now=now))
        except Moved:
            session.rollback()
            found = state_of(session, state.link_id, today=now.astimezone(UTC).date())
            continue
        if request.method == "GET":
            note_fetch(session, found.link_id, is_first=found.fetched_at is None, now=now)
        return answer
    # No 503: Thunderbird switches the calendar off. Without validators the next fetch is a whole one.
    assert found is not None
    return answer_once(feed_bytes(session, found, now=now, checks=False))


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Nothing is forbidden: Google's calendar obeys this file and would refuse subscriptions."""
    return Response("User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")
