"""A plan to take away: SVG, PDF to scale, and the import format that comes back the same."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.locations.house_file import Texts
from labspace.plans.actions import save_draft, start_empty_draft
from labspace.plans.document import parse_document, read_document, written
from labspace.plans.exports.paper import (
    FOOT_MM,
    HEAD_MM,
    MARGIN_MM,
    PAPERS,
    SCALES,
    paper_for,
    scales_for,
)
from labspace.plans.exports.queries import exported
from labspace.plans.exports.svg import Sheet, svg_of
from labspace.plans.picture import picture_of_draft
from labspace.spaces.models import FloorPlan
from tests.factories import Cast
from tests.plans.floor import lay_plan

POINT_MM = 25.4 / 72


@pytest.fixture
def plan(session: Session, cast: Cast) -> FloorPlan:
    return lay_plan(session, cast)


def test_what_is_exported_is_read_as_the_same_plan(
    visit, session: Session, cast: Cast, now: datetime, plan: FloorPlan
) -> None:
    answer = visit(cast.nora).get(f"/team/bochum/plaene/{plan.id}.json")
    assert answer.headers["Content-Disposition"].endswith('bochum-0-2020-01-01.labspace-plan.json"')
    value = parse_document(answer.data)
    assert value == exported(session, plan, today=now.date())
    draft = start_empty_draft(
        session, cast.house.id, level=0, name=Texts("x", "x"), width_m=5, height_m=5, by=cast.nora, now=now
    )
    save_draft(session, draft.id, value, expected_version=1, by=cast.nora, now=now)
    document, unfinished = read_document(draft.document)
    assert written(document) == value
    assert not unfinished


def test_the_svg_is_true_to_scale_and_holds_nothing_that_runs(visit, cast: Cast, plan: FloorPlan) -> None:
    answer = visit(cast.nora).get(f"/team/bochum/plaene/{plan.id}.svg?massstab=50")
    assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (200, "image/svg+xml")
    root = ElementTree.fromstring(answer.data)
    left, _top, width, height = map(float, root.get("viewBox", "").split())
    assert (root.get("width"), root.get("height")) == (f"{width * 20:.2f}mm", f"{height * 20:.2f}mm")
    assert left < 0
    assert width > 24
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "g", "path", "circle", "text"}
    words = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert {"1", "2", "N"} <= set(words)
    assert "5 m · 1 : 50" in words
    # The bar itself: from end to end as many metres as it says.
    bars = [one.get("d", "") for one in root.iter() if "v.24" in one.get("d", "")]
    (start, end) = map(float, re.findall(r"^M(\S+) \S+H(-?[\d.]+)M", bars[-1])[0])
    assert (end - start, bars[-1].count("v.12")) == (5, 4)


@pytest.mark.parametrize("scale", [None, 50, 100, 200])
def test_the_pdf_has_the_size_of_its_paper_and_says_its_scale(
    visit, cast: Cast, plan: FloorPlan, scale: int | None
) -> None:
    url = f"/team/bochum/plaene/{plan.id}.pdf" + (f"?massstab={scale}" if scale else "")
    answer = visit(cast.nora).get(url)
    assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (200, "application/pdf")
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1
        box = [float(value) * POINT_MM for value in pdf.pages[0].mediabox]
        size = tuple(sorted(round(value) for value in box[2:]))
        assert size in PAPERS.values()
        assert str(pdf.Root.Lang) == "de"
        assert "StructTreeRoot" in {str(name).lstrip("/") for name in pdf.Root}
    (said,) = {int(one) for one in re.findall(r"1 : (\d+)", _words(answer.data))}
    assert said == (scale or 100), "the heading and the bar name the same scale"
    assert "5 m · 1 :" in _words(answer.data)


def _words(pdf: bytes) -> str:
    with (
        closing(pdfium.PdfDocument(pdf)) as document,
        closing(document[0]) as page,
        closing(page.get_textpage()) as words,
    ):
        return str(words.get_text_bounded())


@pytest.mark.parametrize("scale", ["0", "3", "2001", "x", "1e3", "-50", ""])
def test_a_scale_nobody_prints_at_is_not_found(visit, cast: Cast, plan: FloorPlan, scale: str) -> None:
    for ending in ("svg", "pdf"):
        visit(cast.nora).get(f"/team/bochum/plaene/{plan.id}.{ending}?massstab={scale}", expect=404)


def test_only_the_staff_of_the_house_take_it_away(
    visit, session: Session, cast: Cast, plan: FloorPlan
) -> None:
    assert session.scalars(select(FloorPlan.id)).all() == [plan.id]
    for ending in ("", ".svg", ".pdf", ".json"):
        path = f"/team/bochum/plaene/{plan.id}{ending}"
        visit(cast.alice).get(path, expect=403)
        visit(cast.ada).get(path.replace("bochum", "witten"), expect=404)
        visit(cast.nora).get(path.replace(f"/{plan.id}", "/4711"), expect=404)


def test_the_page_of_a_version_shows_it(visit, cast: Cast, plan: FloorPlan) -> None:
    page = visit(cast.nora).get(f"/team/bochum/plaene/{plan.id}")
    assert "Erdgeschoss" in page.words()
    assert "1 : 100 (A4)" in page.words()


def test_names_cannot_write_into_the_drawing(
    session: Session, cast: Cast, plan: FloorPlan, now: datetime
) -> None:
    value = exported(session, plan, today=now.date())
    desk = next(space for space in value["spaces"] if space["id"] == "bochum-desk-01")
    desk["label"] = '<script>&"'
    picture = picture_of_draft(read_document(value)[0])
    sheet = Sheet(title="</title><script>", description='"&', language="de", scale=100, remark="<b>")
    root = ElementTree.fromstring(svg_of(picture, sheet))
    assert not [one for one in root.iter() if one.tag.endswith(("script", "}b"))]
    assert json.dumps([one.text for one in root.iter()]).count("<script>") == 2


SIZES = st.floats(1, 1000)


@given(SIZES, SIZES, st.sampled_from([None, *SCALES]))
def test_the_plan_always_fits_on_its_paper(width: float, height: float, scale: int | None) -> None:
    paper = paper_for(width, height, scale=scale)
    assert width * 1000 / paper.scale <= paper.width - 2 * MARGIN_MM
    assert height * 1000 / paper.scale <= paper.height - 2 * MARGIN_MM - HEAD_MM - FOOT_MM
    assert scale is None or paper.scale >= scale
    assert tuple(sorted((paper.width, paper.height))) == PAPERS[paper.name]
    assert paper.scale in {one.scale for one in scales_for(width, height)}
