"""The team's page of closures: when the house is shut beyond its weekly hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.staff.blueprint import keep_house, run_house
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched, close_houses, reopen_house
from labspace.houses.forms import ClosureForm
from labspace.houses.models import CLOSING
from labspace.houses.queries import changes_of, closures_ahead, find_closure, fingerprint
from labspace.houses.sentences import sentence
from labspace.houses.shown import shown_change, shown_time
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.times import utc_now
from labspace.words import ngettext

bp = Blueprint("houses_staff", __name__)


@bp.get("/team/<slug>/schliessungen")
@staff
def closures(slug: str) -> ResponseReturnValue:
    """What is closed now and later, what was changed, and the form for another closure."""
    house, now = run_house(slug), utc_now()
    filled = MultiDict({"tag": "", "von": "0:00", "bis": "24:00", **request.args})
    return _page(house, _form(house, filled, now=now), [], now=now)


@bp.post("/team/<slug>/schliessungen")
@staff
def close(slug: str) -> ResponseReturnValue:
    """Close; while bookings nobody has looked at lie in the time, show them and ask what becomes of them."""
    house, now = keep_house(slug), utc_now()
    form = _form(house, request.form, now=now)
    if not form.validate():
        return _page(house, form, [], now=now), 422
    chosen = [one.id for one in _houses() if one.slug in (form.houses.data or ())]
    try:
        made = close_houses(
            db.session(),
            chosen,
            span=form.span(),
            reason=form.reason.data or "",
            reason_en=form.reason_en.data or "",
            seen=form.seen.data or "",
            cancels=form.cancels,
            by=me(),
            now=now,
        )
    except BookingsTouched as touched:
        found = [shown(booking) for booking in touched.bookings]
        form.seen.data = fingerprint(touched.bookings)
        form.seen.raw_data = None
        db.session.rollback()
        return _page(house, form, found, now=now), 409
    except Refused as refused:
        db.session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        return _page(house, form, [], now=now), status_of(refused)
    db.session.commit()
    flash(
        ngettext("Das Haus ist dann geschlossen.", "%(num)d Häuser sind dann geschlossen.", len(made)),
        "success",
    )
    return redirect(url_for("houses_staff.closures", slug=house.slug), code=303)


@bp.post("/team/<slug>/schliessungen/<int:closure_id>/aufhebung")
@staff
def reopen(slug: str, closure_id: int) -> ResponseReturnValue:
    """Take a closure back."""
    house, session = keep_house(slug), db.session()
    closure, back = find_closure(session, closure_id), url_for("houses_staff.closures", slug=house.slug)
    if closure is None:
        flash(_("Diese Schließung gibt es nicht mehr."), "warning")
        return redirect(back, code=303)
    if closure.location_id != house.id:
        abort(404)
    try:
        reopen_house(session, closure_id, by=me(), now=utc_now())
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            flash(sentence(refusal), "warning")
    else:
        session.commit()
        flash(_("Die Schließung ist aufgehoben. Abgesagte Buchungen bleiben abgesagt."), "success")
    return redirect(back, code=303)


def _houses() -> list[Location]:
    """The houses the signed-in person runs."""
    return [house for house in locations(db.session()) if me().runs(house.id)]


def _form(house: Location, values: MultiDict[str, str], *, now: datetime) -> ClosureForm:
    form = ClosureForm(formdata=values)
    form.at(now, zone=house.zone)
    form.offer(_houses(), chosen=house if request.method == "GET" else None)
    return form


def _page(house: Location, form: ClosureForm, touched: Sequence[ShownBooking], *, now: datetime) -> str:
    session = db.session()
    return render_template(
        "houses/closures.html",
        house=house,
        form=form,
        touched=touched,
        keeps=me().keeps(house.id),
        closures=[shown_time(row, house) for row in closures_ahead(session, house.id, now=now)],
        changes=[shown_change(row, house) for row in changes_of(session, house.id, CLOSING)],
    )
