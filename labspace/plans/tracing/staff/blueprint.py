"""The blueprint the pages of tracing hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.plans.models import PlanDraft
from labspace.plans.shown import draft_name
from labspace.plans.staff.blueprint import ONE
from labspace.plans.tracing.forms import ChoiceForm, DrawingForm, ScaleForm, UnderlayForm
from labspace.plans.tracing.queries import drawings_of, removed_underlay, underlay_of
from labspace.plans.tracing.sentences import tracing_sentence
from labspace.plans.tracing.shown import shown_drawing, shown_underlay
from labspace.times import utc_now

bp = Blueprint("tracing_staff", __name__)

UNDERLAY = ONE + "/vorlage"
DRAWINGS = ONE + "/zeichnungen"
CONFLICTS = frozenset(
    {"draft_changed", "draft_is_closed", "underlay_changed", "underlay_gone", "drawing_gone"}
)


def status_of(refused: Refused) -> int:
    """409 where others were quicker, 422 where what was sent is at fault."""
    return 409 if refused.codes & CONFLICTS else 422


def version_of(form: ScaleForm | ChoiceForm) -> int:
    """Which version the person saw; 0, which nothing ever is, for whatever is no number."""
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def to_index(house: Location, draft_id: int) -> ResponseReturnValue:
    return redirect(url_for("tracing_staff.index", slug=house.slug, plan_draft_id=draft_id), code=303)


def say_refused(refused: Refused) -> None:
    """Take back what was begun, and say why on the next page."""
    db.session.rollback()
    for refusal in refused.refusals:
        flash(tracing_sentence(refusal), "warning")


def index_page(
    house: Location,
    draft: PlanDraft,
    *,
    underlay_form: UnderlayForm | None = None,
    drawing_form: DrawingForm | None = None,
) -> str:
    """What can be traced: the picture under the draft, and drawings that wait."""
    session, now = db.session(), utc_now()
    underlay = underlay_of(session, draft.id)
    return render_template(
        "plans/tracing/index.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        underlay=shown_underlay(underlay, house) if underlay else None,
        may_come_back=removed_underlay(session, draft.id, now=now) is not None,
        underlay_form=underlay_form or UnderlayForm(formdata=None),
        drawing_form=drawing_form or DrawingForm(formdata=None),
        drawings=[shown_drawing(one, house) for one in drawings_of(session, draft.id)],
    )
