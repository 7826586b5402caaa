"""The calendar page, the personal feed, and one booking as a file."""

from __future__ import annotations

from datetime import UTC, timedelta

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from labspace.access import me, public, signed_in, visitor
from labspace.bookings.calendar_event import event_of
from labspace.bookings.queries import find_booking
from labspace.bookings.rights import may_change
from labspace.bookings.series_queries import dates_of, find_series
from labspace.calendars.answers import CALENDAR, answer_feed, answer_text
from labspace.calendars.feeds import open_feed, renew_link, rewrite
from labspace.calendars.links import Standing, standing_of, token_of
from labspace.calendars.models import CalendarFeed
from labspace.calendars.queries import FeedState, state_of
from labspace.calendars.shown import SubscriptionPage, fetched_text
from labspace.db import begin_write, db
from labspace.ical import CalendarHeader, download_bytes
from labspace.times import utc_now

bp = Blueprint("calendars", __name__)

FETCH_NOTED_EVERY = timedelta(hours=1)
"""Noting every fetch would make each a write."""


@bp.get("/kalender")
@public
def show() -> ResponseReturnValue:
    """What the personal feed holds and how to subscribe; to visitors, what they would get."""
    user = visitor()
    if user is None:
        return render_template("calendars/visitor.html")
    feed = open_feed(db.session(), user, now=utc_now())
    db.session.commit()
    page = SubscriptionPage(url=_link_of(feed), fetched=fetched_text(feed.fetched_at))
    return render_template("calendars/show.html", page=page)


@bp.post("/kalender/link")
@signed_in
def renew() -> ResponseReturnValue:
    """A new link; the old one answers 410 from now on."""
    renew_link(db.session(), me(), now=utc_now())
    db.session.commit()
    flash(_("Sie haben einen neuen Link. Der alte gilt nicht mehr."), "success")
    return redirect(url_for("calendars.show"), code=303)


@bp.get("/kalender/<int:feed_id>-<token>.ics")
@public
def feed(feed_id: int, token: str) -> ResponseReturnValue:
    """The personal feed for whoever has its link."""
    now = utc_now()
    state = state_of(db.session(), feed_id, today=now.astimezone(UTC).date())
    match standing_of(_key(), feed_id, state.generation if state else 1, token):
        case Standing.VALID if state is not None and not state.is_disabled:
            return _answer(state)
        case Standing.RETIRED | Standing.VALID if state is not None:
            return answer_text(410, _("Dieser Link gilt nicht mehr. Den neuen zeigt die Seite „Kalender“."))
        case _:
            return answer_text(404, _("Diesen Kalender gibt es nicht."))


@bp.get("/buchungen/<reference>.ics")
@signed_in
def download(reference: str) -> ResponseReturnValue:
    """One booking as a file, for whoever booked it and the staff of its house."""
    booking = find_booking(db.session(), reference)
    if booking is None or not may_change(booking, me()):
        abort(404)
    event = event_of(booking, base_url=_base_url())
    response = Response(download_bytes(event), content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="{booking.reference}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/serien/<series_reference>.ics")
@signed_in
def download_series(series_reference: str) -> ResponseReturnValue:
    """All dates of a series as a file, cancelled ones as such: read in again, it brings a calendar up to date."""
    series = find_series(db.session(), series_reference)
    if series is None or not (series.booked_by_id == me().id or me().runs(series.location_id)):
        abort(404)
    bookings = [one.booking for one in dates_of(db.session(), series.id) if one.booking is not None]
    events = [event_of(booking, base_url=_base_url()) for booking in bookings]
    response = Response(download_bytes(*events), content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="{series.reference}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Nothing is forbidden: Google's calendar obeys this file and would refuse subscriptions."""
    return Response("User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")


def _answer(state: FeedState) -> Response:
    now = utc_now()
    if state.is_outdated:
        rewrite(db.session(), state.user_id, now=now)
        db.session.commit()
        state = state_of(db.session(), state.feed_id, today=now.astimezone(UTC).date()) or state
    with force_locale(state.locale):
        header = CalendarHeader(
            name=_("Meine Buchungen – Stadtlabor"),
            description=_("Demonstration – frei erfunden") if state.is_demo else "",
            url=f"{_base_url().rstrip('/')}/kalender",
        )
    response = answer_feed(state, header=header, now=now)
    _note_fetch(state)
    return response


def _note_fetch(state: FeedState) -> None:
    now = utc_now()
    if request.method != "GET" or (state.fetched_at and now - state.fetched_at < FETCH_NOTED_EVERY):
        return
    try:
        begin_write(db.session())
        db.session.get_one(CalendarFeed, state.feed_id).fetched_at = now
        db.session.commit()
    except OperationalError:
        # A busy database must not keep a calendar from its answer.
        db.session.rollback()


def _link_of(feed: CalendarFeed) -> str:
    token = token_of(_key(), feed.id, feed.generation)
    return f"{_base_url().rstrip('/')}{url_for('calendars.feed', feed_id=feed.id, token=token)}"


def _key() -> str | bytes:
    return current_app.secret_key or ""


def _base_url() -> str:
    return str(current_app.extensions["labspace.settings"].base_url)
