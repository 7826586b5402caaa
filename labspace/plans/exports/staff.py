"""The team's page of one version of a plan, and its files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.documents.answers import pdf_answer
from labspace.documents.typesetting import Document
from labspace.formats import is_german
from labspace.locations.models import Location
from labspace.plans.exports.paper import FOOT_MM, HEAD_MM, MARGIN_MM, Paper, paper_for, scales_for
from labspace.plans.exports.queries import drawn, exported
from labspace.plans.exports.svg import Sheet, size_mm, svg_of
from labspace.plans.queries import find_plan
from labspace.plans.shown import plan_name, shown_plan, validity_text
from labspace.spaces.drawing import PlanPicture
from labspace.spaces.models import FloorPlan
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

bp = Blueprint("plans_exports", __name__)

ONE = "/team/<slug>/plaene/<int:plan_id>"
USUAL_SCALE = 100


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """One scale to print at."""

    text: str
    url: str
    is_usual: bool


@bp.get(ONE)
@staff
def show(slug: str, plan_id: int) -> ResponseReturnValue:
    """One version of a plan, whenever it holds, and its files."""
    house, plan = _plan(slug, plan_id)
    today = _today(house)
    _document, picture = drawn(db.session(), plan, today=today)
    return render_template(
        "plans/version.html",
        house=house,
        plan=shown_plan(plan, today=today),
        picture=picture,
        language="de" if is_german() else "en",
        papers=_papers(house, plan, picture),
    )


@bp.get(ONE + ".svg")
@staff
def svg(slug: str, plan_id: int) -> ResponseReturnValue:
    """The drawing, true to scale: `massstab` is 50, 100, 200 … and 100 unless asked for."""
    house, plan = _plan(slug, plan_id)
    document, picture = drawn(db.session(), plan, today=_today(house))
    scale = _asked_scale() or USUAL_SCALE
    sheet = _sheet(house, plan, len(document.placements), scale=scale)
    return _file(svg_of(picture, sheet), "image/svg+xml", _name(house, plan), "svg")


@bp.get(ONE + ".json")
@staff
def document(slug: str, plan_id: int) -> ResponseReturnValue:
    """The plan in the words of the import format; a draft begins from it as from the plan itself."""
    house, plan = _plan(slug, plan_id)
    value = exported(db.session(), plan, today=_today(house))
    written = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return _file(written, "application/json", _name(house, plan), "labspace-plan.json")


@bp.get(ONE + ".pdf")
@staff
def pdf(slug: str, plan_id: int) -> ResponseReturnValue:
    """The plan to scale on the smallest paper that holds it: `massstab` is 50, 100, 200 …"""
    house, plan = _plan(slug, plan_id)
    placed, picture = drawn(db.session(), plan, today=_today(house))
    paper = _paper(picture, scale=_asked_scale())
    sheet = _sheet(house, plan, len(placed.placements), scale=paper.scale)
    printed = Document(
        template="plans/plan.typ",
        title=sheet.title,
        language=sheet.language,
        values={
            "kicker": house.name,
            "house": house.name,
            "summary": _("%(when)s · Maßstab 1 : %(scale)d auf %(paper)s", when=validity_text(plan), scale=paper.scale, paper=paper.name.upper()),
            "foot": _("Ohne „An Seite anpassen“ drucken, sonst stimmt der Maßstab nicht.")
            + (f" {sheet.remark}" if sheet.remark else ""),
            "alt": sheet.description,
            "svg": svg_of(picture, sheet),
            "width_mm": size_mm(picture, scale=paper.scale)[0],
            "page": {"width": paper.width, "height": paper.height, "margin": MARGIN_MM, "head": HEAD_MM, "foot": FOOT_MM},
        },
        made_at=utc_now(),
    )  # fmt: skip
    return pdf_answer(printed, name=_name(house, plan))


def _plan(slug: str, plan_id: int) -> tuple[Location, FloorPlan]:
    house = run_house(slug)
    plan = find_plan(db.session(), plan_id) if plan_id < 2**62 else None
    if plan is None or plan.location_id != house.id:
        abort(404)
    return house, plan


def _today(house: Location) -> date:
    return utc_now().astimezone(house.zone).date()


def _asked_scale() -> int | None:
    """404 for a scale nobody prints at."""
    text = request.args.get("massstab")
    if text is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{1,3}", text) or not 10 <= int(text) <= 2000:
        abort(404)
    return int(text)


def _paper(picture: PlanPicture, *, scale: int | None) -> Paper:
    _left, _top, width, height = picture.box
    return paper_for(width, height, scale=scale)


def _papers(house: Location, plan: FloorPlan, picture: PlanPicture) -> list[ShownPaper]:
    usual = _paper(picture, scale=None)
    return [
        ShownPaper(
            _("1 : %(scale)d (%(paper)s)", scale=one.scale, paper=one.name.upper()),
            url_for("plans_exports.pdf", slug=house.slug, plan_id=plan.id, massstab=one.scale),
            one.scale == usual.scale,
        )
        for one in scales_for(*picture.box[2:])
        if one.scale <= 500
    ]


def _sheet(house: Location, plan: FloorPlan, count: int, *, scale: int) -> Sheet:
    return Sheet(
        title=_("%(house)s, %(plan)s", house=house.name, plan=plan_name(plan)),
        description=ngettext(
            "Grundriss mit %(num)d Fläche, gültig %(when)s",
            "Grundriss mit %(num)d Flächen, gültig %(when)s",
            count,
            when=validity_text(plan),
        ),
        language="de" if is_german() else "en",
        scale=scale,
        remark=_("Demonstration – frei erfunden") if house.is_demo else "",
    )


def _name(house: Location, plan: FloorPlan) -> str:
    return f"{house.slug}-{plan.level}-{plan.valid_from.isoformat()}"


def _file(text: str, kind: str, name: str, ending: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
