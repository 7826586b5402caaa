"""The geometry agrees with an independent model (shapely) on generated shapes."""

from math import cos, pi, sin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import Polygon as ShapelyPolygon

from labspace.spaces.geometry import (
    area,
    bounding_box,
    centroid,
    contains_point,
    depth,
    distance,
    is_simple,
    label_point,
    lies_within,
    moved,
    overlap_area,
    overlaps,
    part_below,
    placed,
    rectangle,
    rotated,
)

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
L_SHAPE = ((0.0, 0.0), (6.0, 0.0), (6.0, 2.0), (2.0, 2.0), (2.0, 6.0), (0.0, 6.0))

metres = st.integers(-2000, 2000).map(lambda centimetres: centimetres / 100)
whole_metres = st.integers(-9, 9).map(float)
"""Exact in both models, so that corners on sides and sides in line come up and are judged alike."""
points = st.tuples(metres, metres)
angles = st.integers(-360, 360).map(float)


@st.composite
def stars(draw):
    """Simple polygons: corners at rising angles round a middle, at any distance from it."""
    radii = draw(st.lists(st.integers(30, 900), min_size=3, max_size=9))
    x, y = draw(points)
    turn = draw(st.floats(0, 6))
    return tuple(
        (x + r / 100 * cos(turn + 2 * pi * i / len(radii)), y + r / 100 * sin(turn + 2 * pi * i / len(radii)))
        for i, r in enumerate(radii)
    )


@given(stars())
def test_area_and_centroid_agree_with_the_model(shape):
    model = ShapelyPolygon(shape)
    assert area(shape) == pytest.approx(model.area)
    assert centroid(shape) == pytest.approx((model.centroid.x, model.centroid.y), abs=1e-6)
    assert bounding_box(shape) == pytest.approx(model.bounds)


@given(st.lists(st.tuples(whole_metres, whole_metres), min_size=3, max_size=7, unique=True))
def test_a_shape_is_simple_when_the_model_says_so(shape):
    model = ShapelyPolygon(shape)
    assert is_simple(tuple(shape)) == model.is_valid


@given(stars(), stars())
def test_overlap_agrees_with_the_model(one, other):
    common = ShapelyPolygon(one).intersection(ShapelyPolygon(other)).area
    assert overlap_area(one, other) == pytest.approx(common, abs=1e-6)
    assert overlap_area(one, other) == pytest.approx(overlap_area(other, one), abs=1e-6)


@given(stars(), points)
def test_containment_of_a_point_agrees_with_the_model(shape, point):
    model = ShapelyPolygon(shape)
    assume(model.exterior.distance(ShapelyPoint(point)) > 1e-6)
    assert contains_point(shape, point) == model.contains(ShapelyPoint(point))


@given(stars())
def test_a_label_stands_inside_and_nearly_as_deep_as_possible(shape):
    spot = label_point(shape)
    assert contains_point(shape, spot)
    deepest = ShapelyPolygon(shape).buffer(-(depth(shape, spot) + 0.11))
    assert deepest.is_empty


@given(stars(), angles, points)
def test_turning_and_moving_keep_size_and_distances(shape, angle, by):
    there = placed(shape, at=by, rotation=angle)
    assert area(there) == pytest.approx(area(shape))
    assert distance(there[0], there[1]) == pytest.approx(distance(shape[0], shape[1]))
    back = rotated(moved(there, (-by[0], -by[1])), -angle)
    assert [c for p in back for c in p] == pytest.approx([c for p in shape for c in p], abs=1e-9)


@given(stars(), st.floats(0, 1))
def test_the_lower_part_and_the_rest_make_the_whole(shape, share):
    _, top, _, bottom = bounding_box(shape)
    level = bottom - share * (bottom - top)
    below = ShapelyPolygon(((-99, level), (99, level), (99, 99), (-99, 99)))
    model = ShapelyPolygon(shape).intersection(below)
    part = part_below(shape, share)
    assert (area(part) if part else 0) == pytest.approx(model.area, abs=1e-6)


def test_neighbours_that_share_an_edge_do_not_overlap():
    assert not overlaps(SQUARE, moved(SQUARE, (4.0, 0.0)))
    assert not overlaps(SQUARE, moved(SQUARE, (4.0, 4.0)))
    assert overlaps(SQUARE, moved(SQUARE, (3.9, 0.0)))


def test_a_millimetre_is_not_an_overlap():
    assert not overlaps(SQUARE, moved(SQUARE, (3.9995, 0.0)))


def test_a_shape_may_touch_the_rim_of_its_building_from_inside():
    assert lies_within(rectangle(2, 2, at=(1, 1)), L_SHAPE)
    assert not lies_within(rectangle(2, 2, at=(3, 3)), L_SHAPE)
    assert not lies_within(rectangle(2, 2, at=(6, 1)), L_SHAPE)


def test_a_plain_shape_is_labelled_in_its_middle():
    assert label_point(SQUARE) == pytest.approx((2, 2))


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(((0, 0), (2, 2), (2, 0), (0, 2)), id="bow tie"),
        pytest.param(((0, 0), (2, 0), (4, 0)), id="flat"),
        pytest.param(((0, 0), (2, 0), (2, 0), (2, 2)), id="doubled corner"),
        pytest.param(((0, 0), (4, 0), (4, 4), (4, 2)), id="folds back"),
        pytest.param(((0, 0), (2, 0)), id="two corners"),
    ],
)
def test_refuses_as_not_simple(shape):
    assert not is_simple(shape)
