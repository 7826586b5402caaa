"""What stands under a floor plan touches neither the building nor the edge nor itself."""

from __future__ import annotations

from math import cos, dist, radians, sin

from hypothesis import given
from hypothesis import strategies as st

from labspace.spaces.drawing import PlanPicture, picture_of
from labspace.spaces.geometry import bounding_box
from labspace.spaces.plans import Drawing

LETTER = 0.4
"""Half the height of the N on a print 1 : 500, in metres; on screens and larger prints it is less."""
CIRCLE, TIP = 0.5, 0.62


def sheet(width: float, depth: float, north: float) -> PlanPicture:
    outline = ((0.0, 0.0), (width, 0.0), (width, depth), (0.0, depth))
    return picture_of(Drawing(outline=outline), [], north_degrees=north)


@given(st.floats(10, 200), st.floats(5, 200), st.floats(-360, 360))
def test_the_north_arrow_and_its_letter_stay_between_the_building_and_the_edge(
    width: float, depth: float, north: float
) -> None:
    picture = sheet(width, depth, north)
    (x, y), (letter_x, letter_y) = picture.north_at, picture.north_letter_at
    tip = (x + TIP * sin(radians(north)), y - TIP * cos(radians(north)))
    left, top, right, bottom = bounding_box(
        [
            (x - CIRCLE, y - CIRCLE),
            (x + CIRCLE, y + CIRCLE),
            tip,
            (letter_x - LETTER, letter_y - LETTER),
            (letter_x + LETTER, letter_y + LETTER),
        ]
    )
    box_left, box_top, box_width, box_height = picture.box
    assert depth + 0.04 < top, "touches the wall"
    assert bottom < box_top + box_height
    assert right < box_left + box_width
    assert picture.foot[0] + picture.scale_m < left, "touches the scale bar"
    assert dist(tip, (letter_x, letter_y)) > 0.3, "the tip runs through its letter"
