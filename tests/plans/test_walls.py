"""New and gone stretches of wall, however the lines were drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.plans.publishing.walls import beyond, length
from labspace.spaces.geometry import Polygon

STRAIGHT: Polygon = ((0.0, 0.0), (10.0, 0.0))


@pytest.mark.parametrize(
    ("walls", "others", "expected"),
    [
        pytest.param([STRAIGHT], [STRAIGHT], [], id="the same"),
        pytest.param([STRAIGHT], [STRAIGHT[::-1]], [], id="drawn the other way"),
        pytest.param([STRAIGHT], [((0, 0), (4, 0), (10, 0))], [], id="drawn in two pieces"),
        pytest.param([((0, 0), (12, 0))], [STRAIGHT], [((10, 0), (12, 0))], id="longer"),
        pytest.param([STRAIGHT], [((3, 0), (5, 0))], [((0, 0), (3, 0)), ((5, 0), (10, 0))], id="a gap closed"),
        pytest.param([STRAIGHT], [((0, 1), (10, 1))], [STRAIGHT], id="beside it"),
        pytest.param([STRAIGHT], [((10, 0), (20, 0))], [STRAIGHT], id="end to end"),
        pytest.param([STRAIGHT], [], [STRAIGHT], id="where nothing was"),
        pytest.param([], [STRAIGHT], [], id="nothing drawn"),
    ],
)  # fmt: skip
def test_only_what_lies_nowhere_before_is_new(
    walls: list[Polygon], others: list[Polygon], expected: list[Polygon]
) -> None:
    assert beyond(walls, others) == expected


CORNERS = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda at: (float(at[0]), float(at[1])))
WALLS = st.lists(st.lists(CORNERS, min_size=2, max_size=4, unique=True).map(tuple), max_size=4)


@given(WALLS)
def test_nothing_differs_from_itself_in_pieces(walls: list[Polygon]) -> None:
    pieces = [
        ((a[0], a[1]), ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), (b[0], b[1]))
        for wall in walls
        for a, b in pairwise(wall)
    ]
    assert beyond(walls, pieces) == []
    assert length(beyond(pieces, walls)) == pytest.approx(0, abs=0.01)


@given(WALLS, WALLS)
def test_what_is_new_is_never_longer_than_what_is_drawn(walls: list[Polygon], others: list[Polygon]) -> None:
    assert length(beyond(walls, others)) <= length(beyond(walls, [])) + 0.01
