"""Asking for an event area: which areas fit, every reason against the wish, and the request itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, signed_in
from labspace.bookings.queries import organisations_of
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.actions import request_events
from labspace.events.catering import catering_choices
from labspace.events.drafts import EventDraft, drafts_of, find_draft, put_aside, throw_away
from labspace.events.equipment.queries import things_on
from labspace.events.forms import EventForm, form_of_house
from labspace.events.queries import event_areas, houses_with_event_areas
from labspace.events.request_page import Place, fits_of, page_of
from labspace.events.terms import house_rules_version
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.spaces.houses import houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.queries import find_space
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

bp = Blueprint("events", __name__)


@bp.get("/veranstaltungen/anfrage")
@signed_in
def new() -> ResponseReturnValue:
    """The form, filled in from a link or a draft; with a time, each area says whether it fits."""
    now, values = utc_now(), MultiDict(request.args)
    if "entwurf" in values:
        values = _values_of(_own_draft(values["entwurf"]))
    place = _place(values, now=now)
    if place is None:
        return _choose_house(now=now)
    if not place.areas:
        return _choose_house(now=now, without=place.row), 404
    asks = {"tag", "von", "bis", "personen"} <= {name for name, value in values.items() if value}
    form = _form(place, _with_defaults(place, values), now=now)
    form.once.data = secrets.token_urlsafe(16)
    form.say_day()
    return page_of(db.session(), place, form, now=now, checks=asks)


@bp.post("/veranstaltungen/anfrage")
@signed_in
def create() -> ResponseReturnValue:
    """Place the options; refused, the page comes back with every reason and all that was typed."""
    now, session = utc_now(), db.session()
    values = _switched(request.form)
    place = _place(values, now=now)
    if place is None or not place.areas:
        abort(404)
    form = _form(place, values, now=now)
    if "sichern" in request.form:
        return _put_aside(place, now=now)
    if "pruefen" in request.form or "wechsel" in request.form:
        return page_of(session, place, form, now=now, checks=True)
    if not _is_complete(place, form, now=now):
        return page_of(session, place, form, now=now), 422
    try:
        spans = form.spans()
        candidate = place.candidate(form.space.data, spans[0])
        asked = request_events(
            session,
            [form.wish(span, candidate.space_ids if candidate else ()) for span in spans],
            form.event_details(),
            booked_by=me(),
            now=now,
            once=form.once.data or "",
        )
        if form.draft_id() is not None:
            throw_away(session, form.draft_id() or 0, user_id=me().id)
    except Refused as refused:
        session.rollback()
        return _refused(place, form, refused, now=now)
    session.commit()
    flash(
        ngettext(
            "Ihre Anfrage ist eingegangen und steht jetzt als Option.",
            "Ihre Anfrage ist eingegangen; jeder der %(num)d Termine steht jetzt als Option.",
            len(asked),
        ),
        "success",
    )
    return redirect(url_for("bookings.show", reference=asked[0].booking.reference), code=303)


@bp.post("/veranstaltungen/entwuerfe/<int:draft_id>/verwerfung")
@signed_in
def drop_draft(draft_id: int) -> ResponseReturnValue:
    """Throw away what was put aside."""
    _own_draft(str(draft_id))
    throw_away(db.session(), draft_id, user_id=me().id)
    db.session.commit()
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(url_for("events.new"), code=303)


def _put_aside(place: Place, *, now: datetime) -> ResponseReturnValue:
    known = request.form.get("entwurf", "")
    kept = {
        name: [value[:5000] for value in values[:20]]
        for name, values in list(request.form.lists())[:80]
        if name not in {"csrf_token", "once", "sichern", "entwurf"}
    }
    draft = put_aside(
        db.session(),
        kept,
        user=me(),
        house=place.row,
        draft_id=int(known) if _is_id(known) else None,
        now=now,
    )
    db.session.commit()
    flash(_("Der Entwurf ist gesichert. Er reserviert noch nichts."), "success")
    return redirect(url_for("events.new", entwurf=draft.id), code=303)


def _own_draft(text: str) -> EventDraft:
    draft = find_draft(db.session(), int(text), user_id=me().id) if _is_id(text) else None
    return draft or abort(404)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _values_of(draft: EventDraft) -> MultiDict[str, str]:
    values: MultiDict[str, str] = MultiDict(
        [(name, value) for name, some in draft.values.items() for value in some]
    )
    values["standort"], values["entwurf"] = draft.location.slug, str(draft.id)
    return values


def _switched(values: Mapping[str, str]) -> MultiDict[str, str]:
    """What was typed, with house, area and seating of an offer that was taken."""
    switched: MultiDict[str, str] = MultiDict(values)
    parts = switched.get("wechsel", "").split("|")
    if len(parts) == 3:
        switched["standort"], switched["flaeche"], switched["bestuhlung"] = parts
    return switched


def _place(values: MultiDict[str, str], *, now: datetime) -> Place | None:
    """The house of `standort` or of `flaeche`; None if neither is named; 404 for what does not exist."""
    slug, public_id, session = values.get("standort", ""), values.get("flaeche", ""), db.session()
    row = None
    if slug:
        row = (find_location(session, slug) if slug.isprintable() else None) or abort(404)
    elif public_id:
        first = public_id.partition("+")[0]
        space = (find_space(session, first) if first.isprintable() else None) or abort(404)
        if space.kind is not SpaceKind.EVENT_AREA:
            abort(404)
        row = space.location
    if row is None:
        return None
    house = houses_named(session, [row.id])[row.id]
    return Place(row, house, event_areas(session, row.id, on=now.astimezone(row.zone).date()))


def _choose_house(*, now: datetime, without: Location | None = None) -> str:
    session = db.session()
    houses = houses_with_event_areas(session, on=now.date())
    drafts = drafts_of(session, me().id)
    return render_template("events/choose_house.html", houses=houses, without=without, drafts=drafts)


def _form(place: Place, values: MultiDict[str, str], *, now: datetime) -> EventForm:
    session, today = db.session(), now.astimezone(place.house.zone).date()
    form_type = form_of_house(
        things_on(session, place.row.id, on=today), catering_choices(session, place.row.id, on=today)
    )
    form = form_type(formdata=values)
    form.at(now, zone=place.house.zone)
    form.offer(organisations_of(session, me().id), name=me().name)
    form.show_rules(house_rules_version(session, place.row.id, on=today))
    return form


def _is_complete(place: Place, form: EventForm, *, now: datetime) -> bool:
    """Whether all is typed; if not, also the rules that the wish breaks are told."""
    passed, span = form.validate(), form.find_span()
    candidate = place.candidate(form.space.data, span) if span is not None else None
    if form.space.data and span is not None and candidate is None:
        form.space.errors = [*form.space.errors, _("Bitte eine Fläche aus der Liste wählen.")]
        return False
    if not passed:
        for some in fits_of(db.session(), place, form, now=now).values():
            for fit in some:
                if fit.candidate == candidate:
                    form.show_refused(fit.refusals)
    return passed


def _refused(place: Place, form: EventForm, refused: Refused, *, now: datetime) -> ResponseReturnValue:
    if "idempotency_key_reused" in refused.codes:
        form.once.data = secrets.token_urlsafe(16)
    form.show_refused(refused.refusals)
    return page_of(db.session(), place, form, now=now), status_of(refused)


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
