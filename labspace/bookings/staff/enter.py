"""Staff enter a booking for somebody, ahead or after the fact."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.models import Booking
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.bookings.staff.enter_series import preview_entered
from labspace.bookings.staff.entering import (
    enter_form,
    enter_page,
    person_from,
    search_page,
    spaces_to_enter,
)
from labspace.bookings.staff_forms import EnterForm
from labspace.bookings.views.blueprint import status_of
from labspace.bookings.wishes import Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.actions import open_specially
from labspace.locations.models import Location
from labspace.times import utc_now


@bp.get("/team/<slug>/buchungen/neu")
@staff
def enter(slug: str) -> ResponseReturnValue:
    """First find the person by name or address, then the form."""
    house, now = run_house(slug), utc_now()
    person = person_from(request.args)
    if person is None:
        return search_page(house, request.args.get("wer", ""))
    filled = MultiDict(request.args)
    filled.setdefault("tag", now.astimezone(house.zone).date().isoformat())
    filled.setdefault("personen", "1")
    form = enter_form(house, person, filled, now=now)
    form.once.data = secrets.token_urlsafe(16)
    form.say_day()
    return enter_page(house, person, form)


@bp.post("/team/<slug>/buchungen/neu")
@staff
def save_entered(slug: str) -> ResponseReturnValue:
    """Book for the person, or show the dates of a series.

    A broken house rule passes with a reason, taken time and capacity never.
    """
    house, now = run_house(slug), utc_now()
    person = person_from(request.form)
    if person is None:
        return search_page(house, ""), 422
    form = enter_form(house, person, request.form, now=now)
    form.must_repeat = "serie" in request.form
    if not form.validate():
        return enter_page(house, person, form), 422
    if form.repeats:
        return preview_entered(house, person, form, now=now)
    try:
        booking = _place(house, person, form, now=now)
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return enter_page(house, person, form), status_of(refused)
    db.session.commit()
    flash(_("Eingetragen für %(name)s.", name=booking.booked_by.name), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _place(house: Location, person: User, form: EnterForm, *, now: datetime) -> Booking:
    session, span, reason = db.session(), form.span(), form.reason.data or ""
    space = next(space for space in spaces_to_enter(house, now=now) if space.public_id == form.space.data)
    wish = Wish(span=span, space_ids=(space.id,), details=form.details())
    door = StaffDoor(entered_by=me(), reason=reason, entered_later=bool(form.later.data))
    if form.opens.data:
        open_specially(session, house.id, span=span, reason=reason or form.title.data or "")
    return place_booking(session, wish, booked_by=person, now=now, door=door, once=form.once.data or "")
