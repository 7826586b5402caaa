"""The team's page on which a plan file is brought."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.findings import FileRefused, Finding
from labspace.locations.models import Location
from labspace.plans.document import MOST_BYTES
from labspace.plans.models import PlanDraft
from labspace.plans.sentences import refusal_sentence
from labspace.plans.shown import draft_name
from labspace.plans.staff.blueprint import ONE, run_draft
from labspace.plans.uploads.actions import Uploaded, put_uploaded_plan, start_uploaded_draft
from labspace.plans.uploads.forms import PlanFileForm
from labspace.plans.uploads.reading import plan_in
from labspace.plans.uploads.sentences import more_text, shown_findings, told
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("plans_uploads", __name__)

HOUSE = "/team/<slug>/plaene/plandatei"
DRAFT = ONE + "/plandatei"
MOST_REQUEST_BYTES = 6 * MOST_BYTES
"""Of the whole form: a file that is too large still gets its own sentence."""


@bp.get(HOUSE)
@staff
def new(slug: str) -> ResponseReturnValue:
    """Bring a plan file; it becomes a draft of its own."""
    return _page(keep_house(slug), None, PlanFileForm(formdata=None))


@bp.post(HOUSE)
@staff
@takes_files(MOST_REQUEST_BYTES)
def start(slug: str) -> ResponseReturnValue:
    """A draft that begins as the plan in the file is."""
    house, form = keep_house(slug), PlanFileForm()
    if not form.validate():
        return _page(house, None, form), 422
    try:
        document = plan_in(form.content())
        uploaded = start_uploaded_draft(db.session(), house.id, document, by=me(), now=utc_now())
    except FileRefused as refused:
        db.session.rollback()
        return _page(keep_house(slug), None, form, refused.findings), 422
    except Refused as refused:
        db.session.rollback()
        _say(form, refused)
        return _page(keep_house(slug), None, form), 422
    db.session.commit()
    return _taken(slug, uploaded, _("Der Entwurf ist da, wie ihn die Datei beschreibt."))


@bp.get(DRAFT)
@staff
def another(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Bring a plan file; it takes the place of what this draft has."""
    house, draft = run_draft(slug, plan_draft_id)
    return _page(house, draft, _form_of(draft))


@bp.post(DRAFT)
@staff
@takes_files(MOST_REQUEST_BYTES)
def replace(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Let the plan in the file take the place of what this draft has, as one step."""
    house, draft = run_draft(slug, plan_draft_id)
    form = PlanFileForm()
    if not form.validate():
        return _page(house, draft, form), 422
    try:
        uploaded = put_uploaded_plan(
            db.session(),
            draft.id,
            plan_in(form.content()),
            expected_version=form.seen(),
            by=me(),
            now=utc_now(),
        )
    except FileRefused as refused:
        db.session.rollback()
        return _page(*run_draft(slug, plan_draft_id), form, refused.findings), 422
    except Refused as refused:
        db.session.rollback()
        house, draft = run_draft(slug, plan_draft_id)
        fresh = _form_of(draft)
        _say(fresh, refused)
        return _page(house, draft, fresh), 409
    db.session.commit()
    done = _(
        "Der Entwurf ist jetzt, wie ihn die Datei beschreibt. „Schritt zurück“ nimmt es im Ganzen zurück."
    )
    return _taken(slug, uploaded, done)


def _form_of(draft: PlanDraft) -> PlanFileForm:
    return PlanFileForm(formdata=None, version=str(draft.version))


def _say(form: PlanFileForm, refused: Refused) -> None:
    for refusal in refused.refusals:
        form.refuse(
            _(
                "Jemand hat diesen Entwurf inzwischen geändert. Bitte ansehen und die Datei noch einmal wählen."
            )
            if refusal.code == "draft_changed"
            else refusal_sentence(refusal)
        )


def _taken(slug: str, uploaded: Uploaded, done: str) -> ResponseReturnValue:
    flash(done, "success")
    for text in told(uploaded):
        flash(text, "info")
    return redirect(url_for("plans_staff.show", slug=slug, plan_draft_id=uploaded.draft_id), code=303)


def _page(
    house: Location, draft: PlanDraft | None, form: PlanFileForm, findings: Sequence[Finding] = ()
) -> str:
    if findings:
        form.file.errors = [_("Aus dieser Datei wird kein Entwurf; geändert wurde nichts. Was nicht stimmt, steht darunter.")]  # fmt: skip
    return render_template(
        "plans/uploads/page.html",
        house=house,
        draft=draft,
        name=draft_name(draft) if draft else "",
        form=form,
        findings=shown_findings(findings),
        more=more_text(findings),
    )
