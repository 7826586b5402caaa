"""Asking for an event area: which areas fit, every reason against the wish, and the request itself."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, signed_in
from labspace.bookings.actions.claims import core_span
from labspace.bookings.priced import amount_of, no_invoice, price_of_wish
from labspace.bookings.queries import organisations_of
from labspace.bookings.views.blueprint import status_of
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.events.actions import request_event
from labspace.events.areas import AreaChoice, area_choices
from labspace.events.catering import catering_choices
from labspace.events.equipment.queries import shelf_of, things_on
from labspace.events.forms import EventForm, form_of_house
from labspace.events.queries import event_areas, fitting_areas, houses_with_event_areas
from labspace.events.terms import event_terms
from labspace.formats import euro_text
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import find_space
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("events", __name__)


@dataclass(frozen=True)
class Place:
    """The house asked, its event areas today, and the one that was picked on the plan."""

    house: Location
    areas: Sequence[Space]


@bp.get("/veranstaltungen/anfrage")
@signed_in
def new() -> ResponseReturnValue:
    """The form, filled in from the plan's link; with a time, each area says whether it fits."""
    now, values = utc_now(), MultiDict(request.args)
    place = _place(values, now=now)
    if place is None:
        return _choose_house(now=now)
    if not place.areas:
        return _choose_house(now=now, without=place.house), 404
    asks = {"tag", "von", "bis", "personen"} <= set(values)
    form = _form(place, _with_defaults(place, values), now=now)
    form.once.data = secrets.token_urlsafe(16)
    form.say_day()
    return _page(place, form, now=now, checks=asks)


@bp.post("/veranstaltungen/anfrage")
@signed_in
def create() -> ResponseReturnValue:
    """Place the option; refused, the page comes back with every reason and all that was typed."""
    now = utc_now()
    place = _place(request.form, now=now)
    if place is None or not place.areas:
        abort(404)
    form = _form(place, request.form, now=now)
    if "pruefen" in request.form:
        return _page(place, form, now=now, checks=True)
    area = next((area for area in place.areas if area.public_id == form.space.data), None)
    if not form.validate() or area is None:
        if area is None and form.space.data:
            form.space.errors = [*form.space.errors, _("Bitte eine Fläche aus der Liste wählen.")]
        _name_broken_rules(form, area, now=now)
        return _page(place, form, now=now), 422
    try:
        asked = request_event(
            db.session(),
            form.wish(form.span(), area.id),
            form.event_details(),
            booked_by=me(),
            now=now,
            once=form.once.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        return _refused(place, form, refused, now=now)
    db.session.commit()
    flash(_("Ihre Anfrage ist eingegangen und steht jetzt als Option."), "success")
    return redirect(url_for("bookings.show", reference=asked.booking.reference), code=303)


def _place(values: MultiDict[str, str], *, now: datetime) -> Place | None:
    """The house of `standort` or of `flaeche`; None if neither is named; 404 for what does not exist."""
    slug, public_id, session = values.get("standort", ""), values.get("flaeche", ""), db.session()
    house = None
    if slug:
        house = (find_location(session, slug) if slug.isprintable() else None) or abort(404)
    elif public_id:
        space = (find_space(session, public_id) if public_id.isprintable() else None) or abort(404)
        if space.kind is not SpaceKind.EVENT_AREA:
            abort(404)
        house = space.location
    if house is None:
        return None
    return Place(house, event_areas(session, house.id, on=now.astimezone(house.zone).date()))


def _choose_house(*, now: datetime, without: Location | None = None) -> str:
    houses = houses_with_event_areas(db.session(), on=now.date())
    return render_template("events/choose_house.html", houses=houses, without=without)


def _form(place: Place, values: MultiDict[str, str], *, now: datetime) -> EventForm:
    day = now.astimezone(place.house.zone).date()
    things = things_on(db.session(), place.house.id, on=day)
    dishes = catering_choices(db.session(), place.house.id, on=day)
    form = form_of_house(things, dishes)(formdata=values)
    form.at(now, zone=place.house.zone)
    form.offer(organisations_of(db.session(), me().id), name=me().name)
    return form


def _refused(place: Place, form: EventForm, refused: Refused, *, now: datetime) -> ResponseReturnValue:
    if "idempotency_key_reused" in refused.codes:
        form.once.data = secrets.token_urlsafe(16)
    form.show_refused(refused.refusals)
    return _page(place, form, now=now), status_of(refused)


def _with_defaults(place: Place, values: MultiDict[str, str]) -> MultiDict[str, str]:
    """The address's values and what a first look at the form shows besides them."""
    filled = MultiDict(values)
    area = next((area for area in place.areas if area.public_id == values.get("flaeche")), place.areas[0])
    defaults = {"aufbau": "0", "abbau": "0", "zugang": "closed"}
    if area.layouts:
        defaults["bestuhlung"] = area.layouts[0].layout.value
    for name, value in defaults.items():
        filled.setdefault(name, value)
    return filled


def _name_broken_rules(form: EventForm, area: Space | None, *, now: datetime) -> None:
    """Beside what is wrong in the form, say which rules of the house the wish breaks too."""
    if area is None or (wish := _wish(form)) is None:
        return
    for fit in fitting_areas(db.session(), [area], wish, now=now):
        form.show_refused(fit.refusals)


def _wish(form: EventForm) -> Wish | None:
    """What areas are judged by; None as long as time, people or seating are missing."""
    span = form.find_span()
    if span is None or not form.people.data or form.layout.data is None:
        return None
    return Wish(
        span=span,
        setup_minutes=form.setup.data or 0,
        teardown_minutes=form.teardown.data or 0,
        details=Details(people=form.people.data, layout=form.layout.data),
    )


def _choices(place: Place, form: EventForm, *, now: datetime) -> list[AreaChoice]:
    """The areas to choose from; where time, people and seating are typed, each with how it suits."""
    if (wish := _wish(form)) is None:
        return area_choices(place.areas, layout=None)
    fits = fitting_areas(db.session(), place.areas, wish, now=now)
    return area_choices(fits, layout=wish.details.layout)


def _priced(place: Place, form: EventForm, choices: Sequence[AreaChoice]) -> list[AreaChoice]:
    """The choices with what each would cost whoever asks."""
    span, organisation, session = form.find_span(), form.chosen_organisation(), db.session()
    prices = {
        area.public_id: price_of_wish(session, [area], span, organisation=organisation)
        for area in place.areas
    }
    return [
        replace(choice, price=amount_of(price)) if (price := prices.get(choice.value)) else choice
        for choice in choices
    ]


def _say_prices(form: EventForm) -> None:
    for dish, people, _clock in form.catering_fields():
        if dish.per_person_cents is not None:
            people.description = _("%(price)s je Person", price=euro_text(dish.per_person_cents))


def _say_free(place: Place, form: EventForm) -> None:
    """Say beside each thing how many the house has, or are free at the time that was typed."""
    span = form.find_span()
    if span is None:
        for thing, number in form.equipment_fields():
            number.description = _("%(number)d vorhanden", number=thing.number)
        return
    core = core_span(span, setup_minutes=form.setup.data or 0, teardown_minutes=form.teardown.data or 0)
    shelf = shelf_of(db.session(), place.house, core)
    for thing, number in form.equipment_fields():
        number.description = _(
            "%(free)d von %(number)d frei", free=shelf.free(thing.code, core), number=thing.number
        )


def _check(form: EventForm) -> None:
    """Say what is wrong with time, people or seating, and nothing else yet."""
    if form.checks_wish():
        try:
            form.span()
        except Refused as refused:
            form.show_refused(refused.refusals)


def _page(place: Place, form: EventForm, *, now: datetime, checks: bool = False) -> str:
    if checks:
        _check(form)
    _say_prices(form)
    _say_free(place, form)
    choices = _priced(place, form, _choices(place, form, now=now))
    form.space.choices = [(choice.value, choice.text) for choice in choices]
    if not form.space.data:
        form.space.data = next((choice.value for choice in choices if choice.may_be_asked), None)
    zone = place.house.zone
    return render_template(
        "events/request.html",
        house=place.house,
        form=form,
        choices=choices,
        no_invoice=no_invoice() if any(choice.price for choice in choices) else "",
        is_checked=any(choice.is_checked for choice in choices),
        areas=place.areas,
        last_day=(now + timedelta(days=540)).astimezone(zone).date(),
        option_days=event_terms(db.session(), place.house.id, on=now.astimezone(zone).date()).option_days,
    )
