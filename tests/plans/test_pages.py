"""The team's pages of plans, and the draft as JSON for the editor."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.plans.actions import save_draft, start_draft
from labspace.plans.document import MOST_BYTES
from labspace.plans.models import PlanDraft
from labspace.spaces.models import Space
from tests.factories import Cast
from tests.plans.floors import FLOOR, add_plan
from tests.support.statements import counted
from tests.support.visit import Page, Visitor

PLANS = "/team/bochum/plaene"


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> PlanDraft:
    """A draft of Nora's from the plan in force, with two desks only."""
    draft = start_draft(session, add_plan(session, cast).id, by=cast.nora, now=now)
    session.commit()
    save_draft(session, draft.id, FLOOR, expected_version=1, by=cast.nora, now=now)
    session.commit()
    return draft


@pytest.fixture
def nora(cast: Cast, visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.nora)


def page_of(draft: PlanDraft) -> str:
    return f"{PLANS}/entwurf/{draft.id}"


def put(
    visitor: Visitor, draft: PlanDraft, document: object, *, etag: str = '"v2"', expect: int = 200
) -> Page:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    headers = {"If-Match": etag} if etag else {}
    page = visitor.try_out("PUT", f"{page_of(draft)}.json", data=body, headers=headers)
    assert page.status == expect, page.data
    return page


def said(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.data)
    return found


def test_a_draft_begins_from_the_plan_in_force(session: Session, cast: Cast, nora: Visitor) -> None:
    plan = add_plan(session, cast)
    assert "gilt jetzt" in nora.get(PLANS).words()
    made = nora.post(f"{PLANS}/entwurf", {"plan": plan.id})
    draft = session.scalars(select(PlanDraft)).one()
    assert made.location == page_of(draft)
    assert "Entwurf: Erdgeschoss" in nora.get(made.location).words()
    assert "Weiterzeichnen" in nora.get(PLANS).words()


def test_a_draft_begins_on_an_empty_sheet(session: Session, nora: Visitor) -> None:
    assert "noch keinen Plan" in nora.get(PLANS).words()
    form = {"name": "Dach", "name_en": "", "ebene": "2", "breite": "14,5", "hoehe": "9"}
    made = nora.post(f"{PLANS}/leeres-blatt", form)
    document = session.scalars(select(PlanDraft)).one().document
    assert (document["level"], document["width_m"], document["name"]) == (
        2,
        14.5,
        {"de": "Dach", "en": "Dach"},
    )
    assert "Der Umriss des Gebäudes fehlt noch." in nora.get(made.location).words()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"breite": "0"}, id="no width"),
        pytest.param({"breite": "NaN"}, id="no number"),
        pytest.param({"hoehe": "1e300"}, id="without end"),
        pytest.param({"ebene": "999"}, id="too high"),
        pytest.param({"name": ""}, id="no name"),
    ],
)
def test_a_sheet_no_plan_may_have_is_refused(session: Session, nora: Visitor, wrong: dict[str, str]) -> None:
    form = {"name": "Dach", "name_en": "", "ebene": "2", "breite": "14,5", "hoehe": "9", **wrong}
    nora.post(f"{PLANS}/leeres-blatt", form, expect=422)
    assert session.scalar(select(func.count(PlanDraft.id))) == 0


def test_a_discarded_draft_is_listed_apart_and_comes_back(nora: Visitor, draft: PlanDraft) -> None:
    nora.post(f"{page_of(draft)}/verwerfung")
    words = nora.get(PLANS).words()
    assert "Verworfene Entwürfe (1)" in words
    assert "Gerade wird nichts gezeichnet." in words
    assert "ändert sich nicht mehr" in nora.get(page_of(draft)).words()
    nora.post(f"{page_of(draft)}/rueckkehr")
    assert "Verworfene Entwürfe" not in nora.get(PLANS).words()


def test_steps_go_back_and_forth_without_a_script(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    assert "Schritt zurück" in nora.get(page_of(draft)).words()
    nora.post(f"{page_of(draft)}/schritt-zurueck", {"stand": 2})
    session.expire_all()
    assert len(draft.document["spaces"]) > 2
    nora.post(f"{page_of(draft)}/schritt-vor", {"stand": 2})
    assert "inzwischen geändert" in nora.get(page_of(draft)).words()
    nora.post(f"{page_of(draft)}/schritt-vor", {"stand": 3})
    session.expire_all()
    assert draft.document == FLOOR


def test_the_editor_reads_and_saves(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    read = nora.get(f"{page_of(draft)}.json")
    assert read.headers["ETag"] == '"v2"'
    document = said(read)["document"]
    assert document == FLOOR
    document["placements"].append({"space": "bochum-desk-09", "shape": [[7, 6], [8, 6], [8, 7]]})
    saved = put(nora, draft, document)
    assert saved.headers["ETag"] == '"v3"'
    (finding,) = said(saved)["findings"]
    assert (finding["code"], finding["severity"], finding["path"]) == (
        "unknown_space",
        "error",
        "$.placements[2].space",
    )
    assert "bochum-desk-09" in finding["sentence"]
    session.expire_all()
    assert draft.document == document


def test_who_comes_second_gets_the_others_document(
    session: Session, cast: Cast, nora: Visitor, visit: Callable[..., Visitor], draft: PlanDraft
) -> None:
    mine, other = deepcopy(FLOOR), deepcopy(FLOOR)
    mine["name"]["de"], other["name"]["de"] = "Meins", "Anders"
    put(visit(cast.ada), draft, other)
    answer = said(put(nora, draft, mine, expect=412))
    assert (answer["document"], answer["version"], answer["saved_by"]) == (other, 3, "Ada")
    assert "Ada hat diesen Entwurf inzwischen geändert." in answer["sentence"]
    session.expire_all()
    assert draft.document == other
    put(nora, draft, mine, etag='"v3"')


@pytest.mark.parametrize("etag", ["", "*", '"2"', "v2", '"v99999999999"', '"v-1"'])
def test_a_save_names_the_version_it_changes(nora: Visitor, draft: PlanDraft, etag: str) -> None:
    put(nora, draft, FLOOR, etag=etag, expect=428)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 50_000, id="nested without end"),
        pytest.param(json.dumps({**FLOOR, "script": "<script>"}).encode(), id="a foreign member"),
        pytest.param(json.dumps({**FLOOR, "level": 4}).encode(), id="another level"),
    ],
)
def test_what_is_no_draft_is_refused_whole(
    session: Session, nora: Visitor, draft: PlanDraft, body: bytes
) -> None:
    answer = said(put(nora, draft, body, expect=422))
    assert answer["findings"]
    assert "Nichts wurde gespeichert." in answer["sentence"]
    session.expire_all()
    assert (draft.version, draft.document) == (2, FLOOR)


def test_a_body_without_end_is_not_read(nora: Visitor, draft: PlanDraft) -> None:
    put(nora, draft, b" " * (MOST_BYTES + 1), expect=413)


def test_a_closed_draft_is_not_saved(nora: Visitor, draft: PlanDraft) -> None:
    nora.post(f"{page_of(draft)}/verwerfung")
    assert "ändert sich nicht mehr" in said(put(nora, draft, FLOOR, expect=409))["sentence"]


def test_an_id_of_another_house_is_an_error(
    session: Session, cast: Cast, nora: Visitor, draft: PlanDraft
) -> None:
    foreign = session.scalars(select(Space).where(Space.location_id == cast.other_house.id)).first()
    assert foreign is not None
    document = deepcopy(FLOOR)
    document["spaces"][1]["id"] = document["placements"][1]["space"] = foreign.public_id
    found = said(put(nora, draft, document))["findings"]
    assert [one["code"] for one in found] == ["space_of_another_house"]


def test_the_team_of_another_house_sees_nothing(
    session: Session, cast: Cast, visit: Callable[..., Visitor], draft: PlanDraft
) -> None:
    for person, expect in ((cast.alice, 403), (None, 401)):
        put(visit(person), draft, FLOOR, expect=expect)
    visit(cast.ada).get(f"/team/witten/plaene/entwurf/{draft.id}", expect=404)
    visit(cast.ada).get(f"/team/witten/plaene/entwurf/{draft.id}.json", expect=404)
    visit(cast.nora).get("/team/witten/plaene", expect=403)
    plan_id = draft.base_plan_id
    visit(cast.ada).post("/team/witten/plaene/entwurf", {"plan": plan_id})
    assert session.scalar(select(func.count(PlanDraft.id))) == 1


def test_a_save_costs_as_many_statements_with_many_spaces(
    session: Session, nora: Visitor, draft: PlanDraft
) -> None:
    few, many = deepcopy(FLOOR), deepcopy(FLOOR)
    for n in range(60):
        space = {"id": f"bochum-neu-{n}", "kind": "desk", "name": f"Neu {n}", "capacity": 1}
        many["spaces"].append(space)
    few["name"]["de"] = "Wenig"
    with counted(session) as small:
        put(nora, draft, few)
    with counted(session) as large:
        put(nora, draft, many, etag='"v3"')
    assert len(large) == len(small)


def test_the_pages_read_in_english(cast: Cast, visit: Callable[..., Visitor], draft: PlanDraft) -> None:
    english = visit(cast.nora, language="en")
    assert "Floor plans" in english.get(PLANS).words()
    assert "Draft: Ground floor" in english.get(page_of(draft)).words()
