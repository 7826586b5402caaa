"""One booking, a series, a day or a week as a file to save."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.calendar_event import GONE, event_of
from labspace.bookings.queries import find_booking
from labspace.bookings.rights import may_see
from labspace.bookings.series.queries import dates_of, find_series
from labspace.calendars.answers import answer_file
from labspace.calendars.concerns import bookings_in
from labspace.calendars.events.facts import Beside, facts_for
from labspace.calendars.events.owner import owner_event
from labspace.calendars.reading import base_url
from labspace.calendars.scopes import personal
from labspace.db import db
from labspace.ical import download_bytes
from labspace.times import TimeSpan
from labspace.words import gettext as _

bp = Blueprint("calendar_files", __name__)

EARLIEST, LATEST = 2000, 2100
"""Years a file may be asked for."""


@bp.get("/buchungen/<reference>.ics")
@signed_in
def booking(reference: str) -> ResponseReturnValue:
    """One booking as a file, for whoever may see it; what is not their own takes none of their time."""
    found, user = find_booking(db.session(), reference), me()
    if found is None or not may_see(db.session(), found, user):
        abort(404)
    if user.runs(found.location_id):
        return answer_file(found.reference, download_bytes(event_of(found, base_url=base_url())))
    facts = facts_for(db.session(), personal(user.id), Beside())
    return answer_file(found.reference, download_bytes(owner_event(found, facts)))


@bp.get("/serien/<series_reference>.ics")
@signed_in
def series(series_reference: str) -> ResponseReturnValue:
    """All dates of a series as a file, cancelled ones as such: read in again, it brings a calendar up to date."""
    found = find_series(db.session(), series_reference)
    if found is None or not (found.booked_by_id == me().id or me().runs(found.location_id)):
        abort(404)
    bookings = [one.booking for one in dates_of(db.session(), found.id) if one.booking is not None]
    events = [event_of(one, base_url=base_url()) for one in bookings]
    return answer_file(found.reference, download_bytes(*events))


@bp.get("/kalender/tage/<iso_day>.ics")
@signed_in
def day(iso_day: str) -> ResponseReturnValue:
    """The person's bookings of one day, `2026-11-24`, or of one week, `2026-W48`, that still stand."""
    window = _days_of(iso_day)
    if window is None:
        abort(404)
    first, last = window
    session, scope = db.session(), personal(me().id)
    # Days are those of each house's own zone; a day more on both sides holds all of them.
    around = TimeSpan.of_days(first - timedelta(days=1), last + timedelta(days=1), zone=ZoneInfo("UTC"))
    facts = facts_for(session, scope, Beside())
    events = [
        owner_event(one, facts)
        for one in bookings_in(session, scope, around=around)
        if one.state not in GONE and one.span.overlaps(TimeSpan.of_days(first, last, zone=one.location.zone))
    ]
    if not events:
        flash(_("In dieser Zeit haben Sie nichts gebucht."), "info")
        return redirect(url_for("calendars.show"), code=303)
    return answer_file(f"stadtlabor-{iso_day}", download_bytes(*events))


def _days_of(text: str) -> tuple[date, date] | None:
    """First and last day of what is named; None for anything that is no day or week of this time."""
    try:
        if len(text) == 10:
            first = last = date.fromisoformat(text)
        elif len(text) == 8 and text[4:6] == "-W":
            first = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
            last = first + timedelta(days=6)
        else:
            return None
    except ValueError:
        return None
    return (first, last) if EARLIEST <= first.year <= LATEST else None
