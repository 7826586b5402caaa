"""The team's pages of special openings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.dated.forms import DecidingForm
from labspace.houses.hours.blueprint import bp
from labspace.houses.hours.forms import OpeningForm
from labspace.houses.hours.openings import end_opening, find_opening, open_house, openings_ahead
from labspace.houses.models import OPENING
from labspace.houses.queries import changes_of, fingerprint
from labspace.houses.sentences import sentence
from labspace.houses.shown import shown_change, shown_time
from labspace.locations.models import Location, SpecialOpening
from labspace.times import utc_now


@bp.get("/team/<slug>/sonderoeffnungen")
@staff
def openings(slug: str) -> ResponseReturnValue:
    """When the house opens beyond its hours, and the form for another opening."""
    house, now = keep_house(slug), utc_now()
    return _openings_page(house, _opening_form(house, MultiDict(request.args), now=now), now=now)


@bp.post("/team/<slug>/sonderoeffnungen")
@staff
def open_specially(slug: str) -> ResponseReturnValue:
    """Open the house for a time."""
    house, now, session = keep_house(slug), utc_now(), db.session()
    form = _opening_form(house, request.form, now=now)
    if not form.validate():
        return _openings_page(house, form, now=now), 422
    try:
        open_house(
            session,
            house.id,
            span=form.span(),
            reason=form.reason.data or "",
            by=me(),
            now=now,
        )
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        return _openings_page(house, form, now=now), 422
    session.commit()
    flash(_("Das Haus ist dann geöffnet."), "success")
    return redirect(url_for("house_hours.openings", slug=house.slug), code=303)


@bp.post("/team/<slug>/sonderoeffnungen/<int:opening_id>/aufhebung")
@staff
def end(slug: str, opening_id: int) -> ResponseReturnValue:
    """End a special opening; bookings that need it are shown first."""
    house, now, session = keep_house(slug), utc_now(), db.session()
    opening, back = find_opening(session, opening_id), url_for("house_hours.openings", slug=house.slug)
    if opening is None:
        flash(_("Diese Sonderöffnung gibt es nicht mehr."), "warning")
        return redirect(back, code=303)
    if opening.location_id != house.id:
        abort(404)
    form = DecidingForm(formdata=request.form)
    if not form.validate():
        return _end_page(house, opening, form, []), 422
    try:
        end_opening(session, opening_id, decided=form.decided(), by=me(), now=now)
    except BookingsTouched as touched:
        found = [shown(booking) for booking in touched.bookings]
        form.write(form.seen, fingerprint(touched.bookings))
        session.rollback()
        return _end_page(house, opening, form, found), 409
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        return _end_page(house, opening, form, []), 422
    session.commit()
    flash(_("Die Sonderöffnung ist aufgehoben. Abgesagte Buchungen bleiben abgesagt."), "success")
    return redirect(back, code=303)


def _opening_form(house: Location, values: MultiDict[str, str], *, now: datetime) -> OpeningForm:
    form = OpeningForm(formdata=values)
    form.at(now, zone=house.zone)
    return form


def _openings_page(house: Location, form: OpeningForm, *, now: datetime) -> str:
    session = db.session()
    return render_template(
        "houses/openings.html",
        house=house,
        form=form,
        openings=[shown_time(row, house) for row in openings_ahead(session, house.id, now=now)],
        changes=[shown_change(row, house) for row in changes_of(session, house.id, OPENING)],
    )


def _end_page(
    house: Location, opening: SpecialOpening, form: DecidingForm, touched: Sequence[ShownBooking]
) -> str:
    return render_template(
        "houses/opening_end.html",
        house=house,
        form=form,
        opening=shown_time(opening, house),
        touched=touched,
    )
