"""The numeric form: every element of a draft listed, added, changed and taken out without a pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.findings import FileRefused
from labspace.locations.models import Location
from labspace.plans.actions import DraftChanged, save_draft
from labspace.plans.elements.forms import ElementForm
from labspace.plans.elements.lines import OutlineForm
from labspace.plans.elements.register import KINDS, ElementKind
from labspace.plans.elements.rows import (
    fingerprint,
    found_again,
    rows_of,
    with_placement,
    with_row,
    without_row,
)
from labspace.plans.elements.spaces import SpaceForm, placement_of
from labspace.plans.elements.walls import wall_along
from labspace.plans.models import PlanDraft
from labspace.plans.numbering import fresh_ids
from labspace.plans.queries import ids_ever
from labspace.plans.sentences import refusal_sentence, sentence
from labspace.plans.shown import draft_name
from labspace.plans.staff.blueprint import ONE, bp, run_draft
from labspace.times import utc_now
from labspace.words import gettext as _

LIST = ONE + "/elemente/<plan_part>"
A_PAGE = 100
TRIES = 3
"""How often a change is made anew when somebody else saves in the same moment."""

Edit = Callable[[Mapping[str, Any]], dict[str, Any] | None]
"""Makes the new document of the draft as it is now; None when that is no longer possible."""


@bp.get(LIST)
@staff
def elements(slug: str, plan_draft_id: int, plan_part: str) -> ResponseReturnValue:
    """The elements of one kind, a hundred to a page."""
    house, draft = run_draft(slug, plan_draft_id)
    kind = KINDS.get(plan_part) or abort(404)
    rows = rows_of(draft.document, kind)
    pages = max(1, -(-len(rows) // A_PAGE))
    page = min(max(request.args.get("seite", 1, type=int), 1), pages)
    first = (page - 1) * A_PAGE
    return render_template(
        "plans/elements.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        kind=kind,
        rows=[
            (first + i + 1, kind.summary(row, draft.document), fingerprint(draft.document, kind, row))
            for i, row in enumerate(rows[first : first + A_PAGE])
        ],
        page=page,
        pages=pages,
        count=len(rows),
    )


@bp.get(LIST + "/neu")
@staff
def new_element(slug: str, plan_draft_id: int, plan_part: str) -> ResponseReturnValue:
    """An empty form."""
    house, draft = run_draft(slug, plan_draft_id)
    kind = KINDS.get(plan_part) or abort(404)
    if kind.is_single and rows_of(draft.document, kind):
        return redirect(_element_url(house, draft, kind, 1), code=303)
    form = _form(kind, draft, position=None)
    if kind.is_single:
        form.fill([], draft.document)
    return _page(house, draft, kind, form, position=None)


@bp.post(LIST + "/neu")
@staff
def add_element(slug: str, plan_draft_id: int, plan_part: str) -> ResponseReturnValue:
    """Put a new element into the draft."""
    house, draft = run_draft(slug, plan_draft_id)
    kind = KINDS.get(plan_part) or abort(404)
    position = 1 if kind.is_single and rows_of(draft.document, kind) else None
    return _put(house, draft, kind, _form(kind, draft, position=position), position=position)


@bp.get(LIST + "/<int:position>")
@staff
def element(slug: str, plan_draft_id: int, plan_part: str, position: int) -> ResponseReturnValue:
    """The element as it is, to be changed."""
    house, draft = run_draft(slug, plan_draft_id)
    kind = KINDS.get(plan_part) or abort(404)
    rows = rows_of(draft.document, kind)
    if not 1 <= position <= len(rows):
        flash(_("Dieses Element gibt es nicht mehr."), "warning")
        return redirect(_list_url(house, draft, kind), code=303)
    form, row = _form(kind, draft, position=position), rows[position - 1]
    form.fill(row, draft.document)
    form.was.data = fingerprint(draft.document, kind, row)
    return _page(house, draft, kind, form, position=position)


@bp.post(LIST + "/<int:position>")
@staff
def change_element(slug: str, plan_draft_id: int, plan_part: str, position: int) -> ResponseReturnValue:
    """Put what was typed in the place of the element."""
    house, draft = run_draft(slug, plan_draft_id)
    kind = KINDS.get(plan_part) or abort(404)
    return _put(house, draft, kind, _form(kind, draft, position=position), position=position)


@bp.post(LIST + "/<int:position>/entfernung")
@staff
def remove_element(slug: str, plan_draft_id: int, plan_part: str, position: int) -> ResponseReturnValue:
    """Take an element out of the draft."""
    house, draft = run_draft(slug, plan_draft_id)
    kind, was = KINDS.get(plan_part) or abort(404), request.form.get("war", "")

    def edit(document: Mapping[str, Any]) -> dict[str, Any] | None:
        index = found_again(document, kind, position - 1, was)
        return None if index is None else without_row(document, kind, index)

    try:
        done = save_edit(draft, edit)
    except Refused as refused:
        db.session.rollback()
        for refusal in refused.refusals:
            flash(refusal_sentence(refusal), "warning")
        return redirect(_list_url(house, draft, kind), code=303)
    if done:
        flash(_("Entfernt. „Schritt zurück“ nimmt es zurück."), "success")
    else:
        flash(
            _("Dieses Element wurde inzwischen geändert oder entfernt. Bitte noch einmal ansehen."), "warning"
        )
    return redirect(_list_url(house, draft, kind), code=303)


def save_edit(draft: PlanDraft, edit: Edit) -> bool:
    """Make a change on the draft as it is now and commit; False when the change is no longer possible.

    Raises `Refused` when the draft is closed or never stands still, `FileRefused` for whatever is no draft.
    """
    session, draft_id = db.session(), draft.id
    for last in (False,) * (TRIES - 1) + (True,):
        session.refresh(draft)
        changed = edit(draft.document)
        if changed is None:
            return False
        try:
            save_draft(session, draft_id, changed, expected_version=draft.version, by=me(), now=utc_now())
        except DraftChanged:
            session.rollback()
            if last:
                raise
        else:
            session.commit()
            return True
    raise AssertionError("unreachable")


def _put(
    house: Location, draft: PlanDraft, kind: ElementKind, form: ElementForm, *, position: int | None
) -> ResponseReturnValue:
    if not form.validate():
        return _page(house, draft, kind, form, position=position), 422
    session = db.session()
    taken = ids_ever(session, house.id, stem=house.slug)

    def edit(document: Mapping[str, Any]) -> dict[str, Any] | None:
        index = None
        if position is not None:
            index = found_again(document, kind, position - 1, form.was.data or "")
            if index is None:
                return None
        return _edited(document, kind, form, index, slug=house.slug, taken=taken)

    try:
        done = save_edit(draft, edit)
    except FileRefused as refused:
        session.rollback()
        for finding in refused.findings:
            form.refuse(sentence(finding))
        return _page(house, draft, kind, form, position=position), 422
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(refusal_sentence(refusal))
        return _page(house, draft, kind, form, position=position), 409
    if not done:
        return _overtaken(house, draft, kind, form, position or 1), 409
    flash(_("Gespeichert. „Schritt zurück“ nimmt es zurück."), "success")
    return redirect(url_for("plans_staff.show", slug=house.slug, plan_draft_id=draft.id), code=303)


def _edited(
    document: Mapping[str, Any],
    kind: ElementKind,
    form: ElementForm,
    index: int | None,
    *,
    slug: str,
    taken: set[str],
) -> dict[str, Any]:
    """The document with what was typed: the row, and what hangs on it."""
    old = rows_of(document, kind)[index] if index is not None else None
    row = form.row(document, old)
    if isinstance(form, SpaceForm):
        if not row["id"]:
            known = taken | {space["id"] for space in document["spaces"]}
            row["id"] = next(fresh_ids(slug, form.kind.data, known))
        placement = form.placement(row["id"], placement_of(document, row["id"]))
        return with_placement(with_row(document, kind, index, row), row["id"], placement)
    changed = with_row(document, kind, index, row)
    if isinstance(form, OutlineForm) and form.wall.data and (wall := wall_along(row)):
        return with_row(
            {**changed, "drawing": {**changed["drawing"], "outer_walls": []}},
            KINDS["aussenwaende"],
            None,
            wall,
        )
    return changed


def _overtaken(house: Location, draft: PlanDraft, kind: ElementKind, form: ElementForm, position: int) -> str:
    """The form again with all that was typed; sent once more it replaces what stands there now."""
    rows = rows_of(draft.document, kind)
    if position <= len(rows):
        form.was.data = fingerprint(draft.document, kind, rows[position - 1])
        form.was.raw_data = None
        now = kind.summary(rows[position - 1], draft.document)
        form.refuse(
            _(
                "Dieses Element wurde inzwischen geändert. Jetzt steht an seiner Stelle: %(now)s. Ihre Angaben stehen noch"
                " im Formular; noch einmal gespeichert ersetzen sie das.",
                now=now,
            )
        )
        return _page(house, draft, kind, form, position=position)
    form.refuse(
        _(
            "Dieses Element wurde inzwischen entfernt. Ihre Angaben stehen noch im Formular; noch einmal gespeichert"
            " kommt es neu dazu."
        )
    )
    return _page(house, draft, kind, form, position=None)


def _form(kind: ElementKind, draft: PlanDraft, *, position: int | None) -> ElementForm:
    form = kind.form()
    if isinstance(form, SpaceForm):
        rows = draft.document["spaces"]
        own = rows[position - 1] if position is not None and 1 <= position <= len(rows) else None
        form.offer(rows, own=own)
    return form


def _list_url(house: Location, draft: PlanDraft, kind: ElementKind) -> str:
    return url_for("plans_staff.elements", slug=house.slug, plan_draft_id=draft.id, plan_part=kind.code)


def _new_url(house: Location, draft: PlanDraft, kind: ElementKind) -> str:
    return url_for("plans_staff.new_element", slug=house.slug, plan_draft_id=draft.id, plan_part=kind.code)


def _element_url(house: Location, draft: PlanDraft, kind: ElementKind, position: int) -> str:
    return url_for(
        "plans_staff.element",
        slug=house.slug,
        plan_draft_id=draft.id,
        plan_part=kind.code,
        position=position,
    )


def _page(
    house: Location, draft: PlanDraft, kind: ElementKind, form: ElementForm, *, position: int | None
) -> str:
    return render_template(
        "plans/element.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        kind=kind,
        form=form,
        position=position,
        list_url=_list_url(house, draft, kind),
        action=_element_url(house, draft, kind, position) if position else _new_url(house, draft, kind),
    )
