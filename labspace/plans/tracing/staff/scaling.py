"""Two points of the picture, and how far they are apart: it becomes as large as the house.

Points are clicked without JavaScript: the picture is a button that sends where it was hit; for keyboards
there are fields with numbers.
"""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import is_german
from labspace.locations.models import Location
from labspace.plans.document import read_document
from labspace.plans.models import PlanDraft
from labspace.plans.picture import picture_of_draft
from labspace.plans.shown import draft_name
from labspace.plans.staff.blueprint import run_draft
from labspace.plans.tracing.actions import scale_underlay, unscale_underlay
from labspace.plans.tracing.forms import ScaleForm
from labspace.plans.tracing.models import PlanUnderlay
from labspace.plans.tracing.queries import underlay_of
from labspace.plans.tracing.sentences import tracing_sentence
from labspace.plans.tracing.shown import SHOWN_WIDTHS, shown_underlay
from labspace.plans.tracing.staff.blueprint import UNDERLAY, bp, say_refused, status_of, to_index, version_of
from labspace.spaces.geometry import Point
from labspace.times import utc_now
from labspace.words import gettext as _

KEPT = ("ax", "ay", "bx", "by", "laenge", "lage", "x", "y", "stand")
"""What of the form goes on to the next click."""


@bp.get(UNDERLAY + "/massstab")
@staff
def points(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """The picture with its two points, as far as they are set."""
    house, draft = run_draft(slug, plan_draft_id)
    underlay = _underlay(draft)
    # Unlike a form that was sent, nothing is wrong yet: fields begin as they are or were clicked.
    asked = {name: request.args[name] for name in KEPT if name in request.args}
    values = {"lage": "wie-im-bild", "x": "1", "y": "1", "stand": str(underlay.version), **asked}
    return _page(house, draft, underlay, ScaleForm(formdata=MultiDict(values)))


@bp.post(UNDERLAY + "/massstab")
@staff
def scale(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """A click sets one point and shows the form again; without one the picture gets its scale."""
    house, draft = run_draft(slug, plan_draft_id)
    underlay, form = _underlay(draft), ScaleForm()
    if hit := _hit():
        return _clicked(house, draft, underlay, hit)
    if not form.validate():
        return _page(house, draft, underlay, form), 422
    try:
        scale_underlay(
            db.session(),
            draft.id,
            form.laid(),
            expected_version=version_of(form),
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        for refusal in refused.refusals:
            form.refuse(tracing_sentence(refusal))
        house, draft = run_draft(slug, plan_draft_id)
        underlay = _underlay(draft)
        form.version.data, form.version.raw_data = str(underlay.version), None
        return _page(house, draft, underlay, form), status_of(refused)
    db.session.commit()
    flash(_("Das Bild hat seinen Maßstab."), "success")
    return to_index(house, draft.id)


@bp.post(UNDERLAY + "/massstab/ruecknahme")
@staff
def unscale(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Put the picture back where it lay before."""
    house, draft = run_draft(slug, plan_draft_id)
    version = request.form.get("stand", default=0, type=int)
    try:
        unscale_underlay(db.session(), draft.id, expected_version=version, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(_("Das Bild liegt wieder wie vorher."), "success")
    return to_index(house, plan_draft_id)


def _underlay(draft: PlanDraft) -> PlanUnderlay:
    return underlay_of(db.session(), draft.id) or abort(404)


def _hit() -> Point | None:
    """Where the picture was clicked; None where the form was sent by its button or by the Enter key.

    To a browser the picture is the first button of the form, pressed by Enter at 0, 0.
    """
    x, y = (request.form.get(f"klick.{axis}", type=int) for axis in "xy")
    return None if x is None or y is None or (x, y) == (0, 0) else (x, y)


def _clicked(house: Location, draft: PlanDraft, underlay: PlanUnderlay, hit: Point) -> ResponseReturnValue:
    """Back to the form with the point that was hit; what is typed goes along."""
    values: dict[str, Any] = {name: request.form.get(name, "")[:20] for name in KEPT}
    point = "b" if request.form.get("punkt") == "b" else "a"
    factor = underlay.width_px / SHOWN_WIDTHS[_size()]
    values[f"{point}x"] = str(min(max(round(hit[0] * factor), 0), underlay.width_px))
    values[f"{point}y"] = str(min(max(round(hit[1] * factor), 0), underlay.height_px))
    return redirect(
        url_for(
            "tracing_staff.points",
            slug=house.slug,
            plan_draft_id=draft.id,
            punkt="a" if point == "b" else "b",
            groesse=_size(),
            _anchor="bild",
            **values,
        ),
        code=303,
    )


def _size() -> int:
    given = request.values.get("groesse", "0")
    return int(given) if given in {"0", "1", "2"} else 0


def _page(house: Location, draft: PlanDraft, underlay: PlanUnderlay, form: ScaleForm) -> str:
    document, _unfinished = read_document(draft.document)
    width = SHOWN_WIDTHS[_size()]
    set_points = [
        (letter, x.data, y.data)
        for letter, x, y in (("A", form.a_x, form.a_y), ("B", form.b_x, form.b_y))
        if x.data is not None and y.data is not None
    ]
    return render_template(
        "plans/tracing/scale.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        underlay=shown_underlay(underlay, house),
        form=form,
        points=set_points,
        next_point="b" if request.values.get("punkt") == "b" else "a",
        size=_size(),
        shown=(width, round(underlay.height_px * width / underlay.width_px)),
        picture=picture_of_draft(document),
        language="de" if is_german() else "en",
    )
