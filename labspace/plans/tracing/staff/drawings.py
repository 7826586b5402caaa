"""Drawings of other programs: brought, looked at layer by layer, taken over as one step of the draft."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refusal, Refused
from labspace.formats import is_german
from labspace.locations.findings import FileRefused
from labspace.locations.models import Location
from labspace.plans.document import MOST_SPACES, read_document
from labspace.plans.models import PlanDraft
from labspace.plans.picture import picture_of_draft
from labspace.plans.shown import draft_name
from labspace.plans.staff.blueprint import run_draft
from labspace.plans.tracing.actions import (
    bring_drawing,
    discard_drawing,
    document_with,
    take_over,
    unpacked,
)
from labspace.plans.tracing.apart import Format, read_drawing
from labspace.plans.tracing.elements import Choice, traced
from labspace.plans.tracing.forms import AS_FILE, ChoiceForm, DrawingForm, choice_form
from labspace.plans.tracing.guesses import guessed_role, guessed_scale, guessed_unit
from labspace.plans.tracing.limits import MAX_REQUEST_BYTES
from labspace.plans.tracing.models import ForeignDrawing
from labspace.plans.tracing.queries import find_drawing
from labspace.plans.tracing.sentences import tracing_sentence
from labspace.plans.tracing.sheets import Sheet
from labspace.plans.tracing.shown import added, chosen_from, left_out, sheet_text, shown_layers, size_text
from labspace.plans.tracing.staff.blueprint import (
    DRAWINGS,
    bp,
    index_page,
    say_refused,
    status_of,
    to_index,
    version_of,
)
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _

ONE_DRAWING = DRAWINGS + "/<int:foreign_drawing_id>"


@bp.post(DRAWINGS)
@staff
@takes_files(MAX_REQUEST_BYTES)
def bring(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Read an SVG or DXF file; nothing of it is in the draft yet."""
    house, draft = run_draft(slug, plan_draft_id)
    form = DrawingForm()
    if not form.validate():
        return index_page(house, draft, drawing_form=form), 422
    try:
        data = form.content()
        kind = format_of(data)
        drawing = bring_drawing(
            db.session(),
            draft.id,
            read_drawing(kind, data),
            file_name=form.file_name(),
            is_on_paper=kind is Format.SVG,
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        form.file.errors = [tracing_sentence(one) for one in refused.refusals]
        return index_page(*run_draft(slug, plan_draft_id), drawing_form=form), status_of(refused)
    url = url_for(
        "tracing_staff.choose", slug=house.slug, plan_draft_id=draft.id, foreign_drawing_id=drawing.id
    )
    db.session.commit()
    return redirect(url, code=303)


def format_of(data: bytes) -> Format:
    """What a file is by its beginning; names and types told by the browser are never asked. Raises `Refused`."""
    head = data[:4096]
    if not data:
        raise Refused(Refusal("file_empty"))
    if (
        head.startswith((b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff"))
        or b"<" in head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    ):
        return Format.SVG
    if head.startswith((b"AC10", b"AutoCAD Binary DXF")) or b"SECTION" in head.upper():
        return Format.DXF
    raise Refused(Refusal("file_unknown"))


@bp.get(ONE_DRAWING)
@staff
def choose(slug: str, plan_draft_id: int, foreign_drawing_id: int) -> ResponseReturnValue:
    """The layers of a drawing, what becomes of each, and how the draft would then look."""
    house, draft = run_draft(slug, plan_draft_id)
    drawing, sheet = _drawing(draft, foreign_drawing_id)
    is_asked = "einheit" in request.args
    values = MultiDict(request.args if is_asked else _guesses(draft, drawing, sheet))
    form = _form(sheet, values)
    return _page(house, draft, drawing, sheet, form, says_errors=is_asked)


@bp.post(ONE_DRAWING + "/uebernahme")
@staff
def accept(slug: str, plan_draft_id: int, foreign_drawing_id: int) -> ResponseReturnValue:
    """Add the chosen layers to the draft; the button of the preview only shows what would come."""
    house, draft = run_draft(slug, plan_draft_id)
    drawing, sheet = _drawing(draft, foreign_drawing_id)
    form = _form(sheet, request.form)
    if "vorschau" in request.form:
        return _previewed(house, draft, drawing, form)
    if not form.validate():
        return _page(house, draft, drawing, sheet, form), 422
    try:
        take_over(
            db.session(),
            draft.id,
            drawing.id,
            _choice(form, sheet),
            expected_version=version_of(form),
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        return _refused(slug, plan_draft_id, foreign_drawing_id, form, refused)
    except FileRefused:
        too_many = Refused(Refusal("traced_too_many", {"most": MOST_SPACES}))
        return _refused(slug, plan_draft_id, foreign_drawing_id, form, too_many)
    db.session.commit()
    flash(
        _("Übernommen. Mit „Schritt zurück“ nehmen Sie es im Ganzen zurück. Bitte bei neuen Flächen die Personenzahl eintragen."),
        "success",
    )  # fmt: skip
    return redirect(url_for("plans_staff.show", slug=house.slug, plan_draft_id=draft.id), code=303)


def _refused(
    slug: str, plan_draft_id: int, foreign_drawing_id: int, form: ChoiceForm, refused: Refused
) -> ResponseReturnValue:
    """The page again with all that was chosen, at the version that the draft has by now."""
    db.session.rollback()
    house, draft = run_draft(slug, plan_draft_id)
    if "drawing_gone" in refused.codes:
        say_refused(refused)
        return to_index(house, draft.id)
    for refusal in refused.refusals:
        form.refuse(tracing_sentence(refusal))
    drawing, sheet = _drawing(draft, foreign_drawing_id)
    form.version.data, form.version.raw_data = str(draft.version), None
    return _page(house, draft, drawing, sheet, form), status_of(refused)


@bp.post(ONE_DRAWING + "/verwerfung")
@staff
def discard(slug: str, plan_draft_id: int, foreign_drawing_id: int) -> ResponseReturnValue:
    """Forget a drawing."""
    house, draft = run_draft(slug, plan_draft_id)
    discard_drawing(db.session(), draft.id, foreign_drawing_id)
    db.session.commit()
    flash(_("Die Zeichnung ist verworfen; am Entwurf hat sich nichts geändert."), "success")
    return to_index(house, plan_draft_id)


def _drawing(draft: PlanDraft, drawing_id: int) -> tuple[ForeignDrawing, Sheet]:
    drawing = find_drawing(db.session(), draft.id, drawing_id)
    if drawing is None or drawing.body is None:
        abort(404)
    return drawing, unpacked(drawing.body)


def _form(sheet: Sheet, values: MultiDict[str, str]) -> ChoiceForm:
    return choice_form(chosen_from(sheet), values, names_a_unit=sheet.metres_per_unit is not None)


def _guesses(draft: PlanDraft, drawing: ForeignDrawing, sheet: Sheet) -> dict[str, str]:
    """How the form begins: units as the file says, layers by their names."""
    left, _top, right, _bottom = sheet.box
    per_unit = sheet.metres_per_unit
    unit = guessed_unit(per_unit)
    return {
        "einheit": unit.value if unit and not drawing.is_on_paper else AS_FILE if per_unit else "",
        "massstab": str(guessed_scale((right - left) * per_unit) if drawing.is_on_paper and per_unit else 1),
        "drehung": "0",
        "x": "1",
        "y": "1",
        "stand": str(draft.version),
        **{f"ebene-{number}": guessed_role(sheet.layers[number]).value for number, _ in chosen_from(sheet)},
    }


def _choice(form: ChoiceForm, sheet: Sheet) -> Choice:
    """Only after `validate()`."""
    roles = form.roles()
    # Turned by a quarter, what was high is wide.
    axis = 0 if form.turn.data in {"0", "180"} else 1
    along = [point[axis] for line in sheet.lines if line.layer in roles for point in line.points] or [0.0]
    return form.choice(metres_in_file=sheet.metres_per_unit, width_units=(max(along) - min(along)) or 1.0)


def _previewed(
    house: Location, draft: PlanDraft, drawing: ForeignDrawing, form: ChoiceForm
) -> ResponseReturnValue:
    """To the same choice as an address: it can be reloaded, and going back leaves nothing half sent."""
    values: dict[str, Any] = {field.name: request.form.get(field.name, "")[:20] for field in form}
    return redirect(
        url_for(
            "tracing_staff.choose",
            slug=house.slug,
            plan_draft_id=draft.id,
            foreign_drawing_id=drawing.id,
            _anchor="vorschau",
            **values,
        ),
        code=303,
    )


def _page(
    house: Location,
    draft: PlanDraft,
    drawing: ForeignDrawing,
    sheet: Sheet,
    form: ChoiceForm,
    *,
    says_errors: bool = True,
) -> str:
    preview: dict[str, Any] = {}
    if request.method == "GET" and not form.validate() and not says_errors:
        for field in form:
            field.errors = []
    elif not any(field.errors for field in form):
        preview = _preview(draft, sheet, form, says_errors=says_errors)
    return render_template(
        "plans/tracing/drawing.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        drawing=drawing,
        form=form,
        layers=shown_layers(sheet),
        skipped=sheet_text(sheet),
        is_cut=len(chosen_from(sheet)) < len({line.layer for line in sheet.lines}),
        language="de" if is_german() else "en",
        **preview,
    )


def _preview(draft: PlanDraft, sheet: Sheet, form: ChoiceForm, *, says_errors: bool) -> dict[str, Any]:
    """The draft as it would be; where it cannot be, the form says why."""
    told: dict[str, Any] = {}
    try:
        found = traced(sheet, _choice(form, sheet))
        told = {"left_out": left_out(found), "size": size_text(found), "added": added(found)}
        document, _unfinished = read_document(document_with(db.session(), draft, found))
    except FileRefused:
        form.refuse(tracing_sentence(Refusal("traced_too_many", {"most": MOST_SPACES})))
    except Refused as refused:
        if says_errors and not form.form_errors:
            for refusal in refused.refusals:
                form.refuse(tracing_sentence(refusal))
    else:
        told["picture"] = picture_of_draft(document)
    return told
