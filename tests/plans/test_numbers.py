"""The numeric form: everything on a plan is added, changed and taken out without pointer and script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from labspace.plans.actions import save_draft, start_draft
from labspace.plans.elements.register import KINDS
from labspace.plans.elements.rows import rows_of
from labspace.plans.models import PlanDraft
from tests.factories import Cast
from tests.plans.floors import FLOOR, add_plan
from tests.support.visit import Page, Visitor
from tests.test_bad_input import forms_on


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> PlanDraft:
    """A draft of Nora's with the floor that has everything: version 2."""
    draft = start_draft(session, add_plan(session, cast).id, by=cast.nora, now=now)
    session.commit()
    save_draft(session, draft.id, FLOOR, expected_version=1, by=cast.nora, now=now)
    session.commit()
    return draft


@pytest.fixture
def nora(cast: Cast, visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.nora)


def page_of(draft: PlanDraft, *way: object) -> str:
    return "/".join(str(part) for part in (f"/team/bochum/plaene/entwurf/{draft.id}", *way))


def form_of(page: Page, address: str) -> dict[str, Any]:
    """What a browser would send of the one form that saves."""
    ((_, fields),) = [
        (action, fields)
        for action, fields in forms_on(page, address)
        if "sprache" not in fields and "abmeldung" not in action
    ]
    return dict(fields)


def send(visitor: Visitor, address: str, *, expect: int = 303, **typed: Any) -> Page:
    fields = form_of(visitor.get(address), address)
    return visitor.post(address, {**fields, **typed}, expect=expect)


def document_of(session: Session, draft: PlanDraft) -> dict[str, Any]:
    session.expire_all()
    return draft.document


@pytest.mark.parametrize("code", KINDS)
def test_what_is_opened_and_saved_unchanged_stays_the_same(
    session: Session, nora: Visitor, draft: PlanDraft, code: str
) -> None:
    rows = rows_of(FLOOR, KINDS[code])
    assert rows
    for position in range(1, len(rows) + 1):
        send(nora, page_of(draft, "elemente", code, position))
    assert document_of(session, draft) == FLOOR
    assert draft.version == 2


def test_the_sheet_saved_unchanged_stays_the_same(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    send(nora, page_of(draft, "blatt"))
    assert (document_of(session, draft), draft.version) == (FLOOR, 2)
    send(nora, page_of(draft, "blatt"), breite="13,5", norden="-10")
    document = document_of(session, draft)
    assert (document["width_m"], document["north_degrees"]) == (13.5, -10.0)


NEW: Mapping[str, tuple[dict[str, Any], Any]] = {
    "aussenwaende": (
        {"punkte": "0,15; 0,15\n5 0.15\n5/4", "geschlossen": "y"},
        [[0.15, 0.15], [5.0, 0.15], [5.0, 4.0], [0.15, 0.15]],
    ),
    "innenwaende": ({"punkte": "1; 2\n3; 4"}, [[1.0, 2.0], [3.0, 4.0]]),
    "tueren": (
        {
            "art": "double",
            "angel_x": "6",
            "angel_y": "1",
            "schloss_x": "6",
            "schloss_y": "2,5",
            "seite": "right",
        },
        {"hinge": [6.0, 1.0], "latch": [6.0, 2.5], "swing": "right", "style": "double"},
    ),
    "fenster": (
        {"anfang_x": "6", "anfang_y": "0,15", "ende_x": "8", "ende_y": "0,15", "schaufenster": "y"},
        {"from": [6.0, 0.15], "to": [8.0, 0.15], "shop_front": True},
    ),
    "eingaenge": (
        {"x": "9", "y": "8", "drehung": "0", "stufenlos": "y"},
        {"at": [9.0, 8.0], "rotation": 0.0, "step_free": True},
    ),
    "moebel": (
        {"was": "lift", "x": "9", "y": "2", "breite": "", "tiefe": "", "drehung": "90"},
        {"item": "lift", "at": [9.0, 2.0], "size": [1.6, 1.8], "rotation": 90.0},
    ),
    "bereiche": (
        {
            "name": "Café",
            "name_en": "",
            "farbe": "cafe",
            "form": "rechteck",
            "x": "9",
            "y": "2",
            "breite": "2",
            "tiefe": "1",
        },
        {
            "name": {"de": "Café", "en": "Café"},
            "tint": "cafe",
            "shape": [[8.0, 1.5], [10.0, 1.5], [10.0, 2.5], [8.0, 2.5]],
        },
    ),
    "wege": ({"punkte": "1; 5\n9; 5"}, [[1.0, 5.0], [9.0, 5.0]]),
}


@pytest.mark.parametrize("code", NEW)
def test_an_element_is_added_changed_and_taken_out(
    session: Session, nora: Visitor, draft: PlanDraft, code: str
) -> None:
    typed, row = NEW[code]
    kind, number = KINDS[code], len(rows_of(FLOOR, KINDS[code])) + 1
    nora.post(page_of(draft, "elemente", code, "neu"), typed)
    assert list(rows_of(document_of(session, draft), kind)) == [*rows_of(FLOOR, kind), row]
    send(nora, page_of(draft, "elemente", code, number))
    assert rows_of(document_of(session, draft), kind)[-1] == row
    listed = nora.get(page_of(draft, "elemente", code))
    (was,) = [
        fields["war"] for action, fields in forms_on(listed, "") if action.endswith(f"/{number}/entfernung")
    ]
    nora.post(page_of(draft, "elemente", code, number, "entfernung"), {"war": was})
    assert document_of(session, draft) == FLOOR
    nora.post(page_of(draft, "schritt-zurueck"), {"stand": 4})
    assert rows_of(document_of(session, draft), kind)[-1] == row


def test_an_outline_brings_its_wall(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    send(nora, page_of(draft, "elemente", "umriss", 1), breite="10", tiefe="6", x="5", y="3", wand="y")
    drawing = document_of(session, draft)["drawing"]
    assert drawing["outline"] == [[0.0, 0.0], [10.0, 0.0], [10.0, 6.0], [0.0, 6.0]]
    assert drawing["outer_walls"] == [[[0.15, 0.15], [9.85, 0.15], [9.85, 5.85], [0.15, 5.85], [0.15, 0.15]]]


SPACE = {
    "art": "event_area", "name": "Saal", "name_en": "Hall", "schrift": "Saal", "personen": "40", "groesse": "12",
    "reihen": "30", "stehend": "40", "ausstattung": ["stage", "sound"], "form": "rechteck", "x": "9", "y": "4",
    "breite": "4", "tiefe": "3", "gedreht": "90", "vorn": "180",
}  # fmt: skip


def test_a_space_gets_its_id_and_its_place(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    nora.post(page_of(draft, "elemente", "flaechen", "neu"), SPACE)
    document = document_of(session, draft)
    space, place = document["spaces"][-1], document["placements"][-1]
    assert space == {
        "id": "bochum-event-area-04",
        "kind": "event_area",
        "name": {"de": "Saal", "en": "Hall"},
        "capacity": 40,
        "label": "Saal",
        "layouts": [{"name": "rows", "capacity": 30}, {"name": "standing", "capacity": 40}],
        "area_m2": 12.0,
        "features": ["stage", "sound"],
    }
    assert (place["space"], place["rotation"]) == (space["id"], 180.0)
    assert sorted(place["shape"]) == [[7.5, 2.0], [7.5, 6.0], [10.5, 2.0], [10.5, 6.0]]
    send(nora, page_of(draft, "elemente", "flaechen", 3), ausstattung=SPACE["ausstattung"])
    assert document_of(session, draft) == document
    send(nora, page_of(draft, "elemente", "flaechen", 3), form="keine")
    assert len(document_of(session, draft)["placements"]) == 2
    assert "liegt noch nicht auf dem Plan" in nora.get(page_of(draft)).words()


def test_a_space_is_made_of_others_and_they_are_forgotten_with_it(
    session: Session, nora: Visitor, draft: PlanDraft
) -> None:
    both = ["bochum-desk-01", "bochum-desk-02"]
    whole = {"art": "desk", "name": "Insel", "personen": "2", "form": "keine"}
    nora.post(page_of(draft, "elemente", "flaechen", "neu"), whole)
    send(nora, page_of(draft, "elemente", "flaechen", 3), teile=both)
    assert document_of(session, draft)["spaces"][2]["parts"] == both
    listed = nora.get(page_of(draft, "elemente", "flaechen"))
    was = next(fields["war"] for action, fields in forms_on(listed, "") if action.endswith("/1/entfernung"))
    nora.post(page_of(draft, "elemente", "flaechen", 1, "entfernung"), {"war": was})
    document = document_of(session, draft)
    assert document["spaces"][1]["parts"] == ["bochum-desk-02"]
    assert [one["space"] for one in document["placements"]] == ["bochum-desk-02"]


def test_twelve_desks_in_two_rows(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    send(nora, page_of(draft, "reihe"), x="1", y="5", erste="7", spalten="6", reihen="2", abstand_y="-1,6")
    document = document_of(session, draft)
    new = document["spaces"][2:]
    assert [space["label"] for space in new] == [str(number) for number in range(7, 19)]
    assert [space["id"] for space in new] == [f"bochum-desk-{number:02d}" for number in range(3, 15)]
    assert document["placements"][7]["shape"] == [[8.2, 4.2], [9.8, 4.2], [9.8, 5.8], [8.2, 5.8]]
    send(nora, page_of(draft, "reihe"), x="1", y="5", spalten="50", reihen="50", expect=422)
    assert document_of(session, draft) == document


def test_others_may_draw_elsewhere_meanwhile(
    session: Session, cast: Cast, nora: Visitor, draft: PlanDraft, now: datetime
) -> None:
    address = page_of(draft, "elemente", "moebel", 1)
    fields = form_of(nora.get(address), address)
    theirs = deepcopy(FLOOR)
    theirs["drawing"]["furniture"].insert(0, {"item": "sofa", "at": [9, 3], "size": [2, 1], "rotation": 0})
    save_draft(session, draft.id, theirs, expected_version=2, by=cast.ada, now=now)
    session.commit()
    nora.post(address, {**fields, "x": "10"})
    furniture = document_of(session, draft)["drawing"]["furniture"]
    assert [(one["item"], one["at"]) for one in furniture] == [("sofa", [9, 3]), ("plant", [10.0, 7.0])]


def test_the_same_element_changed_by_two_is_asked_about(
    session: Session, cast: Cast, nora: Visitor, draft: PlanDraft, now: datetime
) -> None:
    address = page_of(draft, "elemente", "moebel", 1)
    fields = form_of(nora.get(address), address)
    theirs = deepcopy(FLOOR)
    theirs["drawing"]["furniture"][0]["at"] = [5.0, 5.0]
    save_draft(session, draft.id, theirs, expected_version=2, by=cast.ada, now=now)
    session.commit()
    asked = nora.post(address, {**fields, "x": "10"}, expect=409)
    assert "inzwischen geändert" in asked.words()
    assert "Pflanze, bei 5,00; 5,00" in asked.words()
    assert document_of(session, draft) == theirs
    again = form_of(asked, address)
    assert again["x"] == "10"
    nora.post(address, again)
    assert document_of(session, draft)["drawing"]["furniture"][0]["at"] == [10.0, 7.0]


def test_an_element_that_is_gone_comes_back_on_wish(
    session: Session, cast: Cast, nora: Visitor, draft: PlanDraft, now: datetime
) -> None:
    address = page_of(draft, "elemente", "moebel", 1)
    fields = form_of(nora.get(address), address)
    theirs = deepcopy(FLOOR)
    theirs["drawing"]["furniture"] = []
    save_draft(session, draft.id, theirs, expected_version=2, by=cast.ada, now=now)
    session.commit()
    asked = nora.post(address, {**fields, "x": "10"}, expect=409)
    ((action, again),) = [pair for pair in forms_on(asked, address) if "war" in pair[1]]
    nora.post(action, again)
    assert document_of(session, draft)["drawing"]["furniture"][0]["at"] == [10.0, 7.0]


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        pytest.param("innenwaende", {"punkte": "1; 2"}, "2 bis 199 Punkte", id="a wall of one point"),
        pytest.param(
            "innenwaende", {"punkte": "1; 2\nhier\n3; 4"}, "Zeile 2 („hier“)", id="a point of words"
        ),
        pytest.param("innenwaende", {"punkte": "1; 2\n900; 4"}, "-500", id="a point far away"),
        pytest.param(
            "moebel", {"was": "rocket", "x": "1", "y": "1"}, "aus der Liste", id="unknown furniture"
        ),
        pytest.param("moebel", {"was": "desk", "x": "NaN", "y": "1"}, "eine Zahl", id="not a number"),
        pytest.param("moebel", {"was": "desk", "x": "1e5", "y": "1"}, "eine Zahl", id="an exponent"),
        pytest.param(
            "bereiche",
            {"farbe": "cafe", "form": "rechteck", "x": "1"},
            "Mitte, Breite und Tiefe",
            id="half a rectangle",
        ),
        pytest.param(
            "bereiche",
            {"farbe": "cafe", "form": "ecken", "ecken": "1;1\n2;2"},
            "3 bis 200",
            id="a shape of two corners",
        ),
        pytest.param("flaechen", {**SPACE, "personen": "0"}, "1 bis 100000", id="nobody fits"),
        pytest.param("flaechen", {**SPACE, "name": ""}, "Bitte einen Namen", id="no name"),
        pytest.param(
            "flaechen", {**SPACE, "teile": ["fremd"]}, "aus der Liste", id="a part of another house"
        ),
    ],
)
def test_wrong_numbers_are_refused_and_nothing_is_lost(
    session: Session, nora: Visitor, draft: PlanDraft, code: str, typed: dict[str, Any], words: str
) -> None:
    page = nora.post(page_of(draft, "elemente", code, "neu"), typed, expect=422)
    assert words in page.words()
    assert (document_of(session, draft), draft.version) == (FLOOR, 2)
    if isinstance(typed.get("punkte"), str):
        assert typed["punkte"].split("\n")[0] in page.text


def test_what_is_unfinished_is_saved_and_told_with_a_link(
    session: Session, nora: Visitor, draft: PlanDraft
) -> None:
    door = {
        "art": "single",
        "angel_x": "3",
        "angel_y": "3",
        "schloss_x": "4",
        "schloss_y": "3",
        "seite": "left",
    }
    nora.post(page_of(draft, "elemente", "tueren", "neu"), door)
    page = nora.get(page_of(draft))
    assert "Tür 2: Tür oder Fenster liegt nicht in einer Wand." in page.words()
    assert page_of(draft, "elemente", "tueren", 2) in {link.get("href") for link in page.all("a")}


def test_shapes_that_belong_to_nothing_are_taken_out(
    session: Session, cast: Cast, nora: Visitor, draft: PlanDraft, now: datetime
) -> None:
    lost = deepcopy(FLOOR)
    lost["placements"].append({"space": "weg", "shape": [[7, 6], [8, 6], [8, 7]]})
    save_draft(session, draft.id, lost, expected_version=2, by=cast.nora, now=now)
    session.commit()
    assert "1 Form gehört zu keiner Fläche." in nora.get(page_of(draft)).words()
    nora.post(page_of(draft, "lose-formen"))
    assert document_of(session, draft) == FLOOR


def test_a_long_list_is_read_in_pages(
    session: Session, cast: Cast, nora: Visitor, draft: PlanDraft, now: datetime
) -> None:
    many = deepcopy(FLOOR)
    many["drawing"]["furniture"] = many["drawing"]["furniture"] * 250
    save_draft(session, draft.id, many, expected_version=2, by=cast.nora, now=now)
    session.commit()
    address = page_of(draft, "elemente", "moebel")
    assert "Seite 1 von 3" in nora.get(address).words()
    last = nora.get(f"{address}?seite=3")
    assert len([form for form in forms_on(last, "") if form[0].endswith("/entfernung")]) == 50
    nora.get(f"{address}?seite=999999")


def test_a_closed_draft_is_not_changed_by_forms(session: Session, nora: Visitor, draft: PlanDraft) -> None:
    nora.post(page_of(draft, "verwerfung"))
    nora.post(page_of(draft, "elemente", "wege", "neu"), {"punkte": "1;1\n2;2"}, expect=409)
    assert document_of(session, draft) == FLOOR


def test_unknown_kinds_and_positions(nora: Visitor, draft: PlanDraft) -> None:
    nora.get(page_of(draft, "elemente", "raketen"), expect=404)
    nora.get(page_of(draft, "elemente", "raketen", "neu"), expect=404)
    nora.get(page_of(draft, "elemente", "moebel", 99), expect=303)
    nora.post(page_of(draft, "elemente", "moebel", 99, "entfernung"), {"war": "x"})
