"""What concerns a whole draft: its sheet, rows of spaces at once, and shapes that belong to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.db import db
from labspace.errors import Refused
from labspace.forms import LabForm
from labspace.locations.findings import FileRefused
from labspace.locations.models import Location
from labspace.plans.elements.rows import without_loose_placements
from labspace.plans.elements.series import MOST, SeriesForm
from labspace.plans.elements.sheet import DraftSheetForm
from labspace.plans.models import PlanDraft
from labspace.plans.queries import ids_ever
from labspace.plans.sentences import refusal_sentence, sentence
from labspace.plans.shown import draft_name
from labspace.plans.staff.blueprint import ONE, bp, run_draft
from labspace.plans.staff.elements import Edit, save_edit
from labspace.words import gettext as _
from labspace.words import ngettext


@bp.get(ONE + "/blatt")
@staff
def sheet(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Name, size and north of the sheet."""
    house, draft = run_draft(slug, plan_draft_id)
    form = DraftSheetForm()
    form.fill(draft.document)
    return _page(house, draft, form, _("Blatt"))


@bp.post(ONE + "/blatt")
@staff
def change_sheet(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Change name, size and north."""
    house, draft = run_draft(slug, plan_draft_id)
    form = DraftSheetForm()
    said = _("Gespeichert. „Schritt zurück“ nimmt es zurück.")
    return _save(house, draft, form, form.changed, title=_("Blatt"), said=said)


@bp.get(ONE + "/reihe")
@staff
def series(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Rows of like spaces."""
    house, draft = run_draft(slug, plan_draft_id)
    return _page(house, draft, SeriesForm(), _("Reihe von Flächen"))


@bp.post(ONE + "/reihe")
@staff
def add_series(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Put the whole series into the draft."""
    house, draft = run_draft(slug, plan_draft_id)
    form, title = SeriesForm(), _("Reihe von Flächen")
    taken = ids_ever(db.session(), house.id, stem=house.slug)

    def edit(document: Mapping[str, Any]) -> dict[str, Any]:
        known = taken | {space["id"] for space in document["spaces"]}
        return form.added(document, slug=house.slug, taken=known)

    if form.validate() and form.count() > MOST:
        form.refuse(
            _(
                "Das wären %(count)d Flächen; auf einmal gehen höchstens %(most)d.",
                count=form.count(),
                most=MOST,
            )
        )
        return _page(house, draft, form, title), 422
    said = ngettext("%(num)d Fläche ist dazugekommen.", "%(num)d Flächen sind dazugekommen.", form.count())
    return _save(house, draft, form, edit, title=title, said=said)


@bp.post(ONE + "/lose-formen")
@staff
def drop_loose(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Take out shapes that belong to no space."""
    house, draft = run_draft(slug, plan_draft_id)
    try:
        save_edit(draft, without_loose_placements)
    except Refused as refused:
        db.session.rollback()
        for refusal in refused.refusals:
            flash(refusal_sentence(refusal), "warning")
    else:
        flash(_("Entfernt. „Schritt zurück“ nimmt es zurück."), "success")
    return redirect(url_for("plans_staff.show", slug=house.slug, plan_draft_id=draft.id), code=303)


def _save(
    house: Location, draft: PlanDraft, form: LabForm, edit: Edit, *, title: str, said: str
) -> ResponseReturnValue:
    if not form.validate():
        return _page(house, draft, form, title), 422
    try:
        save_edit(draft, edit)
    except FileRefused as refused:
        db.session.rollback()
        for finding in refused.findings:
            form.refuse(sentence(finding))
        return _page(house, draft, form, title), 422
    except Refused as refused:
        db.session.rollback()
        for refusal in refused.refusals:
            form.refuse(refusal_sentence(refusal))
        return _page(house, draft, form, title), 409
    flash(said, "success")
    return redirect(url_for("plans_staff.show", slug=house.slug, plan_draft_id=draft.id), code=303)


def _page(house: Location, draft: PlanDraft, form: LabForm, title: str) -> str:
    return render_template(
        "plans/sheet.html", house=house, draft=draft, name=draft_name(draft), form=form, title=title
    )
