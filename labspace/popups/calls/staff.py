"""Calls as the team of a house keeps them."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, staff
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.popups.calls.actions import (
    USUAL_CRITERIA,
    change_call,
    end_call,
    make_call,
    reopen_call,
)
from labspace.popups.calls.forms import CallForm, values_of
from labspace.popups.calls.models import PopupCall
from labspace.popups.calls.queries import calls_of, find_call, handed_in_counts
from labspace.popups.calls.states import CallStatus
from labspace.popups.shown import call_facts, call_title, count_text
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("popup_calls_staff", __name__)

ADDRESS = "/team/<slug>/pop-up"
ONE = "/team/<slug>/pop-up/ausschreibungen/<int:call_id>"


@bp.get(ADDRESS + "/ausschreibungen")
@staff
def index(slug: str) -> ResponseReturnValue:
    """The calls of a house and how many applications each has."""
    house, now = _house(slug), utc_now()
    counts = handed_in_counts(db.session(), house.id)
    rows = [
        (
            call_title(call),
            call.status(now).label,
            call_facts(call)[1][1],
            count_text(counts.get(call.id, 0)),
            url_for("popup_review.applications", slug=slug, call_id=call.id),
            url_for("popup_calls_staff.edit", slug=slug, call_id=call.id),
        )
        for call in calls_of(db.session(), house.id)
    ]
    return render_template("popups/calls/staff/index.html", house=house, rows=rows)


@bp.get(ADDRESS + "/ausschreibungen/neu")
@staff
def new(slug: str) -> ResponseReturnValue:
    """An empty call with the usual criteria."""
    house = _house(slug)
    values: dict[str, object] = {}
    for number, criterion in enumerate(USUAL_CRITERIA, start=1):
        values |= {f"criterion_{number}": criterion.name, f"weight_{number}": criterion.weight}
    form = CallForm(formdata=None, data=values)
    form.name_anew()
    return _page(house, None, form)


@bp.post(ADDRESS + "/ausschreibungen/neu")
@staff
def create(slug: str) -> ResponseReturnValue:
    """Keep it, or publish it at once."""
    house, form = _house(slug), CallForm()
    _offer(house, form)
    if not form.validate():
        return _page(house, None, form), 422
    publish = "veroeffentlichen" in request.form
    try:
        make_call(
            db.session(),
            house.id,
            form.terms(),
            by=me(),
            now=utc_now(),
            publish=publish,
            once=form.once.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _page(house, None, form), status_of(refused)
    db.session.commit()
    flash(_("Die Ausschreibung ist veröffentlicht.") if publish else _("Die Ausschreibung ist gespeichert."))
    return redirect(url_for("popup_calls_staff.index", slug=slug), code=303)


@bp.get(ONE)
@staff
def edit(slug: str, call_id: int) -> ResponseReturnValue:
    """A call to change or to end."""
    house = _house(slug)
    call = _call(house, call_id)
    return _page(house, call, CallForm(formdata=None, data=values_of(call)))


@bp.post(ONE)
@staff
def save(slug: str, call_id: int) -> ResponseReturnValue:
    """Say it anew."""
    house, form = _house(slug), CallForm()
    call = _call(house, call_id)
    _offer(house, form)
    if not form.validate():
        return _page(house, call, form), 422
    try:
        publish = "veroeffentlichen" in request.form
        change_call(db.session(), call_id, form.terms(), by=me(), now=utc_now(), publish=publish)
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _page(house, call, form), status_of(refused)
    db.session.commit()
    flash(_("Die Ausschreibung ist gespeichert."), "success")
    return redirect(url_for("popup_calls_staff.index", slug=slug), code=303)


@bp.post(ONE + "/ende")
@staff
def end(slug: str, call_id: int) -> ResponseReturnValue:
    """Take no more applications."""
    _call(_house(slug), call_id)
    end_call(db.session(), call_id, by=me(), now=utc_now())
    db.session.commit()
    flash(_("Die Ausschreibung ist beendet. Begonnene Entwürfe bleiben erhalten."), "success")
    return redirect(url_for("popup_calls_staff.index", slug=slug), code=303)


@bp.post(ONE + "/wiedereroeffnung")
@staff
def reopen(slug: str, call_id: int) -> ResponseReturnValue:
    """Take applications again."""
    _call(_house(slug), call_id)
    reopen_call(db.session(), call_id, by=me(), now=utc_now())
    db.session.commit()
    flash(_("Die Ausschreibung nimmt wieder Bewerbungen an."), "success")
    return redirect(url_for("popup_calls_staff.index", slug=slug), code=303)


def _house(slug: str) -> Location:
    house = (find_location(db.session(), slug) if slug.isprintable() else None) or abort(404)
    must_run(house.id)
    return house


def _call(house: Location, call_id: int) -> PopupCall:
    call = find_call(db.session(), call_id)
    if call is None or call.location_id != house.id:
        abort(404)
    return call


def _offer(house: Location, form: CallForm) -> None:
    today = _today(house, utc_now())
    slots = spaces_of(db.session(), [house.id], on=today, kind=SpaceKind.POPUP_SLOT)
    form.offer([(slot, space_name(slot)) for slot in slots], today=today, zone=house.zone)


def _today(house: Location, now: datetime) -> date:
    return now.astimezone(house.zone).date()


def _page(house: Location, call: PopupCall | None, form: CallForm) -> str:
    _offer(house, form)
    status = call.status(utc_now()) if call else CallStatus.DRAFT
    return render_template(
        "popups/calls/staff/edit.html",
        house=house,
        call=call,
        title=call_title(call) if call else _("Neue Ausschreibung"),
        form=form,
        status=status,
        may_publish=call is None or call.published_at is None,
        may_end=call is not None and status in {CallStatus.OPEN, CallStatus.PLANNED},
        may_reopen=call is not None and call.closed_at is not None,
        may_change=call is None or status is not CallStatus.OVER,
    )
