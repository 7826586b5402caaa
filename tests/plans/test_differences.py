"""In what a draft differs from the plan in force, and which spaces get a successor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from labspace.locations.house_file import Texts
from labspace.plans.document import PlanDocument
from labspace.plans.publishing.differences import Difference, Fate, difference
from labspace.plans.publishing.successors import succeeded
from labspace.spaces.geometry import Point, moved, rectangle, rotated
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plans import Door, Drawing, LayoutSpec, PlacementSpec, SpaceSpec


def space(public_id: str, **more: object) -> SpaceSpec:
    values = {
        "public_id": public_id, "kind": SpaceKind.DESK, "name": Texts(public_id, public_id), "label": "",
        "description": Texts(), "capacity": 1, "layouts": (), "area_m2": None, "features": (), "parts": (),
        "hours": (), "closures": (), "valid_from": date.min, "valid_until": None, **more,
    }  # fmt: skip
    return SpaceSpec(**values)  # type: ignore[arg-type]


def placed(public_id: str, at: Point, size: Point = (1.6, 1.6)) -> PlacementSpec:
    return PlacementSpec(public_id, rectangle(*size, at=at))


WALLS = (((0.0, 0.0), (10.0, 0.0)),)
BEFORE = PlanDocument(
    level=0,
    name=Texts("Erdgeschoss", "Ground floor"),
    width_m=10,
    height_m=8,
    north_degrees=0,
    drawing=Drawing(outer_walls=WALLS, doors=(Door((1, 0), (2, 0)),)),
    spaces=(space("a"), space("b"), space("hall", parts=("a", "b"), capacity=9)),
    placements=(placed("a", (1, 1)), placed("b", (4, 1))),
)
EXISTING = {one.public_id: one for one in BEFORE.spaces}


def compared(after: PlanDocument) -> Difference:
    renamed, follows = succeeded(after, EXISTING, known=EXISTING)
    return difference(BEFORE, renamed, existing=EXISTING, follows=follows)


def fates(found: Difference) -> dict[str, Fate]:
    return {one.public_id: one.fate for one in found.spaces}


def other(after: PlanDocument, public_id: str, **more: Any) -> PlanDocument:
    spaces = tuple(replace(one, **more) if one.public_id == public_id else one for one in after.spaces)
    return replace(after, spaces=spaces)


def test_the_same_plan_does_not_differ() -> None:
    assert compared(BEFORE).is_none


def test_the_same_lengths_written_otherwise_do_not_differ() -> None:
    as_ints = replace(BEFORE, placements=(placed("a", (1.0, 1.0)), placed("b", (4.00001, 1))))
    assert compared(as_ints).is_none


def test_other_words_leave_it_the_same_space() -> None:
    found = compared(other(BEFORE, "a", name=Texts("Neu", "New"), label="7"))
    assert fates(found)["a"] is Fate.CHANGES
    assert next(one.told for one in found.spaces if one.public_id == "a") == ("name", "label")


def test_without_english_words_the_german_ones_stand_for_both() -> None:
    assert compared(other(BEFORE, "a", name=Texts("a", ""))).is_none


@pytest.mark.parametrize(
    "changed",
    [{"capacity": 2}, {"kind": SpaceKind.CAFE_TABLE}, {"layouts": (LayoutSpec(Layout.ROWS, 1),)}],
    ids=lambda changed: next(iter(changed)),
)
def test_what_figures_rest_on_makes_a_successor_and_one_of_the_whole(changed: dict[str, Any]) -> None:
    renamed, follows = succeeded(other(BEFORE, "b", **changed), EXISTING, known={*EXISTING, "b-2"})
    assert follows == {"b-3": "b", "hall-2": "hall"}
    assert [one.public_id for one in renamed.spaces] == ["a", "b-3", "hall-2"]
    assert renamed.spaces[2].parts == ("a", "b-3")
    assert [one.space for one in renamed.placements] == ["a", "b-3"]
    found = difference(BEFORE, renamed, existing=EXISTING, follows=follows)
    assert fates(found) == {
        "a": Fate.STAYS, "b-3": Fate.NEW, "hall-2": Fate.NEW, "b": Fate.ENDS, "hall": Fate.ENDS,
    }  # fmt: skip


def test_a_space_that_ended_before_begins_under_another_name() -> None:
    again = replace(BEFORE, spaces=(*BEFORE.spaces, space("gone")))
    renamed, follows = succeeded(again, EXISTING, known={*EXISTING, "gone"})
    assert renamed.spaces[-1].public_id == "gone-2"
    assert follows == {}


def test_a_long_name_stays_within_its_length() -> None:
    name = "x" * 80
    document = replace(BEFORE, spaces=(space(name, capacity=2),), placements=())
    renamed, _ = succeeded(document, {name: space(name)}, known={name})
    assert renamed.spaces[0].public_id == f"{'x' * 78}-2"


def test_a_space_taken_out_ends() -> None:
    without = replace(BEFORE, spaces=BEFORE.spaces[:1], placements=BEFORE.placements[:1])
    assert fates(compared(without)) == {"a": Fate.STAYS, "b": Fate.ENDS, "hall": Fate.ENDS}


def test_moved_and_turned_spaces_say_how_far() -> None:
    shape = BEFORE.placements[0].shape
    farther = replace(BEFORE.placements[0], shape=moved(shape, (3, 4)))
    found = compared(replace(BEFORE, placements=(farther, BEFORE.placements[1])))
    one = found.of(Fate.MOVES)[0]
    assert (one.public_id, one.metres, one.is_reshaped) == ("a", 5.0, False)
    turned = replace(BEFORE.placements[0], shape=rotated(shape, 30, about=(1, 1)))
    one = compared(replace(BEFORE, placements=(turned, BEFORE.placements[1]))).of(Fate.MOVES)[0]
    assert (one.metres, one.is_reshaped) == (0.0, True)


def test_walls_and_things_are_counted() -> None:
    drawing = Drawing(
        outer_walls=(((0.0, 0.0), (13.0, 0.0)),), doors=(Door((1, 0), (2.1, 0)), Door((5, 0), (6, 0)))
    )
    found = compared(replace(BEFORE, drawing=drawing))
    assert found.walls_new == (((10.0, 0.0), (13.0, 0.0)),)
    assert found.walls_gone == ()
    assert [(one.kind, one.new, one.gone) for one in found.elements] == [("doors", 2, 1)]


def test_without_a_plan_all_is_new() -> None:
    found = difference(None, BEFORE, existing={}, follows={})
    assert set(fates(found).values()) == {Fate.NEW}
    assert found.sheet_differs
