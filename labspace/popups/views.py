"""Applying for a pop-up slot, and the applicant's page about it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, signed_in, staff
from labspace.bookings.queries import organisations_of
from labspace.bookings.sentences import sentences
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import days_text
from labspace.popups.actions import apply_for_slot, take_up, withdraw
from labspace.popups.forms import ApplicationForm
from labspace.popups.models import PopupApplication
from labspace.popups.queries import find_application, let_weeks, popup_slots
from labspace.popups.states import UNDECIDED, ApplicationState
from labspace.popups.summary import application_facts, application_steps
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.times import TimeSpan, local_days, utc_now
from labspace.words import gettext as _

bp = Blueprint("popups", __name__)


@bp.get("/pop-up/bewerbung")
@signed_in
def new() -> ResponseReturnValue:
    """The form; `flaeche` names the slot picked on the plan."""
    now = utc_now()
    slots = _slots(now)
    wished = request.args.get("flaeche", "")
    if wished and wished not in {slot.public_id for slot in slots}:
        abort(404)
    form = _form(slots, now=now, values=None)
    form.space.data = wished or (slots[0].public_id if slots else None)
    form.week.data = request.args.get("tag", "")[:40]
    form.once.data = secrets.token_urlsafe(16)
    return _page(form, slots, now=now)


@bp.post("/pop-up/bewerbung")
@signed_in
def create() -> ResponseReturnValue:
    """Hand the application in; refused, the page comes back with every reason and all that was typed."""
    now = utc_now()
    slots = _slots(now)
    form = _form(slots, now=now, values=request.form)
    if not form.validate():
        return _page(form, slots, now=now), 422
    slot = next(slot for slot in slots if slot.public_id == form.space.data)
    try:
        application = apply_for_slot(
            db.session(), slot, form.wished(), applicant=me(), now=now, once=form.once.data or ""
        )
    except Refused as refused:
        db.session.rollback()
        if "idempotency_key_reused" in refused.codes:
            form.once.data = secrets.token_urlsafe(16)
        form.show_refused(refused.refusals)
        return _page(form, slots, now=now), status_of(refused)
    db.session.commit()
    flash(_("Ihre Bewerbung ist eingegangen."), "success")
    return redirect(url_for("popups.show", application_id=application.id), code=303)


@bp.get("/pop-up/bewerbungen/<int:application_id>")
@signed_in
def show(application_id: int) -> ResponseReturnValue:
    """Where an application stands; for whoever applied, and staff of the house."""
    return _shown(_visible(application_id))


@bp.post("/pop-up/bewerbungen/<int:application_id>/rueckzug")
@signed_in
def take_back(application_id: int) -> ResponseReturnValue:
    """The applicant withdraws."""
    application = _visible(application_id)
    if application.applicant_id != me().id:
        abort(403)
    try:
        withdraw(db.session(), application, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _shown(application, refused), status_of(refused)
    db.session.commit()
    flash(_("Ihre Bewerbung ist zurückgezogen."), "success")
    return redirect(url_for("popups.show", application_id=application_id), code=303)


@bp.post("/pop-up/bewerbungen/<int:application_id>/pruefung")
@staff
def begin_review(application_id: int) -> ResponseReturnValue:
    """Staff begin to look at it, and the applicant sees so."""
    application = _visible(application_id)
    must_run(application.space.location_id)
    try:
        take_up(db.session(), application, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _shown(application, refused), status_of(refused)
    db.session.commit()
    flash(_("Die Bewerbung ist jetzt in Prüfung."), "success")
    return redirect(url_for("popups.show", application_id=application_id), code=303)


def _visible(application_id: int) -> PopupApplication:
    application = find_application(db.session(), application_id) if application_id < 2**63 else None
    if application is None:
        abort(404)
    if application.applicant_id != me().id and not me().runs(application.space.location_id):
        abort(404)
    return application


def _shown(application: PopupApplication, refused: Refused | None = None) -> str:
    runs = me().runs(application.space.location_id)
    return render_template(
        "popups/application.html",
        application=application,
        house=application.space.location,
        steps=application_steps(application),
        pairs=application_facts(application),
        may_withdraw=application.state in UNDECIDED and application.applicant_id == me().id,
        may_take_up=application.state is ApplicationState.SUBMITTED and runs,
        may_decide=application.state in UNDECIDED and runs,
        problems=sentences(refused.refusals) if refused else [],
    )


def _slots(now: datetime) -> Sequence[Space]:
    return popup_slots(db.session(), on=now.date())


def _slot_name(slot: Space) -> str:
    return _("%(house)s: %(space)s", house=slot.location.name, space=space_name(slot))


def _form(slots: Sequence[Space], *, now: datetime, values: object) -> ApplicationForm:
    form = ApplicationForm(formdata=values)
    zone = slots[0].location.zone if slots else None
    form.at(now.astimezone(zone).date())
    names = [_slot_name(slot) for slot in slots]
    form.offer(slots, names, organisations_of(db.session(), me().id))
    return form


def _page(form: ApplicationForm, slots: Sequence[Space], *, now: datetime) -> str:
    taken = let_weeks(db.session(), [slot.id for slot in slots], now=now)
    return render_template(
        "popups/apply.html",
        form=form,
        slots=slots,
        taken=[
            (_slot_name(slot), [_days(span, slot) for span in taken[slot.id]])
            for slot in slots
            if taken[slot.id]
        ],
    )


def _days(span: TimeSpan, slot: Space) -> str:
    days = list(local_days(span, zone=slot.location.zone))
    return days_text(days[0], days[-1])
