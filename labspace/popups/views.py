"""Beginning an application, and the applicant's pages about those there are."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, signed_in, staff
from labspace.bookings.views.blueprint import status_of
from labspace.day_words import day_from
from labspace.db import db
from labspace.errors import Refused
from labspace.forms import SelectChoice
from labspace.pictures.shown import shown_pictures
from labspace.popups.actions import take_up, withdraw
from labspace.popups.applications.drafts import begin_application, save_wishes
from labspace.popups.applications.forms import StartForm
from labspace.popups.applications.progress import step_url
from labspace.popups.calls.actions import standing_call
from labspace.popups.calls.models import PopupCall
from labspace.popups.calls.queries import find_call, open_calls, standing_calls
from labspace.popups.calls.states import CallStatus
from labspace.popups.models import PopupApplication
from labspace.popups.queries import applications_of, find_application, popup_slots
from labspace.popups.review.conflicts import is_own
from labspace.popups.sentences import sentences
from labspace.popups.shown import call_facts, shown_application
from labspace.popups.spans import monday_of
from labspace.popups.states import UNDECIDED, WITHDRAWABLE, ApplicationState
from labspace.popups.summary import application_facts, application_steps
from labspace.popups.tenancies.queries import open_offer_of
from labspace.popups.wishing import Step, WishedWeeks
from labspace.spaces.models import Space
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("popups", __name__)

ALL_YEAR = "ganzjaehrig-"


@bp.get("/pop-up/bewerbung")
@signed_in
def new() -> ResponseReturnValue:
    """For which call; `flaeche` and `tag` name what was picked on the plan, `ausschreibung` a call."""
    now = utc_now()
    slots = popup_slots(db.session(), on=now.date())
    wished = request.args.get("flaeche", "")
    if wished and wished not in {slot.public_id for slot in slots}:
        abort(404)
    form = StartForm(formdata=None)
    calls = _offer(form, slots, now=now)
    form.slot.data, form.day.data = wished, request.args.get("tag", "")[:40]
    form.once.data = secrets.token_urlsafe(16)
    form.call.data = _proposed(form, slots, wished)
    return _start_page(form, slots, calls)


@bp.post("/pop-up/bewerbung")
@signed_in
def create() -> ResponseReturnValue:
    """Begin a draft; a second click gives the same one."""
    session, now = db.session(), utc_now()
    slots = popup_slots(session, on=now.date())
    form = StartForm()
    calls = _offer(form, slots, now=now)
    if not form.validate():
        return _start_page(form, slots, calls), 422
    try:
        call = _chosen(form.call.data, now=now)
        draft = begin_application(session, call, applicant=me(), now=now, once=form.once.data or "")
        _wish_for_picked(draft, form, slots, now=now)
    except Refused as refused:
        session.rollback()
        form.form_errors.extend(sentences(refused.refusals))
        return _start_page(form, slots, calls), status_of(refused)
    session.commit()
    return redirect(step_url(draft, Step.CONCEPT), code=303)


@bp.get("/pop-up/bewerbungen")
@signed_in
def mine() -> ResponseReturnValue:
    """All applications of the person: drafts to go on with, and where the others stand."""
    rows = [shown_application(one) for one in applications_of(db.session(), me().id)]
    return render_template("popups/mine.html", rows=rows)


@bp.get("/pop-up/bewerbungen/<int:application_id>")
@signed_in
def show(application_id: int) -> ResponseReturnValue:
    """Where an application stands; for whoever applied, and staff of the house."""
    application = _visible(application_id)
    if application.state is ApplicationState.DRAFT:
        return redirect(url_for("popup_steps.summary", application_id=application_id), code=303)
    return _shown(application)


@bp.post("/pop-up/bewerbungen/<int:application_id>/rueckzug")
@signed_in
def take_back(application_id: int) -> ResponseReturnValue:
    """The applicant withdraws, or gives up a draft."""
    application = _visible(application_id)
    if application.applicant_id != me().id:
        abort(403)
    was_draft = application.state is ApplicationState.DRAFT
    try:
        withdraw(db.session(), application, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _shown(_visible(application_id), refused), status_of(refused)
    db.session.commit()
    flash(_("Ihr Entwurf ist verworfen.") if was_draft else _("Ihre Bewerbung ist zurückgezogen."), "success")
    return redirect(url_for("popups.show", application_id=application_id), code=303)


@bp.post("/pop-up/bewerbungen/<int:application_id>/pruefung")
@staff
def begin_review(application_id: int) -> ResponseReturnValue:
    """Staff begin to look at it, and the applicant sees so."""
    application = _visible(application_id)
    must_run(application.call.location_id)
    try:
        take_up(db.session(), application, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _shown(_visible(application_id), refused), status_of(refused)
    db.session.commit()
    flash(_("Die Bewerbung ist jetzt in Prüfung."), "success")
    return redirect(url_for("popups.show", application_id=application_id), code=303)


def _visible(application_id: int) -> PopupApplication:
    application = find_application(db.session(), application_id)
    if application is None:
        abort(404)
    if application.applicant_id == me().id:
        return application
    if application.submitted_at is None or not me().runs(application.call.location_id):
        abort(404)
    return application


def _shown(application: PopupApplication, refused: Refused | None = None) -> str:
    house, mine = application.call.location, application.applicant_id == me().id
    judges = me().runs(house.id) and not is_own(db.session(), application, me().id)
    undecided = application.state in UNDECIDED
    offer = open_offer_of(db.session(), application.id) if application.submitted_at else None
    return render_template(
        "popups/application.html",
        application=application,
        house=house,
        steps=application_steps(application),
        pairs=application_facts(application),
        pictures=shown_pictures(application.pictures),
        is_mine=mine,
        offer_url=url_for("tenancies.show_offer", offer_id=offer.id) if offer else "",
        may_withdraw=application.state in WITHDRAWABLE and mine,
        may_take_up=application.state is ApplicationState.SUBMITTED and judges,
        may_review=judges,
        may_decide=undecided and judges,
        problems=sentences(refused.refusals) if refused else [],
    )


def _offer(form: StartForm, slots: Sequence[Space], *, now: datetime) -> list[PopupCall]:
    """The open calls as choices, then each house's all-year call unless the house ended it."""
    session = db.session()
    calls = [call for call in open_calls(session, now=now) if call.status(now) is CallStatus.OPEN]
    standing = standing_calls(session)
    houses = {slot.location_id: slot.location for slot in slots}
    form.call.choices = [
        *(SelectChoice(str(call.id), f"{call.location.name}: {call.title}") for call in calls),
        *(
            SelectChoice(
                f"{ALL_YEAR}{house.slug}",
                _("%(house)s: das ganze Jahr über, ohne Bewerbungsschluss", house=house.name),
            )
            for house in houses.values()
            if house.id not in standing or standing[house.id].status(now) is CallStatus.OPEN
        ),
    ]
    return calls


def _proposed(form: StartForm, slots: Sequence[Space], wished: str) -> str | None:
    """The call that was clicked, or the one for the slot that was picked."""
    offered = [value for value, _label, *_more in form.call.iter_choices()]
    if (asked := request.args.get("ausschreibung", "")) in offered:
        return asked
    house = next((slot.location.slug for slot in slots if slot.public_id == wished), None)
    picked = f"{ALL_YEAR}{house}" if house else None
    return picked if picked in offered else (offered[0] if len(offered) == 1 else None)


def _chosen(choice: str, *, now: datetime) -> PopupCall:
    session = db.session()
    if choice.startswith(ALL_YEAR):
        slug = choice.removeprefix(ALL_YEAR)
        slot = next(slot for slot in popup_slots(session, on=now.date()) if slot.location.slug == slug)
        return standing_call(session, slot.location_id, now=now)
    return find_call(session, int(choice)) or abort(404)


def _wish_for_picked(
    draft: PopupApplication, form: StartForm, slots: Sequence[Space], *, now: datetime
) -> None:
    """What was picked on the plan becomes the first wish, if the call is about it."""
    slot = next((slot for slot in slots if slot.public_id == form.slot.data), None)
    call = draft.call
    if slot is None or draft.wishes or slot.location_id != call.location_id:
        return
    day = day_from(form.day.data or "", today=now.astimezone(slot.location.zone).date())
    if day is not None:
        wish = WishedWeeks(space_id=slot.id, first_on=monday_of(day), weeks=min(4, call.max_weeks))
        save_wishes(db.session(), draft.id, [wish], remark="")


def _start_page(form: StartForm, slots: Sequence[Space], calls: Sequence[PopupCall]) -> str:
    return render_template(
        "popups/start.html",
        form=form,
        has_slots=bool(slots),
        calls=[(call, call_facts(call)) for call in calls],
    )
