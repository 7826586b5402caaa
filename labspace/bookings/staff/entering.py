"""Whom staff enter bookings for, and the form; shared by single bookings and series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from labspace.accounts.models import User
from labspace.accounts.queries import find_people
from labspace.bookings.queries import organisations_of
from labspace.bookings.staff_forms import EnterForm, choices_by_kind
from labspace.db import db
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of

MOST_FOUND = 20


def person_from(values: MultiDict[str, str]) -> User | None:
    """The active person that was chosen; None if there is none."""
    text = values.get("person", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
    person = db.session.get(User, number) if number else None
    return person if person is not None and person.is_active else None


def spaces_to_enter(house: Location, *, now: datetime) -> Sequence[Space]:
    """What staff book by this form: everything but pop-up slots."""
    found = spaces_of(db.session(), [house.id], on=now.astimezone(house.zone).date())
    return [space for space in found if space.kind is not SpaceKind.POPUP_SLOT]


def enter_form(house: Location, person: User, values: MultiDict[str, str], *, now: datetime) -> EnterForm:
    """The form filled with `values`, for this person, in the time of the house."""
    form = EnterForm(formdata=values)
    form.at(now, zone=house.zone)
    form.space.choices = choices_by_kind(spaces_to_enter(house, now=now))
    form.offer(organisations_of(db.session(), person.id))
    return form


def search_page(house: Location, words: str) -> str:
    """Where the person is looked for; what was known of the booking already is kept."""
    wanted = " ".join(words.split())[:100]
    wanted = wanted if wanted.isprintable() else ""
    found = find_people(db.session(), wanted, MOST_FOUND) if wanted else []
    kept = {name: request.args[name] for name in ("flaeche", "tag", "von", "bis") if name in request.args}
    return render_template(
        "bookings/staff/find_person.html", house=house, wanted=wanted, found=found, kept=kept
    )


def enter_page(house: Location, person: User, form: EnterForm) -> str:
    """The form."""
    return render_template("bookings/staff/enter.html", house=house, person=person, form=form)
