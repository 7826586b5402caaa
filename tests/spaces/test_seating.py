"""Furniture stands inside its space and shows as many chairs as the house approved."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.spaces import seating
from labspace.spaces.geometry import Point, bounding_box, depth, rectangle
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.strokes import Pen
from labspace.spaces.symbols import chair

DEMO_HALLS = [
    # width, depth, approved: rows, parliament, U, banquet
    pytest.param(7.14, 11.2, (56, 34, 18, 22), id="Bochum A"),
    pytest.param(5.36, 11.2, (42, 26, 14, 18), id="Bochum B"),
    pytest.param(6.94, 11.4, (56, 36, 22, 24), id="Herne"),
    pytest.param(7.2, 11.36, (52, 34, 20, 22), id="Witten"),
    pytest.param(5.5, 8.1, (30, 20, 14, 12), id="Hattingen"),
]


@pytest.fixture
def chairs(monkeypatch):
    """Where chairs were put while furnishing."""
    put: list[Point] = []

    def note(pen: Pen, at: Point, looks: float) -> None:
        put.append(at)
        chair(pen, at, looks)

    monkeypatch.setattr(seating, "chair", note)
    return put


@pytest.mark.parametrize(("width", "deep", "approved"), DEMO_HALLS)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_hall_shows_every_approved_chair(width, deep, approved, rotation, chairs):
    size = (width, deep) if rotation % 180 == 0 else (deep, width)
    shape = rectangle(*size, at=(20, 10))
    for layout, seats in zip(Layout, approved, strict=False):
        chairs.clear()
        seating.furnish(kind=SpaceKind.EVENT_AREA, shape=shape, rotation=rotation, seats=seats, layout=layout)
        assert len(chairs) == seats, layout
        assert all(depth(shape, spot) > 0.2 for spot in chairs), layout


@given(st.sampled_from(list(SpaceKind)), st.integers(0, 12), st.integers(0, 359))
def test_a_chair_for_each_person_at_tables(kind, seats, rotation):
    drawn = seating.furnish(
        kind=kind, shape=rectangle(6, 6, at=(0, 0), rotation=rotation), rotation=rotation, seats=seats
    )
    assert re.fullmatch(r"[Mmlhvaz0-9 .-]*", drawn)


@pytest.mark.parametrize("seats", range(1, 17))
def test_a_meeting_table_seats_everybody(seats, chairs):
    shape = rectangle(8, 5)
    seating.furnish(kind=SpaceKind.MEETING_ROOM, shape=shape, rotation=0, seats=seats)
    assert len(chairs) == seats
    assert len({(round(x, 1), round(y, 1)) for x, y in chairs}) == seats
    left, top, right, bottom = bounding_box(chairs)
    assert right - left < 8
    assert bottom - top < 5
