"""The page on which a draft is drawn: its picture, its findings, and steps back and forth."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import is_german
from labspace.plans.actions import redo_step, undo_step
from labspace.plans.document import read_document
from labspace.plans.editor_frame import editor_frame
from labspace.plans.elements.register import KINDS
from labspace.plans.elements.rows import loose_placements, rows_of
from labspace.plans.found import findings_in
from labspace.plans.picture import picture_of_draft
from labspace.plans.queries import last_step, next_step
from labspace.plans.sentences import refusal_sentence
from labspace.plans.shown import changed_text, draft_name, shown_findings
from labspace.plans.staff.blueprint import ONE, bp, run_draft
from labspace.plans.tracing.queries import underlay_of
from labspace.plans.tracing.shown import shown_underlay
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get(ONE)
@staff
def show(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """The draft as it is."""
    house, draft = run_draft(slug, plan_draft_id)
    session = db.session()
    document, _unfinished = read_document(draft.document)
    underlay = underlay_of(session, draft.id)
    return render_template(
        "plans/draft.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        changed=changed_text(draft.updated_at, draft, house),
        picture=picture_of_draft(document),
        underlay=shown_underlay(underlay, house) if underlay else None,
        language="de" if is_german() else "en",
        findings=shown_findings(findings_in(session, draft.document, location_id=house.id), draft.document),
        counts=[(kind, len(rows_of(draft.document, kind))) for kind in KINDS.values()],
        loose=len(loose_placements(draft.document)),
        editor=editor_frame(session, location_id=house.id) if draft.is_open else None,
        can_undo=draft.is_open and last_step(session, draft.id) is not None,
        can_redo=draft.is_open and next_step(session, draft.id) is not None,
    )


@bp.post(ONE + "/schritt-zurueck")
@staff
def undo(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Take the last step back."""
    return _step(slug, plan_draft_id, undo_step, said=_("Der letzte Schritt ist zurückgenommen."))


@bp.post(ONE + "/schritt-vor")
@staff
def redo(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Do the step again that was taken back last."""
    return _step(slug, plan_draft_id, redo_step, said=_("Der Schritt ist wiederholt."))


def _step(slug: str, plan_draft_id: int, act: Callable[..., int], *, said: str) -> ResponseReturnValue:
    house, draft = run_draft(slug, plan_draft_id)
    back = redirect(url_for("plans_staff.show", slug=house.slug, plan_draft_id=draft.id), code=303)
    version = request.form.get("stand", default=0, type=int)
    try:
        act(db.session(), draft.id, expected_version=version, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        for refusal in refused.refusals:
            flash(refusal_sentence(refusal), "warning")
        return back
    db.session.commit()
    flash(said, "success")
    return back
