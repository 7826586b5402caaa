"""Deciding where a foreign event lies over a booking."""

from __future__ import annotations

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.bookings.views.blueprint import status_of
from labspace.busy.actions import dismiss_event, give_way, keep_booking
from labspace.busy.forms import DecideForm
from labspace.busy.models import BusyCollision
from labspace.busy.queries import find_collision
from labspace.busy.shown import shown_collision
from labspace.busy.staff.blueprint import bp, to_list
from labspace.busy.states import Decision
from labspace.busy.words import sentences
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/team/<slug>/kalender-abos/konflikte/<int:collision_id>")
@staff
def collision(slug: str, collision_id: int) -> ResponseReturnValue:
    """Both sides beside each other, and the three ways out."""
    house = run_house(slug)
    return _page(house, _collision(house, collision_id), DecideForm(formdata=None), [])


@bp.post("/team/<slug>/kalender-abos/konflikte/<int:collision_id>")
@staff
def decide(slug: str, collision_id: int) -> ResponseReturnValue:
    """Keep the booking, cancel it for the event, or let the event pass."""
    house, form = run_house(slug), DecideForm()
    found = _collision(house, collision_id)
    if not form.validate():
        return _page(house, found, form, []), 422
    try:
        said = _decided(found.id, form)
    except Refused as refused:
        db.session.rollback()
        again = find_collision(db.session(), house.id, collision_id)
        if again is None:
            for sentence in sentences(refused.refusals):
                flash(sentence, "warning")
            return to_list(slug)
        return _page(house, again, form, sentences(refused.refusals)), status_of(refused)
    db.session.commit()
    flash(said, "success")
    return to_list(slug)


def _decided(collision_id: int, form: DecideForm) -> str:
    session, by, now = db.session(), me(), utc_now()
    match form.chosen:
        case Decision.KEEP_BOOKING:
            keep_booking(session, collision_id, by=by, now=now)
            return _("Die Buchung bleibt; der Termin belegt die übrige Zeit.")
        case Decision.CANCEL_BOOKING:
            give_way(
                session, collision_id, code=form.reason.data, reason=form.words.data or "", by=by, now=now
            )
            return _("Storniert. Wer gebucht hat, bekommt eine Absage mit dem Grund.")
        case Decision.DISMISS_EVENT:
            dismiss_event(session, collision_id, by=by, now=now)
            return _("Der Termin belegt hier nichts, solange er sich nicht verschiebt.")


def _collision(house: Location, collision_id: int) -> BusyCollision:
    found = find_collision(db.session(), house.id, collision_id)
    if found is None:
        abort(404)
    return found


def _page(house: Location, found: BusyCollision, form: DecideForm, refused: list[str]) -> str:
    return render_template(
        "busy/staff/collision.html",
        house=house,
        collision=shown_collision(found),
        is_open=found.decision is None,
        form=form,
        refused=refused,
    )
