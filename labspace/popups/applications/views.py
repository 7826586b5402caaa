"""The steps of an application, each with an address of its own; everything typed is kept in the draft."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.queries import organisations_of
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused, refuse_any
from labspace.formats import moment_text, week_text
from labspace.pictures.forms import PictureForm
from labspace.pictures.kinds import MAX_REQUEST_BYTES
from labspace.pictures.shown import shown_pictures
from labspace.popups.applications.drafts import (
    MOST_PICTURES,
    add_to_draft,
    move_draft,
    save_hours,
    save_more,
    save_plan,
    save_wishes,
)
from labspace.popups.applications.forms import HoursForm, PlanForm, WishesForm, more_form_for
from labspace.popups.applications.handing_in import hand_in, missing_of, troubles
from labspace.popups.applications.progress import NAMES, next_url, shown_steps, step_url
from labspace.popups.calls.queries import limits_of, slots_of, standing_call_of
from labspace.popups.calls.states import CallStatus
from labspace.popups.models import PopupApplication
from labspace.popups.queries import find_application
from labspace.popups.sentences import missing_text, sentence, sentences
from labspace.popups.shown import let_texts
from labspace.popups.states import ApplicationState
from labspace.popups.summary import hours_facts, more_facts, plan_facts, wish_facts
from labspace.popups.tenancies.shop_words import minute_text
from labspace.popups.wishing import Step, against_wishes
from labspace.security import takes_files
from labspace.spaces.names import space_name
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("popup_steps", __name__)

ADDRESS = "/pop-up/bewerbungen/<int:application_id>"


@bp.get(ADDRESS + "/vorhaben")
@signed_in
def concept(application_id: int) -> ResponseReturnValue:
    """What somebody has in mind."""
    draft = _draft(application_id)
    form = PlanForm(
        formdata=None,
        data={
            "title": draft.title,
            "concept": draft.concept,
            "sector": draft.sector,
            "theme": draft.theme,
            "organisation": draft.organisation_id,
            "team": draft.team,
        },
    )
    form.offer(organisations_of(db.session(), me().id))
    return _page(draft, Step.CONCEPT, form)


@bp.post(ADDRESS + "/vorhaben")
@signed_in
def save_concept(application_id: int) -> ResponseReturnValue:
    """Save it, complete or not."""
    draft, form = _draft(application_id), PlanForm()
    form.offer(organisations_of(db.session(), me().id))
    if not form.validate():
        return _page(draft, Step.CONCEPT, form), 422
    save_plan(db.session(), draft.id, form.plan())
    return _saved(draft, Step.CONCEPT)


@bp.get(ADDRESS + "/zeiten")
@signed_in
def weeks(application_id: int) -> ResponseReturnValue:
    """Which slots and weeks are wished for, the dearest first."""
    draft = _draft(application_id)
    values: dict[str, object] = {"remark": draft.alternatives}
    for number, wish in enumerate(draft.wishes, start=1):
        values |= {
            f"slot_{number}": wish.space.public_id,
            f"week_{number}": week_text(wish.first_on),
            f"weeks_{number}": str(wish.weeks),
        }
    form = WishesForm(formdata=None, data=values)
    return _weeks_page(draft, form)


@bp.post(ADDRESS + "/zeiten")
@signed_in
def save_weeks(application_id: int) -> ResponseReturnValue:
    """Save the wishes; refused, they come back as they were typed."""
    draft, form = _draft(application_id), WishesForm()
    now = utc_now()
    today = now.astimezone(draft.call.location.zone).date()
    _offer_slots(draft, form)
    if not form.validate():
        return _weeks_page(draft, form), 422
    try:
        limits = limits_of(db.session(), draft.call, on=today)
        refuse_any(against_wishes(form.wishes(), limits, today=today))
        save_wishes(db.session(), draft.id, form.wishes(), remark=form.remark.data or "")
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _weeks_page(draft, form), status_of(refused)
    return _saved(draft, Step.WEEKS)


@bp.get(ADDRESS + "/oeffnungszeiten")
@signed_in
def hours(application_id: int) -> ResponseReturnValue:
    """When the pop-up is to be open."""
    draft = _draft(application_id)
    values: dict[str, object] = {"remark": draft.opening_hours}
    for day, opens, closes in draft.weekly_hours:
        values |= {f"opens_{day}": minute_text(opens), f"closes_{day}": minute_text(closes)}
    return _page(draft, Step.HOURS, HoursForm(formdata=None, data=values))


@bp.post(ADDRESS + "/oeffnungszeiten")
@signed_in
def save_weekly_hours(application_id: int) -> ResponseReturnValue:
    """Save the weekly hours."""
    draft, form = _draft(application_id), HoursForm()
    if not form.validate():
        return _page(draft, Step.HOURS, form), 422
    save_hours(db.session(), draft.id, form.rows(), remark=form.remark.data or "")
    return _saved(draft, Step.HOURS)


@bp.get(ADDRESS + "/bilder")
@signed_in
def pictures(application_id: int) -> ResponseReturnValue:
    """What is shown with the application."""
    return _page(_draft(application_id), Step.PICTURES, PictureForm(formdata=None))


@bp.post(ADDRESS + "/bilder")
@takes_files(MAX_REQUEST_BYTES)
@signed_in
def add_a_picture(application_id: int) -> ResponseReturnValue:
    """Add one picture; the page then offers to add another."""
    draft, form = _draft(application_id), PictureForm()
    if not form.validate() or form.picture.encoded is None:
        return _page(draft, Step.PICTURES, form), 422
    try:
        add_to_draft(
            db.session(),
            draft.id,
            form.picture.encoded,
            alternative=form.alternative.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        form.refuse(sentence(refused.refusals[0]))
        return _page(draft, Step.PICTURES, form), status_of(refused)
    db.session.commit()
    flash(_("Das Bild ist gespeichert."), "success")
    return redirect(step_url(draft, Step.PICTURES), code=303)


@bp.get(ADDRESS + "/fragen")
@signed_in
def more(application_id: int) -> ResponseReturnValue:
    """Seed money and the call's questions."""
    draft = _draft(application_id)
    cents = draft.seed_money_cents
    values: dict[str, object] = {f"answer_{one.question_id}": one.text for one in draft.answers}
    values["seed_money"] = (str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}") if cents else ""
    return _page(draft, Step.MORE, more_form_for(draft.call.asked)(formdata=None, data=values))


@bp.post(ADDRESS + "/fragen")
@signed_in
def save_answers(application_id: int) -> ResponseReturnValue:
    """Save them."""
    draft = _draft(application_id)
    form = more_form_for(draft.call.asked)()
    if not form.validate():
        return _page(draft, Step.MORE, form), 422
    save_more(db.session(), draft.id, seed_money_cents=form.cents(), answers=form.answers())
    return _saved(draft, Step.MORE)


@bp.get(ADDRESS + "/zusammenfassung")
@signed_in
def summary(application_id: int) -> ResponseReturnValue:
    """All of it on one page, before it is handed in."""
    return _summary(_draft(application_id))


@bp.post(ADDRESS + "/einreichung")
@signed_in
def submit(application_id: int) -> ResponseReturnValue:
    """Hand it in; a second click changes nothing. Refused, the draft stays as it is."""
    application = _own(application_id)
    if application.state is ApplicationState.WITHDRAWN:
        abort(404)
    try:
        hand_in(db.session(), application_id, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _summary(_draft(application_id), refused), status_of(refused)
    db.session.commit()
    flash(_("Ihre Bewerbung ist eingegangen."), "success")
    return redirect(url_for("popups.show", application_id=application_id), code=303)


@bp.post(ADDRESS + "/ausschreibung")
@signed_in
def change_call(application_id: int) -> ResponseReturnValue:
    """Take the draft over into the house's all-year call, when its own is over."""
    draft = _draft(application_id)
    call = standing_call_of(db.session(), draft.call.location_id) or abort(404)
    try:
        move_draft(db.session(), application_id, call, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _summary(_draft(application_id), refused), status_of(refused)
    db.session.commit()
    flash(
        _("Ihr Entwurf gehört jetzt zur ganzjährigen Bewerbung. Alles Geschriebene ist noch da."), "success"
    )
    return redirect(url_for("popup_steps.summary", application_id=application_id), code=303)


def _own(application_id: int) -> PopupApplication:
    application = find_application(db.session(), application_id)
    if application is None or application.applicant_id != me().id:
        abort(404)
    return application


def _draft(application_id: int) -> PopupApplication:
    draft = _own(application_id)
    if draft.state is not ApplicationState.DRAFT:
        abort(redirect(url_for("popups.show", application_id=application_id), code=303))
    return draft


def _saved(draft: PopupApplication, step: Step) -> ResponseReturnValue:
    db.session.commit()
    if "pause" in request.form:
        flash(_("Gespeichert. Sie finden Ihren Entwurf unter „Meine Buchungen“."), "success")
        return redirect(url_for("popups.mine"), code=303)
    return redirect(next_url(draft, step), code=303)


def _offer_slots(draft: PopupApplication, form: WishesForm) -> None:
    today = utc_now().astimezone(draft.call.location.zone).date()
    slots = slots_of(db.session(), draft.call, on=today)
    form.offer([(slot.public_id, slot.id, space_name(slot)) for slot in slots], today=today)


def _weeks_page(draft: PopupApplication, form: WishesForm) -> str:
    now = utc_now()
    _offer_slots(draft, form)
    slots = slots_of(db.session(), draft.call, on=now.astimezone(draft.call.location.zone).date())
    return _page(draft, Step.WEEKS, form, taken=let_texts(db.session(), slots, now=now))


def _page(draft: PopupApplication, step: Step, form: Any, **more: object) -> str:
    now = utc_now()
    closes = draft.call.closes_at
    return render_template(
        f"popups/steps/{step.value}.html",
        application=draft,
        call=draft.call,
        step_name=NAMES[step],
        steps=shown_steps(draft, step),
        form=form,
        until=moment_text(closes, zone=draft.call.location.zone) if closes else "",
        troubles=sentences(troubles(db.session(), draft, now=now)) if not form.is_submitted() else [],
        pictures=shown_pictures(draft.pictures),
        removed=shown_pictures(draft.pictures, removed=True),
        most_pictures=MOST_PICTURES,
        **more,
    )


def _summary(draft: PopupApplication, refused: Refused | None = None) -> str:
    session, now = db.session(), utc_now()
    is_open = draft.call.status(now) is CallStatus.OPEN
    standing = (
        None if is_open or draft.call.is_standing else standing_call_of(session, draft.call.location_id)
    )
    lacks = missing_of(draft)
    problems = list(dict.fromkeys(sentences([*troubles(session, draft, now=now), *_others(refused)])))
    closes = draft.call.closes_at
    return render_template(
        "popups/steps/zusammenfassung.html",
        application=draft,
        call=draft.call,
        steps=shown_steps(draft, None),
        lacks=[(missing_text(lack), step_url(draft, lack.step)) for lack in lacks],
        problems=problems,
        parts=[
            (NAMES[step], step_url(draft, step), facts)
            for step, facts in (
                (Step.CONCEPT, plan_facts(draft)),
                (Step.WEEKS, [*wish_facts(draft), (_("Zu den Wochen"), draft.alternatives)]),
                (Step.HOURS, hours_facts(draft)),
                (Step.MORE, more_facts(draft)),
            )
        ],
        pictures=shown_pictures(draft.pictures),
        pictures_url=step_url(draft, Step.PICTURES),
        until=moment_text(closes, zone=draft.call.location.zone) if closes else "",
        may_move=standing is not None and standing.status(now) is CallStatus.OPEN,
        may_submit=is_open,
    )


def _others(refused: Refused | None) -> list[Any]:
    """What is refused beyond what the page says anyway."""
    if refused is None:
        return []
    return [one for one in refused.refusals if one.code != "application_incomplete"]
