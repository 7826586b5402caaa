"""Staff enter a booking for somebody, ahead or after the fact."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.accounts.models import User
from labspace.accounts.queries import find_people
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.models import Booking
from labspace.bookings.queries import organisations_of
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.bookings.staff_forms import EnterForm, choices_by_kind
from labspace.bookings.views.blueprint import status_of
from labspace.bookings.wishes import Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.actions import open_specially
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now

MOST_FOUND = 20


@bp.get("/team/<slug>/buchungen/neu")
@staff
def enter(slug: str) -> ResponseReturnValue:
    """First find the person by name or address, then the form."""
    house, now = run_house(slug), utc_now()
    person = _person(request.args)
    if person is None:
        return _search(house, request.args.get("wer", ""))
    filled = {"tag": now.astimezone(house.zone).date().isoformat(), "personen": "1", **request.args}
    form = _form(house, person, MultiDict(filled), now=now)
    form.once.data = secrets.token_urlsafe(16)
    form.say_day()
    return _page(house, person, form)


@bp.post("/team/<slug>/buchungen/neu")
@staff
def save_entered(slug: str) -> ResponseReturnValue:
    """Book for the person; a broken house rule passes with a reason, taken time and capacity never."""
    house, now = run_house(slug), utc_now()
    person = _person(request.form)
    if person is None:
        return _search(house, ""), 422
    form = _form(house, person, request.form, now=now)
    if not form.validate():
        return _page(house, person, form), 422
    try:
        booking = _place(house, person, form, now=now)
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _page(house, person, form), status_of(refused)
    db.session.commit()
    flash(_("Eingetragen für %(name)s.", name=booking.booked_by.name), "success")
    return redirect(url_for("bookings.show", reference=booking.reference), code=303)


def _place(house: Location, person: User, form: EnterForm, *, now: datetime) -> Booking:
    session, span, reason = db.session(), form.span(), form.reason.data or ""
    space = next(space for space in _spaces(house, now=now) if space.public_id == form.space.data)
    wish = Wish(span=span, space_ids=(space.id,), details=form.details())
    door = StaffDoor(entered_by=me(), reason=reason, entered_later=bool(form.later.data))
    if form.opens.data:
        open_specially(session, house.id, span=span, reason=reason or form.title.data or "")
    return place_booking(session, wish, booked_by=person, now=now, door=door, once=form.once.data or "")


def _person(values: MultiDict[str, str]) -> User | None:
    text = values.get("person", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
    person = db.session.get(User, number) if number else None
    return person if person is not None and person.is_active else None


def _spaces(house: Location, *, now: datetime) -> Sequence[Space]:
    found = spaces_of(db.session(), [house.id], on=now.astimezone(house.zone).date())
    return [space for space in found if space.kind is not SpaceKind.POPUP_SLOT]


def _form(house: Location, person: User, values: MultiDict[str, str], *, now: datetime) -> EnterForm:
    form = EnterForm(formdata=values)
    form.at(now, zone=house.zone)
    form.space.choices = choices_by_kind(_spaces(house, now=now))
    form.offer(organisations_of(db.session(), person.id))
    return form


def _search(house: Location, words: str) -> str:
    wanted = " ".join(words.split())[:100]
    wanted = wanted if wanted.isprintable() else ""
    found = find_people(db.session(), wanted, MOST_FOUND) if wanted else []
    kept = {name: request.args[name] for name in ("flaeche", "tag", "von", "bis") if name in request.args}
    return render_template(
        "bookings/staff/find_person.html", house=house, wanted=wanted, found=found, kept=kept
    )


def _page(house: Location, person: User, form: EnterForm) -> str:
    return render_template("bookings/staff/enter.html", house=house, person=person, form=form)
