"""The team's page of floor plans: what holds, what is being drawn, and the beginning of a draft."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.plans.actions import discard_draft, restore_draft, start_draft, start_empty_draft
from labspace.plans.forms import SheetForm
from labspace.plans.models import PlanDraft
from labspace.plans.queries import drafts_of, find_plan, plans_of
from labspace.plans.sentences import refusal_sentence
from labspace.plans.shown import shown_draft, shown_plan
from labspace.plans.staff.blueprint import ONE, bp, run_draft
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/team/<slug>/plaene")
@staff
def index(slug: str) -> ResponseReturnValue:
    """The versions of every level, and the drafts."""
    return _page(keep_house(slug), SheetForm())


@bp.post("/team/<slug>/plaene/entwurf")
@staff
def start(slug: str) -> ResponseReturnValue:
    """A draft that begins as a plan of this house is."""
    house, session = keep_house(slug), db.session()
    plan_id = request.form.get("plan", type=int)
    plan = find_plan(session, plan_id) if plan_id is not None and 0 < plan_id < 2**62 else None
    if plan is None or plan.location_id != house.id:
        flash(_("Diesen Plan gibt es in diesem Haus nicht. Bitte einen aus der Liste wählen."), "warning")
        return redirect(url_for("plans_staff.index", slug=house.slug), code=303)
    try:
        draft = start_draft(session, plan.id, by=me(), now=utc_now())
    except Refused as refused:
        return _refused(house, refused)
    return _begun(house, draft)


@bp.post("/team/<slug>/plaene/leeres-blatt")
@staff
def start_empty(slug: str) -> ResponseReturnValue:
    """A draft on an empty sheet."""
    house, form = keep_house(slug), SheetForm()
    if not form.validate():
        return _page(house, form), 422
    try:
        draft = start_empty_draft(
            db.session(),
            house.id,
            level=form.level.data or 0,
            name=form.texts(),
            width_m=form.width.data or 0.0,
            height_m=form.height.data or 0.0,
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        return _refused(house, refused)
    return _begun(house, draft)


@bp.post(ONE + "/verwerfung")
@staff
def discard(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Put a draft away."""
    house, draft = run_draft(slug, plan_draft_id)
    try:
        discard_draft(db.session(), draft.id, by=me(), now=utc_now())
    except Refused as refused:
        return _refused(house, refused)
    db.session.commit()
    flash(_("Der Entwurf ist verworfen. Unter „Verworfene Entwürfe“ kann er zurückgeholt werden."), "success")
    return redirect(url_for("plans_staff.index", slug=house.slug), code=303)


@bp.post(ONE + "/rueckkehr")
@staff
def restore(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Bring a draft back that was put away."""
    house, draft = run_draft(slug, plan_draft_id)
    try:
        restore_draft(db.session(), draft.id, by=me(), now=utc_now())
    except Refused as refused:
        return _refused(house, refused)
    db.session.commit()
    flash(_("Der Entwurf ist wieder da."), "success")
    return redirect(url_for("plans_staff.index", slug=house.slug), code=303)


def _begun(house: Location, draft: PlanDraft) -> ResponseReturnValue:
    url = url_for("plans_staff.show", slug=house.slug, plan_draft_id=draft.id)
    db.session.commit()
    return redirect(url, code=303)


def _refused(house: Location, refused: Refused) -> ResponseReturnValue:
    db.session.rollback()
    for refusal in refused.refusals:
        flash(refusal_sentence(refusal), "warning")
    return redirect(url_for("plans_staff.index", slug=house.slug), code=303)


def _page(house: Location, form: SheetForm) -> str:
    session = db.session()
    plans, drafts = plans_of(session, house.id), drafts_of(session, house.id)
    bases = {plan.id: plan for plan in plans}
    today = utc_now().astimezone(house.zone).date()
    return render_template(
        "plans/index.html",
        house=house,
        form=form,
        plans=[shown_plan(plan, today=today) for plan in plans],
        drafts=[shown_draft(one, house, bases=bases) for one in drafts if one.is_open],
        discarded=[shown_draft(one, house, bases=bases) for one in drafts if not one.is_open],
    )
