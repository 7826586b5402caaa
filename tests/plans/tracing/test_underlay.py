"""Two points of a picture and their distance put it where it belongs."""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labspace.errors import Refused
from labspace.plans.tracing.matrices import mapped
from labspace.plans.tracing.underlay import Laid, Lies, laid_at_first, laid_by, refuse_too_large
from labspace.spaces.geometry import Point, distance

PIXELS = st.tuples(st.integers(0, 3200), st.integers(0, 3200))
METRES = st.floats(0.1, 500)
PLACES = st.tuples(st.floats(-100, 100), st.floats(-100, 100))


@given(PIXELS, PIXELS, METRES, st.sampled_from(Lies), PLACES)
def test_the_points_are_as_far_apart_as_was_said(
    a: Point, b: Point, length: float, lies: Lies, place: Point
) -> None:
    assume(distance(a, b) >= 10)
    matrix = laid_by(a, b, length_m=length, lies=lies, a_at=place).matrix
    on_plan = mapped(matrix, a), mapped(matrix, b)
    assert distance(*on_plan) == pytest.approx(length)
    assert on_plan[0] == pytest.approx(place, abs=1e-6)
    if lies is Lies.LEVEL:
        assert on_plan[1][1] == pytest.approx(place[1], abs=1e-6 * length + 1e-6)
    if lies is Lies.UPRIGHT:
        assert on_plan[1][0] == pytest.approx(place[0], abs=1e-6 * length + 1e-6)


@given(PIXELS, PIXELS, st.sampled_from([Lies.LEVEL, Lies.UPRIGHT]))
def test_a_picture_never_stands_on_its_head(a: Point, b: Point, lies: Lies) -> None:
    assume(distance(a, b) >= 10)
    assert -90 <= laid_by(a, b, length_m=5, lies=lies, a_at=(0, 0)).rotation <= 90


@given(st.floats(-80, 80), PLACES, st.floats(0.002, 0.05))
def test_a_plan_scanned_askew_lies_straight(angle: float, place: Point, scale: float) -> None:
    """A level wall of ten metres on a picture turned by `angle`."""
    length_px = 10 / scale
    a = (1000.0, 1000.0)
    b = (a[0] + length_px * cos(radians(angle)), a[1] + length_px * sin(radians(angle)))
    laid = laid_by(a, b, length_m=10, lies=Lies.LEVEL, a_at=place)
    assert laid.metres_per_pixel == pytest.approx(scale)
    assert laid.rotation == pytest.approx(-angle, abs=1e-6)


def test_points_on_top_of_each_other_say_nothing() -> None:
    with pytest.raises(Refused) as refused:
        laid_by((100, 100), (105, 105), length_m=5, lies=Lies.AS_PICTURED, a_at=(0, 0))
    assert refused.value.codes == {"points_too_near"}


def test_a_picture_of_kilometres_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        refuse_too_large(Laid(metres_per_pixel=1.0), 3000, 2000)
    assert refused.value.refusals[0].values == {"width": 3000.0, "height": 2000.0}


def test_at_first_it_lies_across_twenty_metres() -> None:
    assert mapped(laid_at_first(1600).matrix, (1600, 0)) == pytest.approx((20, 0))
