"""A draft may be unfinished but is always sound; written and read again it is the same."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from labspace.locations.findings import FileRefused
from labspace.locations.house_file import Texts
from labspace.plans.checks import Severity, checks
from labspace.plans.document import MOST_BYTES, empty_document, parse_document, read_document, written
from labspace.plans.picture import picture_of_draft
from labspace.spaces.house_file import FORMAT, parse_houses
from tests.plans.floors import FLOOR, documents, floor


def test_a_floor_that_has_everything_has_no_error() -> None:
    assert [one for one in checks(FLOOR) if one.severity is Severity.ERROR] == []


def test_what_is_written_is_read_as_the_same() -> None:
    document, unfinished = read_document(FLOOR)
    assert (read_document(written(document)), unfinished) == ((document, []), [])
    assert written(document) == FLOOR


@settings(max_examples=60)
@given(documents)
def test_whatever_is_left_half_done_is_read_checked_and_drawn(document: dict[str, Any]) -> None:
    kept = deepcopy(document)
    values, unfinished = read_document(document)
    assert document == kept, "reading changes nothing"
    found = checks(document)
    assert [one.path for one in unfinished] == [one.path for one in found[: len(unfinished)]]
    assert picture_of_draft(values).view_box
    once, _ = read_document(written(values))
    assert written(once) == written(values)


@settings(max_examples=60)
@given(documents)
def test_a_draft_without_errors_is_a_plan_of_a_houses_file_and_the_same_again(
    document: dict[str, Any],
) -> None:
    values, unfinished = read_document(document)
    file = house_of(document)
    if unfinished:
        with pytest.raises(FileRefused):
            parse_houses(file)
        return
    if not document["drawing"]["outline"]:
        return
    (house,) = parse_houses(file).houses
    (plan,) = house.floor_plans
    assert (plan.drawing, plan.placements, plan.name) == (values.drawing, values.placements, values.name)
    assert [one.public_id for one in house.spaces] == [one.public_id for one in values.spaces]


def house_of(document: dict[str, Any]) -> bytes:
    """A houses file with this plan."""
    since = {"valid_from": "2024-01-01"}
    plan = {name: value for name, value in document.items() if name not in ("format", "spaces")}
    house = {
        "slug": "haus",
        "name": "Haus",
        "city": "Haus",
        "timezone": "Europe/Berlin",
        "hours": [],
        "spaces": [space | since for space in document["spaces"]],
        "floor_plans": [plan | since],
    }
    return json.dumps({"format": FORMAT, "houses": [house]}).encode()


def test_an_empty_sheet_is_sound_and_says_what_it_lacks() -> None:
    sheet = empty_document(level=2, name=Texts("Dach", "Roof"), width_m=20, height_m=10)
    assert {one.code for one in checks(sheet)} >= {"no_outline", "no_outer_walls", "no_spaces"}
    assert picture_of_draft(read_document(sheet)[0]).floor == ""


UNSOUND: dict[str, Any] = {
    "another format": lambda d: d.update(format="labspace-plan/2"),
    "another member": lambda d: d.update(script="<script>"),
    "a member is missing": lambda d: d.pop("placements"),
    "no list of walls": lambda d: d["drawing"].update(outer_walls="walls"),
    "a list of the drawing is missing": lambda d: d["drawing"].pop("areas"),
    "a drawing that is none": lambda d: d.update(drawing=[]),
    "a point of one number": lambda d: d["drawing"].update(outline=[[1], [2, 3], [3, 4]]),
    "a point of words": lambda d: d["drawing"]["doors"][0].update(hinge=["a", "b"]),
    "a point far away": lambda d: d["drawing"]["doors"][0].update(hinge=[1e9, 0]),
    "unknown furniture": lambda d: d["drawing"]["furniture"][0].update(item="rocket"),
    "furniture of no size": lambda d: d["drawing"]["furniture"][0].update(size=["a", 1]),
    "an unknown kind of space": lambda d: d["spaces"][0].update(kind="ship"),
    "an address that is none": lambda d: d["spaces"][0].update(id="../../etc"),
    "nobody fits": lambda d: d["spaces"][0].update(capacity=0),
    "a space with a date": lambda d: d["spaces"][0].update(valid_from="2024-01-01"),
    "too many corners": lambda d: d["drawing"].update(outline=[[n, n % 7] for n in range(201)]),
    "too many doors": lambda d: d["drawing"].update(doors=d["drawing"]["doors"] * 5001),
    "a sheet without end": lambda d: d.update(width_m=10**400),
    "nothing": lambda d: d.clear(),
}


@pytest.mark.parametrize("case", UNSOUND)
def test_what_is_no_draft_is_refused(case: str) -> None:
    document = deepcopy(FLOOR)
    UNSOUND[case](document)
    with pytest.raises(FileRefused) as refused:
        parse_document(json.dumps(document).encode())
    assert refused.value.findings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(b"", "not_json", id="empty"),
        pytest.param(b"[]", "not_an_object", id="a list"),
        pytest.param(b"\xff", "not_utf8", id="no text"),
        pytest.param(b'{"a": NaN}', "not_a_number", id="not a number"),
        pytest.param(b'{"a": 1, "a": 2}', "doubled_key", id="doubled key"),
        pytest.param(b"[" * 100_000, "too_deep", id="nested without end"),
        pytest.param(b" " * (MOST_BYTES + 1), "too_big", id="too big"),
    ],
)
def test_what_is_no_json_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        parse_document(text)
    assert refused.value.findings[0].code == code


UNFINISHED: dict[str, tuple[dict[str, Any], str, str]] = {
    "a wall of one point": ({"inner_walls": [[[1, 1]]]}, "wrong_count", "$.drawing.inner_walls[0]"),
    "a shape that crosses itself": (
        {"areas": [{"name": "", "shape": [[0, 0], [2, 2], [2, 0], [0, 1]]}]},
        "crosses_itself",
        "$.drawing.areas[0].shape",
    ),
    "a door in no wall": (
        {"doors": [{"hinge": [3, 3], "latch": [4, 3]}]},
        "opening_not_in_a_wall",
        "$.drawing.doors[0]",
    ),
    "a house too small": (
        {"outline": [[0, 0], [2, 0], [2, 8], [0, 8]]},
        "outside_the_building",
        "$.placements[0].shape",
    ),
}


@pytest.mark.parametrize("case", UNFINISHED)
def test_what_is_unfinished_is_kept_and_said(case: str) -> None:
    drawing, code, path = UNFINISHED[case]
    found = [one for one in checks(floor(**drawing)) if one.code == code]
    assert (found[0].path, found[0].severity) == (path, Severity.ERROR)
