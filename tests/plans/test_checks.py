"""What a draft is told while it is drawn: overlaps, narrow ways, doubled names, spaces without a shape."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.plans.checks import Severity, checks, may_be_published
from labspace.plans.widths import narrow_ways
from labspace.spaces.geometry import rotated
from labspace.spaces.plans import Drawing
from tests.plans.floors import FLOOR, floor


def codes(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in checks(document)]


def with_rows(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    document = deepcopy(FLOOR)
    document[name] = [*document[name], *rows]
    return document


def test_touching_is_no_overlap_and_a_hands_breadth_is_one() -> None:
    assert ("spaces_overlap", "$.placements[1].shape") not in codes(FLOOR)
    document = deepcopy(FLOOR)
    document["placements"][1]["shape"][0] = [2.5, 0.5]
    document["placements"][1]["shape"][3] = [2.5, 2.1]
    assert ("spaces_overlap", "$.placements[1].shape") in codes(document)


def test_a_shape_without_a_space_and_a_space_without_a_shape() -> None:
    shape = with_rows("placements", {"space": "bochum-desk-03", "shape": [[7, 6], [8, 6], [8, 7]]})
    assert ("unknown_space", "$.placements[2].space") in codes(shape)
    assert not may_be_published(checks(shape))
    space = with_rows("spaces", {"id": "bochum-desk-03", "kind": "desk", "name": "Neu", "capacity": 1})
    assert ("space_without_shape", "$.spaces[2]") in codes(space)
    assert may_be_published(checks(space))


def test_two_of_a_kind_with_one_name_are_a_hint() -> None:
    document = deepcopy(FLOOR)
    document["spaces"][1]["name"] = document["spaces"][0]["name"]
    document["spaces"][1]["label"] = "1"
    assert codes(document) == [("doubled_name", "$.spaces[1].name"), ("doubled_label", "$.spaces[1].label")]
    document["spaces"][1]["kind"] = "meeting_room"
    assert codes(document) == []


def test_one_id_twice_is_an_error() -> None:
    document = with_rows("spaces", deepcopy(FLOOR["spaces"][0]))
    assert ("doubled_id", "$.spaces[2].id") in codes(document)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        pytest.param(1.0, [1.0], id="a metre"),
        pytest.param(1.2, [], id="wide enough"),
        pytest.param(3.0, [], id="wide"),
    ],
)
def test_a_way_between_two_shelves_is_measured_across(gap: float, said: list[float]) -> None:
    shelves = [
        {"item": "shelf", "at": [9.0, 6.0 + side * (gap / 2 + 0.2)], "size": [2.0, 0.4], "rotation": 0}
        for side in (-1, 1)
    ]
    document = floor(furniture=shelves, step_free_ways=[[[7.0, 6.0], [11.0, 6.0]]])
    found = [one for one in checks(document) if one.code == "way_too_narrow"]
    assert [one.numbers["width_m"] for one in found] == said
    assert all(one.severity is Severity.HINT and one.path == "$.drawing.step_free_ways[0]" for one in found)


def test_a_door_is_left_to_itself() -> None:
    """Between its jambs a way is narrower than it should be, and the door is as wide as doors are."""
    jambs = [[[x, 7.6], [x, 8.1]] for x in (2.0, 3.0)]
    drawn = {"inner_walls": jambs, "furniture": [], "step_free_ways": [[[2.5, 7.0], [2.5, 8.5]]]}
    door = [{"hinge": [2.0, 7.85], "latch": [3.0, 7.85]}]

    def narrow(doors: list[Any]) -> list[object]:
        found = checks(floor(**drawn, doors=doors))
        return [one.numbers["width_m"] for one in found if one.code == "way_too_narrow"]

    assert (narrow(door), narrow([])) == ([], [0.88])


@settings(max_examples=40)
@given(width=st.integers(30, 200), angle=st.integers(0, 359), off=st.integers(-10, 10))
def test_a_corridor_is_as_wide_however_it_is_turned(width: int, angle: int, off: int) -> None:
    half = width / 200
    walls = [rotated(((0.0, side * (half + 0.06)), (9.0, side * (half + 0.06))), angle) for side in (-1, 1)]
    way = rotated(((1.0, off / 100), (8.0, off / 100)), angle)
    found = narrow_ways(Drawing(inner_walls=tuple(walls), step_free_ways=(way,)), [])
    narrow = [] if width >= 120 else [pytest.approx(width / 100, abs=0.001)]
    assert [one.width_m for one in found] == narrow
