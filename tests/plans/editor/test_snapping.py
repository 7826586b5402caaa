"""Where a point goes: to an end within reach, into line, onto a wall, else onto the grid; never far away."""

from __future__ import annotations

from math import hypot, isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans.editor.conftest import Call
from tests.plans.editor.shapes import on_grid, points
from tests.plans.editor.test_geometry import batches

pytestmark = pytest.mark.browser

spots = st.tuples(on_grid, on_grid).map(list)
reaches = st.sampled_from([0.05, 0.2, 0.5])
grids = st.sampled_from([0.05, 0.1, 0.25, 0.5, 1])


@st.composite
def asked(draw: st.DrawFn) -> list[Any]:
    """A point, and what lies around it."""
    a, b = draw(spots), draw(spots)
    around = {
        "grid": draw(grids),
        "reach": draw(reaches),
        "points": draw(st.lists(spots, max_size=4)),
        "segments": [[a, b]] if a != b else [],
        "from": draw(st.one_of(st.none(), spots)),
    }
    if around["from"] is None:
        del around["from"]
    return [[draw(st.integers(0, 20_000)) / 1000, draw(st.integers(0, 20_000)) / 1000], around]


def away(one: Any, other: Any) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


many = st.lists(asked(), min_size=1, max_size=40)


@batches
@given(batch=many)
def test_a_point_never_goes_further_than_reach_and_grid(call: Call, batch: list[Any]) -> None:
    for (point, around), found in zip(batch, call("snapping", "snap", batch), strict=True):
        most = max(around["reach"], around["grid"] / 2) * 2**0.5 + 0.002
        if found["why"] == "wall":
            most += around["grid"] / 2
        assert away(point, found["at"]) <= most, found


@batches
@given(batch=many)
def test_an_end_within_reach_always_wins(call: Call, batch: list[Any]) -> None:
    for (point, around), found in zip(batch, call("snapping", "snap", batch), strict=True):
        near = [end for end in around["points"] if away(end, point) <= around["reach"] - 1e-9]
        assert (found["why"] == "end") >= bool(near)
        if near:
            assert away(found["at"], point) == pytest.approx(min(away(end, point) for end in near))


@batches
@given(batch=st.lists(st.tuples(points, grids).map(list), min_size=1, max_size=40))
def test_on_an_empty_sheet_a_point_lies_on_the_grid(call: Call, batch: list[Any]) -> None:
    asked_for = [[point, {"grid": grid, "reach": 0.2}] for point, grid in batch]
    for (point, grid), found in zip(batch, call("snapping", "snap", asked_for), strict=True):
        for given_at, value in zip(point, found["at"], strict=True):
            assert isclose(value / grid, round(value / grid), abs_tol=0.002 / grid)
            assert abs(value - given_at) <= grid / 2 + 0.001


@batches
@given(
    batch=st.lists(
        st.tuples(spots, st.floats(-0.09, 0.09), st.integers(2, 80)).map(list), min_size=1, max_size=40
    )
)
def test_a_line_nearly_upright_becomes_upright(call: Call, batch: list[Any]) -> None:
    asked_for = [
        [[begin[0] + slip, begin[1] + length / 10], {"grid": 0.1, "reach": 0.2, "from": begin}]
        for begin, slip, length in batch
    ]
    for (begin, _slip, _length), found in zip(batch, call("snapping", "snap", asked_for), strict=True):
        assert found["at"][0] == begin[0]
        assert found["why"] == "angle"


def test_a_line_goes_on_at_a_right_angle_to_one_that_lies_askew(call: Call) -> None:
    around = {"grid": 0.1, "reach": 0.4, "before": [0, 0], "from": [3, 4]}
    straight, across = call("snapping", "snap", [[[6.05, 7.98], around], [[-0.95, 7.05], around]])
    assert straight["at"] == pytest.approx([6, 8], abs=0.001)
    assert across["at"] == pytest.approx([-1, 7], abs=0.001)
    assert (straight["why"], across["why"]) == ("angle", "angle")


def test_a_wall_draws_to_itself_and_leaves_the_way_along_it_on_the_grid(call: Call) -> None:
    found = call(
        "snapping",
        "snap",
        [[[2.07, 1.23], {"grid": 0.1, "reach": 0.2, "segments": [[[2.15, 0], [2.15, 5]]]}]],
    )[0]
    assert found["at"] == [2.15, 1.2]
    assert found["why"] == "wall"


def test_what_is_moved_comes_to_stand_at_the_corner_of_another(call: Call) -> None:
    corners = [[0, 0], [1, 0], [1, 1], [0, 1]]
    around = {"grid": 0.1, "reach": 0.2, "points": [[3.03, 2.02]], "segments": []}
    found = call("snapping", "snapMove", [[corners, [2.1, 2.1], around]])[0]
    assert found["by"] == pytest.approx([2.03, 2.02])
    assert found["why"] == "end"
