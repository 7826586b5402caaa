"""The editor's geometry: its own properties, and the same answers as the server's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labspace.spaces import geometry
from tests.plans.editor.conftest import Call
from tests.plans.editor.shapes import Points, angles, points, rectangles, shapes

pytestmark = pytest.mark.browser

# The page remembers nothing of one batch that another could see.
batches = settings(
    max_examples=12,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def pairs(of: st.SearchStrategy[Any], *, at_most: int = 30) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.tuples(of, of).map(list), min_size=1, max_size=at_most)


def tuples(shape: Points) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in shape)


@batches
@given(
    batch=st.lists(
        st.tuples(st.lists(points, min_size=1, max_size=6), angles, points).map(list), min_size=1, max_size=30
    )
)
def test_turning_is_what_the_server_does(call: Call, batch: list[Any]) -> None:
    for (shape, angle, about), turned in zip(batch, call("geometry", "rotated", batch), strict=True):
        wanted = geometry.rotated(tuples(shape), angle, about=tuple(about))
        assert [tuple(point) for point in turned] == [pytest.approx(point, abs=1e-9) for point in wanted]


@batches
@given(
    batch=st.lists(
        st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)).map(list), min_size=1, max_size=6),
        min_size=1,
        max_size=30,
    )
)
def test_four_quarter_turns_lead_back_exactly(call: Call, batch: list[Any]) -> None:
    turned = batch
    for _ in range(4):
        turned = call("geometry", "rotated", [[shape, 90, [3, -7]] for shape in turned])
    assert turned == batch


@batches
@given(batch=pairs(shapes))
def test_overlapping_is_what_the_server_says(call: Call, batch: list[Any]) -> None:
    wanted = [geometry.overlaps(tuples(one), tuples(other)) for one, other in batch]
    assert call("geometry", "overlaps", batch) == wanted
    assert call("geometry", "overlaps", [[other, one] for one, other in batch]) == wanted


@batches
@given(batch=pairs(rectangles()))
def test_rectangles_that_touch_do_not_overlap(call: Call, batch: list[Any]) -> None:
    for (one, other), found in zip(batch, call("geometry", "overlaps", batch), strict=True):
        (left, top), (right, bottom) = one[0], one[2]
        (other_left, other_top), (other_right, other_bottom) = other[0], other[2]
        apart = other_left >= right or other_right <= left or other_top >= bottom or other_bottom <= top
        assert found == (not apart)


@batches
@given(batch=pairs(shapes))
def test_lying_within_is_what_the_server_says(call: Call, batch: list[Any]) -> None:
    wanted = [geometry.lies_within(tuples(inner), tuples(outer)) for inner, outer in batch]
    assert call("geometry", "liesWithin", batch) == wanted


@batches
@given(shape=shapes, inner=st.floats(0.05, 0.95))
def test_a_shape_lies_within_itself_and_shrunk_within_it(call: Call, shape: Points, inner: float) -> None:
    middle = call("geometry", "centroid", [[shape]])[0]
    shrunk = [[middle[0] + (x - middle[0]) * inner, middle[1] + (y - middle[1]) * inner] for x, y in shape]
    same, smaller = call("geometry", "liesWithin", [[shape, shape], [shrunk, shape]])
    assert same
    assert smaller == geometry.lies_within(tuples(shrunk), tuples(shape))


@batches
@given(
    batch=st.lists(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).map(list), min_size=1, max_size=7),
        min_size=1,
        max_size=40,
    )
)
def test_what_crosses_itself_is_what_the_server_says(call: Call, batch: list[Points]) -> None:
    wanted = [geometry.is_simple(tuples(shape)) for shape in batch]
    assert call("geometry", "isSimple", [[shape] for shape in batch]) == wanted


@batches
@given(batch=st.lists(shapes, min_size=1, max_size=6))
def test_labels_stand_as_deep_inside_as_the_servers(call: Call, batch: list[Points]) -> None:
    for shape, (x, y) in zip(
        batch, call("geometry", "labelPoint", [[shape] for shape in batch]), strict=True
    ):
        own = geometry.depth(tuples(shape), (x, y))
        servers = geometry.depth(tuples(shape), geometry.label_point(tuples(shape)))
        assert own == pytest.approx(servers, abs=0.051)


@batches
@given(batch=st.lists(st.tuples(rectangles(), angles).map(list), min_size=1, max_size=30))
def test_a_rectangle_is_known_however_it_is_turned(call: Call, batch: list[Any]) -> None:
    turned = [[[round(x, 3), round(y, 3)] for x, y in shape] for shape in call("geometry", "rotated", batch)]
    for (shape, _angle), found in zip(
        batch, call("geometry", "asRectangle", [[one] for one in turned]), strict=True
    ):
        assert found["width"] == pytest.approx(shape[1][0] - shape[0][0], abs=0.003)
        assert found["depth"] == pytest.approx(shape[2][1] - shape[1][1], abs=0.003)


@batches
@given(batch=st.lists(rectangles(), min_size=1, max_size=30))
def test_the_outer_wall_lies_fifteen_centimetres_inside(call: Call, batch: list[Points]) -> None:
    for shape, line in zip(batch, call("geometry", "inset", [[shape, 0.15] for shape in batch]), strict=True):
        (left, top), (right, bottom) = shape[0], shape[2]
        wanted = [
            (left + 0.15, top + 0.15),
            (right - 0.15, top + 0.15),
            (right - 0.15, bottom - 0.15),
            (left + 0.15, bottom - 0.15),
        ]
        assert [tuple(point) for point in line] == [pytest.approx(point) for point in wanted]
