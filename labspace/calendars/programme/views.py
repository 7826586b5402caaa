"""The programme by plain addresses, for calendars; and one event as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from sqlalchemy import select

from labspace.access import public
from labspace.calendars.answers import CALENDAR, CalendarResponse, answer_body
from labspace.calendars.ground import names_of
from labspace.calendars.programme.events import public_calendar_event
from labspace.calendars.programme.feeds import rewrite_programme, scope_of
from labspace.calendars.programme.queries import programme_events, programme_state
from labspace.db import db
from labspace.events.programme.models import PublicEvent
from labspace.events.programme.queries import public_text_of
from labspace.ical import END, CalendarHeader, download_bytes, header_bytes
from labspace.spaces.house import House
from labspace.spaces.houses import find_house, houses
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("programme_feeds", __name__)


@bp.get("/programm.ics")
@public
def all_houses() -> ResponseReturnValue:
    """What is on in all houses."""
    return _feed(houses(db.session()), None, "/programm")


@bp.get("/standorte/<slug>/programm.ics")
@public
def house(slug: str) -> ResponseReturnValue:
    """What is on in one house."""
    found = find_house(db.session(), slug) or abort(404)
    return _feed([found], found.id, f"/standorte/{found.slug}/programm")


@bp.get("/programm/<programme_id>.ics")
@public
def event(programme_id: str) -> ResponseReturnValue:
    """One public event as a file."""
    session, now = db.session(), utc_now()
    if not programme_id.isalnum():
        abort(404)
    booking_id = session.scalar(select(PublicEvent.booking_id).where(PublicEvent.public_id == programme_id))
    text = public_text_of(session, booking_id) if booking_id is not None else None
    found = public_calendar_event(text, base_url=_base_url(), now=now) if text else None
    if found is None:
        abort(404)
    answer = CalendarResponse(download_bytes(found), content_type=CALENDAR)
    answer.headers["Content-Disposition"] = f'attachment; filename="programm-{programme_id}.ics"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _feed(shown: Sequence[House], location_id: int | None, path: str) -> Response:
    now, locale = utc_now(), "en" if request.args.get("lang") == "en" else "de"
    today, session, scope = now.astimezone(UTC).date(), db.session(), scope_of(location_id)
    basis = names_of(session, tuple(sorted((house.id, house.revision) for house in shown)))
    state = programme_state(session, scope, locale, today=today)
    if state is None or not state.rests_on(basis):
        rewrite_programme(session, location_id, locale, basis=basis, now=now)
        session.commit()
        state = programme_state(session, scope, locale, today=today)
    assert state is not None
    known = state
    with force_locale(locale):
        header = CalendarHeader(
            name=known.name,
            description=_("Demonstration – frei erfunden") if known.is_demo else "",
            url=_base_url().rstrip("/") + path,
        )
    return answer_body(
        known.key,
        known.last_modified,
        lambda: header_bytes(header) + programme_events(session, known.feed_id, today=today) + END,
        is_public=True,
    )


def _base_url() -> str:
    return str(current_app.extensions["labspace.settings"].base_url)
