"""Steps of a decision beside confirming and rejecting, for the team of the house."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.models import Booking
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.decision.actions.ask import ask_organiser
from labspace.events.decision.actions.conditions import set_conditions, withdraw_condition
from labspace.events.decision.doors import house_event, run_house
from labspace.events.decision.forms import ApproveForm, AskForm
from labspace.events.decision.offered import chosen_conditions, offer, offered_conditions
from labspace.events.decision.page import Forms, decision_page
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("decisions_staff", __name__)


def back_to(booking: Booking) -> ResponseReturnValue:
    """To the page of the decision."""
    url = url_for("events_staff.show", slug=booking.location.slug, reference=booking.reference)
    return redirect(url, code=303)


@bp.post("/team/<slug>/anfragen/<reference>/rueckfrage")
@staff
def ask(slug: str, reference: str) -> ResponseReturnValue:
    """Ask the organiser something."""
    booking, form, now = house_event(run_house(slug), reference), AskForm(request.form), utc_now()
    if not form.validate():
        return decision_page(db.session(), booking, reader=me(), now=now, forms=Forms(ask=form)), 422
    try:
        ask_organiser(
            db.session(),
            booking.id,
            by=me(),
            text=form.question.data or "",
            now=now,
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        page = decision_page(
            db.session(), booking, reader=me(), now=now, forms=Forms(ask=form), refused=refused
        )
        return page, status_of(refused)
    db.session.commit()
    flash(_("Gefragt. Die Antwort kommt als Mail und steht dann hier."), "success")
    return back_to(booking)


@bp.post("/team/<slug>/anfragen/<reference>/bedingungen")
@staff
def add_conditions(slug: str, reference: str) -> ResponseReturnValue:
    """Set conditions on an event that is confirmed already."""
    booking, now = house_event(run_house(slug), reference), utc_now()
    texts = offered_conditions(db.session(), booking)
    form = offer(ApproveForm(request.form), texts)
    if not form.validate():
        return decision_page(db.session(), booking, reader=me(), now=now, forms=Forms(approve=form)), 422
    try:
        set_conditions(
            db.session(),
            booking.id,
            chosen_conditions(form, texts, booking),
            by=me(),
            now=now,
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        page = decision_page(
            db.session(), booking, reader=me(), now=now, forms=Forms(approve=form), refused=refused
        )
        return page, status_of(refused)
    db.session.commit()
    flash(_("Gesetzt. Die Veranstaltenden bekommen eine Mail und nehmen die Bedingungen an."), "success")
    return back_to(booking)


@bp.post("/team/<slug>/anfragen/<reference>/bedingungen/<int:condition_id>/ruecknahme")
@staff
def withdraw(slug: str, reference: str, condition_id: int) -> ResponseReturnValue:
    """Take a condition back."""
    booking, now = house_event(run_house(slug), reference), utc_now()
    try:
        withdraw_condition(db.session(), booking.id, condition_id, by=me(), now=now)
    except LookupError:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return decision_page(db.session(), booking, reader=me(), now=now, refused=refused), status_of(refused)
    db.session.commit()
    flash(_("Die Bedingung ist zurückgenommen."), "success")
    return back_to(booking)
