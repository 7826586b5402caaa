"""The blueprint the pages of foreign calendars hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from labspace.busy.kinds import MOST_BYTES
from labspace.busy.models import BusyCalendar
from labspace.busy.queries import find_calendar
from labspace.busy.words import sentences
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location

bp = Blueprint("busy_staff", __name__)

MOST_FORM = MOST_BYTES + 100_000
"""Bytes of a form with a calendar file in it."""
PATIENCE = 8.0
"""Seconds a person waits for a calendar while looking at a page."""


def house_calendar(house: Location, calendar_id: int) -> BusyCalendar:
    """A calendar of this house; those of other houses are not found here."""
    calendar = find_calendar(db.session(), house.id, calendar_id)
    if calendar is None:
        abort(404)
    return calendar


def to_list(slug: str) -> ResponseReturnValue:
    return redirect(url_for("busy_staff.index", slug=slug), code=303)


def to_calendar(slug: str, calendar_id: int) -> ResponseReturnValue:
    return redirect(url_for("busy_staff.show", slug=slug, calendar_id=calendar_id), code=303)


def say_refused(refused: Refused) -> None:
    """Take back what was begun, and say why on the next page."""
    db.session.rollback()
    for sentence in sentences(refused.refusals):
        flash(sentence, "warning")
