"""An exported plan comes back: the same plan, the same spaces; whatever is no plan changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.plans.actions import save_draft, undo_step
from labspace.plans.document import MOST_BYTES, read_document
from labspace.plans.exports.queries import exported
from labspace.plans.models import PlanDraft, PlanDraftStep
from labspace.spaces.models import FloorPlan
from tests.factories import Cast, make_house
from tests.plans.finished import plans, put_in_force
from tests.plans.floor import begin_draft, lay_plan
from tests.plans.floors import FLOOR
from tests.support.visit import Page, Visitor

NEW = "/team/bochum/plaene/plandatei"
Visit = Callable[..., Visitor]


@pytest.fixture
def plan(session: Session, cast: Cast) -> FloorPlan:
    return lay_plan(session, cast)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime, plan: FloorPlan) -> PlanDraft:
    return begin_draft(session, plan, cast, now)


def upload(visitor: Visitor, url: str, value: object, *, expect: int = 303, stand: str = "") -> Page:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    # Written by hand: the test client leaves the file open in which it lays a large one.
    head = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    fields = head % (b"stand", b"", stand.encode()) + head % (b"plandatei", b'; filename="plan.json"', data)
    page = visitor.try_out(
        "POST", url, data=fields + b"--x--", content_type="multipart/form-data; boundary=x"
    )
    assert page.status == expect, page.words()
    return page


def drafts(session: Session) -> list[PlanDraft]:
    session.expire_all()
    return list(session.scalars(select(PlanDraft).order_by(PlanDraft.id)))


numbers = count(1)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_plan_comes_back_as_it_was_taken_away(
    session: Session, cast: Cast, visit: Visit, now: datetime, data: st.DataObject
) -> None:
    slug = f"haus-{next(numbers)}"
    document = data.draw(plans(slug))
    _values, unfinished = read_document(document)
    assert not unfinished
    plan = put_in_force(session, slug, document, by=cast.ada, now=now)
    ada = visit(cast.ada)
    taken_away = ada.get(f"/team/{slug}/plaene/{plan.id}.json").data
    upload(ada, f"/team/{slug}/plaene/plandatei", taken_away)
    assert drafts(session)[-1].document == json.loads(taken_away)


def test_a_draft_from_a_file_keeps_the_spaces_and_begins_where_drafts_begin(
    session: Session, cast: Cast, visit: Visit, plan: FloorPlan, now: datetime
) -> None:
    nora = visit(cast.nora)
    assert NEW in [one.get("href") for one in nora.get("/team/bochum/plaene").all("a")]
    assert "Neuer Entwurf" not in nora.get(NEW).text
    made = upload(nora, NEW, nora.get(f"/team/bochum/plaene/{plan.id}.json").data)
    (draft,) = drafts(session)
    assert made.location == f"/team/bochum/plaene/entwurf/{draft.id}"
    assert (draft.document, draft.level) == (exported(session, plan, today=now.date()), 0)
    page = nora.get(made.location)
    assert "Der Entwurf ist da" in page.words()
    assert "anderen Haus" not in page.words()


def test_a_file_takes_the_place_of_a_draft_as_one_step(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, now: datetime
) -> None:
    before = deepcopy(draft.document)
    nora, url = visit(cast.nora), f"/team/bochum/plaene/entwurf/{draft.id}"
    assert f"{url}/plandatei" in [one.get("href") for one in nora.get(f"{url}/vorlage").all("a")]
    made = upload(nora, f"{url}/plandatei", FLOOR, stand="1")
    assert made.location == url
    (changed,) = drafts(session)
    assert (changed.version, changed.document) == (2, FLOOR)
    undo_step(session, draft.id, expected_version=2, by=cast.nora, now=now)
    session.commit()
    assert drafts(session)[0].document == before


def test_a_draft_somebody_saved_since_is_not_written_over(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, now: datetime
) -> None:
    theirs = {**draft.document, "name": {"de": "Parterre", "en": "Parterre"}}
    save_draft(session, draft.id, theirs, expected_version=1, by=cast.ada, now=now)
    session.commit()
    nora, url = visit(cast.nora), f"/team/bochum/plaene/entwurf/{draft.id}/plandatei"
    for stand in ("1", "x", "-1", "9" * 30):
        page = upload(nora, url, FLOOR, stand=stand, expect=409)
        assert "inzwischen geändert" in page.words()
    assert drafts(session)[0].document == theirs
    fresh = next(one.get("value") for one in page.all("input") if one.get("name") == "stand")
    upload(nora, url, FLOOR, stand=str(fresh))
    assert drafts(session)[0].document == FLOOR


def test_spaces_of_another_house_become_new_ones_and_names_are_told(
    session: Session, cast: Cast, visit: Visit, now: datetime, plan: FloorPlan
) -> None:
    make_house(session, "herne")
    session.commit()
    ada = visit(cast.ada)
    file = ada.get(f"/team/bochum/plaene/{plan.id}.json").data
    there = json.loads(file)
    made = upload(ada, "/team/herne/plaene/plandatei", file)
    here = drafts(session)[0].document
    assert all(one["id"].startswith("herne-") for one in here["spaces"])
    assert len({one["id"] for one in here["spaces"]}) == len(there["spaces"])
    names = {one["id"]: one["name"]["de"] for one in there["spaces"]}
    new = {one["id"]: one["name"]["de"] for one in here["spaces"]}
    assert [new[one["space"]] for one in here["placements"]] == [
        names[one["space"]] for one in there["placements"]
    ]
    parts = [[new[part] for part in one["parts"]] for one in here["spaces"] if "parts" in one]
    assert (
        parts == [[names[part] for part in one["parts"]] for one in there["spaces"] if "parts" in one] != []
    )
    assert read_document(here)[1] == []
    words = ada.get(made.location).words()
    assert "Flächen gehören zu einem anderen Haus" in words
    assert "bitte prüfen" not in words


def test_a_name_that_another_space_of_the_house_has_is_told(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft
) -> None:
    file = deepcopy(FLOOR)
    file["spaces"][1]["id"] = "bochum-desk-77"
    file["spaces"][1]["name"]["de"] = cast.second_desk.name
    file["placements"][1]["space"] = "bochum-desk-77"
    nora = visit(cast.nora)
    page = nora.get(upload(nora, NEW, file).location)
    assert (
        f"Diesen Namen hat im Haus schon eine andere Fläche, bitte prüfen: {cast.second_desk.name}."
        in page.words()
    )


def crossing() -> dict[str, Any]:
    file = deepcopy(FLOOR)
    file["placements"][1]["shape"] = [[3, 0.5], [4, 2], [4, 0.5], [3, 1.5]]
    return file


@pytest.mark.parametrize(
    ("file", "path", "words"),
    [
        pytest.param({**FLOOR, "format": "labspace-plan/2", "more": 1}, "$.format", "hier wird „labspace-plan/1“ gelesen", id="newer"),
        pytest.param({"format": "labspace-locations/1", "houses": []}, "$.format", "ganzen Häusern", id="houses file"),
        pytest.param({"type": "FeatureCollection"}, "$.format", "keine Plandatei", id="other JSON"),
        pytest.param({"format": ["labspace-plan/1"]}, "$.format", "keine Plandatei", id="format is a list"),
        pytest.param([], "$", "ein Objekt", id="a list"),
        pytest.param(b"<svg/>", "$", "kein JSON", id="SVG"),
        pytest.param(b"", "$", "kein JSON", id="empty"),
        pytest.param(b"\xff\xfe\x00", "$", "UTF-8", id="not text"),
        pytest.param(b" " * (MOST_BYTES + 1), "$", "größer als 4 MB", id="too large"),
        pytest.param(b"[" * 5000, "$", "verschachtelt", id="too deep"),
        pytest.param(crossing(), "$.placements[1].shape", "schneidet oder berührt sich selbst", id="crosses itself"),
        pytest.param({**FLOOR, "width_m": "12"}, "$.width_m", "Zahl", id="a word for a number"),
        pytest.param({**FLOOR, "spaces": FLOOR["spaces"][:1]}, "$.placements[1].space", "gehört zu keiner Fläche", id="a shape of nothing"),
    ],
)  # fmt: skip
def test_whatever_is_no_plan_is_told_by_path_and_changes_nothing(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, file: object, path: str, words: str
) -> None:
    nora = visit(cast.nora)
    for url in (NEW, f"/team/bochum/plaene/entwurf/{draft.id}/plandatei"):
        page = upload(nora, url, file, stand="1", expect=422)
        told = " ".join(page.words().split())
        assert "geändert wurde nichts" in told
        assert f"{path}: " in told
        assert words in told
    assert [one.version for one in drafts(session)] == [1]
    assert session.scalar(select(func.count(PlanDraftStep.id))) == 0


def test_a_file_of_another_floor_belongs_to_a_draft_of_its_own(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft
) -> None:
    nora = visit(cast.nora)
    page = upload(
        nora,
        f"/team/bochum/plaene/entwurf/{draft.id}/plandatei",
        {**FLOOR, "level": 3},
        stand="1",
        expect=422,
    )
    assert "gehört zu einer anderen Ebene" in page.words()
    assert "$.level" in page.words()
    upload(nora, NEW, {**FLOOR, "level": 3})
    assert [one.level for one in drafts(session)] == [0, 3]


def test_no_file_is_asked_for_again_and_a_closed_draft_takes_none(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft
) -> None:
    nora, url = visit(cast.nora), f"/team/bochum/plaene/entwurf/{draft.id}"
    assert "Bitte wählen Sie eine Datei." in nora.post(NEW, {}, expect=422).words()
    nora.post(f"{url}/verwerfung", {}, expect=303)
    assert "ändert sich nicht mehr" in nora.get(f"{url}/plandatei").words()
    assert "ändert sich nicht mehr" in upload(nora, f"{url}/plandatei", FLOOR, stand="1", expect=409).words()
