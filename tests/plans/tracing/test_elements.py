"""A foreign drawing becomes elements of a plan: joined, in metres, named by what stands in them."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.errors import Refused
from labspace.locations.house_file import Texts
from labspace.plans.checks import checks
from labspace.plans.document import empty_document, read_document
from labspace.plans.tracing.dxf import read_dxf
from labspace.plans.tracing.elements import Choice, traced
from labspace.plans.tracing.guesses import guessed_role, guessed_scale, guessed_unit
from labspace.plans.tracing.kinds import LeftOut, Role, Unit
from labspace.plans.tracing.lines import fitted_box, joined, middle_line, plain
from labspace.plans.tracing.sheets import Label, Layer, Line, Sheet
from labspace.plans.tracing.taking import with_traced
from labspace.spaces.geometry import Polygon, area, bounding_box, distance_to_segment, is_simple, rotated
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plans import Item
from tests.plans.tracing.drawn import floor, written

EMPTY = empty_document(level=0, name=Texts("EG", "GF"), width_m=5, height_m=5)


def sheet(*lines: tuple[Polygon, bool], labels: tuple[Label, ...] = ()) -> Sheet:
    """A drawing with one layer in metres."""
    return Sheet((Layer("x"),), tuple(Line(0, points, closed) for points, closed in lines), labels, 1.0)


def box(left: float, top: float, right: float, bottom: float) -> Polygon:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def choose(role: Role, **more: Any) -> Choice:
    return Choice(roles={0: role}, **{"metres_per_unit": 1.0, "at": (0.0, 0.0), **more})


def house(**roles: Role) -> Choice:
    """What becomes of the layers of `drawn.floor`, by name."""
    names = [layer.name for layer in read_dxf(written(floor())).layers]
    return Choice(
        roles={names.index(name.replace("_", "-")): role for name, role in roles.items()},
        metres_per_unit=0.001,
    )


def test_a_whole_floor_is_traced() -> None:
    choice = house(
        WAND_AUSSEN=Role.OUTER_WALLS, WAND=Role.INNER_WALLS, RAUM=Role.MEETING_ROOMS, TISCH=Role.TABLES
    )
    found = traced(read_dxf(written(floor())), choice)
    (outer,), (inner,) = found.outer_walls, found.inner_walls
    assert outer[0] == outer[-1]
    assert bounding_box(outer) == (1.0, 1.0, 13.0, 9.0)
    assert bounding_box(inner) == (7.0, 1.0, 7.0, 9.0)
    assert [shape.text for _, shape in found.spaces] == ["Büro West", "Büro Ost"]
    assert [round(area(shape.shape), 2) for _, shape in found.spaces] == [42.56, 42.56]
    assert [one.rotation for one in found.furniture] == [0.0, -30.0]
    assert found.left_out == {}


def test_it_becomes_a_draft_that_can_be_read() -> None:
    choice = house(WAND_AUSSEN=Role.OUTLINE, RAUM=Role.MEETING_ROOMS, TISCH=Role.COLUMNS)
    found = traced(read_dxf(written(floor())), choice)
    before = deepcopy(EMPTY)
    document = with_traced(EMPTY, found, slug="bochum", taken_ids={"bochum-room-01"})
    read, unfinished = read_document(document)
    assert before == EMPTY
    assert (document["width_m"], document["height_m"]) == (14.0, 10.0)
    assert [space.public_id for space in read.spaces] == ["bochum-room-02", "bochum-room-03"]
    assert [space.name.de for space in read.spaces] == ["Büro West", "Büro Ost"]
    assert not unfinished
    assert {one.code for one in checks(document) if one.path.startswith("$.spaces")} == set()


def test_what_was_there_stays() -> None:
    found = traced(sheet((box(0, 0, 2, 2), True)), choose(Role.DESKS))
    once = with_traced(EMPTY, found, slug="bochum", taken_ids=())
    twice = with_traced(once, found, slug="bochum", taken_ids=())
    assert [space["id"] for space in twice["spaces"]] == ["bochum-desk-01", "bochum-desk-02"]
    assert twice["spaces"][0] == once["spaces"][0]


@given(st.lists(st.integers(0, 60), min_size=3, max_size=9, unique=True), st.randoms())
def test_pieces_of_a_line_become_the_line_again(xs: list[int], random: Any) -> None:
    points = tuple((float(x), float(x * x % 17)) for x in sorted(xs))
    pieces = [piece if random.random() < 0.5 else piece[::-1] for piece in pairwise(points)]
    random.shuffle(pieces)
    ((line, is_closed),) = joined((piece, False) for piece in pieces)
    assert line in (points, points[::-1])
    assert not is_closed


def test_single_lines_around_a_room_are_its_outline() -> None:
    corners = box(0, 0, 4, 3)
    pieces = [((a, b), False) for a, b in pairwise((*corners, corners[0]))]
    found = traced(sheet(*reversed(pieces)), choose(Role.EVENT_AREAS))
    ((kind, shape),) = found.spaces
    assert (kind, area(shape.shape)) == (SpaceKind.EVENT_AREA, 12.0)


def test_three_walls_at_a_corner_stay_three() -> None:
    lines = [((0.0, 0.0), (4.0, 0.0)), ((4.0, 0.0), (8.0, 0.0)), ((4.0, 0.0), (4.0, 5.0))]
    assert len(joined((line, False) for line in lines)) == 3


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=40))
def test_a_plain_line_lies_near_its_original(corners: list[tuple[int, int]]) -> None:
    points = tuple((float(x), float(y)) for x, y in corners)
    line = plain(points, is_closed=False)
    if len(line) > 1:
        assert all(
            min(distance_to_segment(point, a, b) for a, b in pairwise(line)) <= 0.0065 for point in points
        )


def test_middles_of_a_straight_wall_go() -> None:
    line = tuple((i / 10, 0.0) for i in range(200))
    assert plain(line, is_closed=False) == ((0.0, 0.0), (19.9, 0.0))
    ring = ((1.0, 0.0), (2.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0))
    assert set(plain(ring, is_closed=True)) == {(4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0)}


@given(st.floats(-180, 180), st.floats(0.05, 0.6), st.floats(1.3, 20))
def test_a_wall_drawn_as_a_band_becomes_its_middle(angle: float, thick: float, long: float) -> None:
    band = rotated(box(0, 0, long, thick), angle)
    line = middle_line(band)
    assert line is not None
    wanted = rotated(((0, thick / 2), (long, thick / 2)), angle)
    assert all(distance_to_segment(point, *wanted) < 0.002 for point in line)


def test_rooms_are_no_bands() -> None:
    assert middle_line(box(0, 0, 4, 3)) is None
    assert middle_line(((0, 0), (4, 0), (4, 0.3))) is None


@given(st.floats(-89, 90), st.floats(1.1, 5), st.floats(0.2, 1))
def test_a_box_fits_whatever_way_it_is_turned(angle: float, width: float, depth: float) -> None:
    middle, size, rotation = fitted_box(rotated(box(0, 0, width, depth), angle))
    assert size == pytest.approx((width, depth), abs=0.002)
    assert rotation == pytest.approx(angle, abs=0.06)
    assert middle == pytest.approx(rotated(((width / 2, depth / 2),), angle)[0], abs=0.002)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param([(((0.0, 0.0), (4.0, 0.0), (4.0, 3.0)), False)], LeftOut.OPEN, id="open"),
        pytest.param([(((0.0, 0.0), (4.0, 3.0), (4.0, 0.0), (0.0, 2.0)), True)], LeftOut.CROSSING, id="crossing itself"),
        pytest.param([(box(0, 0, 0.1, 0.1), True)], LeftOut.SMALL, id="small"),
        pytest.param([(box(5, 5, 8, 8), True)] * 2, LeftOut.DOUBLE, id="double"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_counted(lines: list[tuple[Polygon, bool]], why: LeftOut) -> None:
    found = traced(sheet((box(0, 0, 9, 9), True), *lines), choose(Role.AREAS))
    assert found.left_out == {why: 1}


def test_the_largest_outline_is_the_building() -> None:
    found = traced(sheet((box(1, 1, 2, 2), True), (box(0, 0, 9, 9), True)), choose(Role.OUTLINE))
    assert area(found.outline) == 81
    assert found.left_out == {LeftOut.SECOND_OUTLINE: 1}


def test_a_text_names_the_smallest_shape_around_it() -> None:
    labels = (Label(0, "Nische", (1.5, 1.5)), Label(0, "Saal", (7.0, 7.0)), Label(0, "12,5 m²", (6.0, 1.0)))
    found = traced(sheet((box(0, 0, 9, 9), True), (box(1, 1, 2, 2), True), labels=labels), choose(Role.AREAS))
    assert [one.text for one in found.areas] == ["Saal", "Nische"]


def test_numbers_become_numbers_of_spaces() -> None:
    found = traced(sheet((box(0, 0, 2, 1), True), labels=(Label(0, "7", (1, 0.5)),)), choose(Role.DESKS))
    (space,) = with_traced(EMPTY, found, slug="bochum", taken_ids=())["spaces"]
    assert (space["name"], space["label"]) == ({"de": "Arbeitsplatz 7", "en": "Desk 7"}, "7")


@pytest.mark.parametrize(
    ("metres", "code"),
    [
        pytest.param(0.001, "traced_too_small", id="metres taken for millimetres"),
        pytest.param(1000.0, "traced_too_large", id="millimetres taken for metres"),
    ],
)
def test_a_wrong_unit_is_noticed(metres: float, code: str) -> None:
    with pytest.raises(Refused) as refused:
        traced(sheet((box(0, 0, 9, 9), True)), choose(Role.AREAS, metres_per_unit=metres))
    assert refused.value.codes == {code}
    assert refused.value.refusals[0].values["width"] == pytest.approx(9 * metres, abs=0.01)


def test_nothing_chosen_is_said() -> None:
    with pytest.raises(Refused) as refused:
        traced(sheet((box(0, 0, 9, 9), True)), choose(Role.NOTHING))
    assert refused.value.codes == {"nothing_chosen"}


def test_thousands_of_shapes_are_refused() -> None:
    many = [(box(x, y, x + 0.5, y + 0.5), True) for x in range(40) for y in range(40)]
    with pytest.raises(Refused) as refused:
        traced(sheet(*many), choose(Role.DESKS))
    assert refused.value.codes == {"traced_too_many"}


@given(st.sampled_from([0.0, 90.0, 180.0, 270.0]), st.floats(-20, 20), st.floats(-20, 20), st.floats(0.2, 10))
def test_turned_and_scaled_it_lies_where_it_was_asked_for(
    turn: float, x: float, y: float, per_unit: float
) -> None:
    found = traced(
        sheet((box(3, 4, 13, 9), True)),
        choose(Role.AREAS, rotation=turn, at=(x, y), metres_per_unit=per_unit),
    )
    left, top, right, bottom = found.box
    wide, high = (10, 5) if turn in (0.0, 180.0) else (5, 10)
    assert (left, top, right - left, bottom - top) == pytest.approx(
        (x, y, wide * per_unit, high * per_unit), abs=1e-6
    )
    (shape,) = found.areas
    assert is_simple(shape.shape)
    assert area(shape.shape) == pytest.approx(50 * per_unit**2, rel=0.02, abs=0.02)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("A-WALL-EXT", Role.OUTER_WALLS), ("Außenwände", Role.OUTER_WALLS), ("Wand_innen", Role.INNER_WALLS),
        ("Umriss", Role.OUTLINE), ("RÄUME", Role.AREAS), ("Stütze", Role.COLUMNS), ("A-Flor-Strs", Role.NOTHING),
        ("Treppen", Role.STAIRS), ("Bemaßung", Role.NOTHING), ("Schreibtische", Role.DESKS),
    ],
)  # fmt: skip
def test_names_of_layers_are_understood(name: str, role: Role) -> None:
    assert guessed_role(Layer(name)) is role
    assert guessed_role(Layer(name, is_hidden=True)) is Role.NOTHING


def test_units_and_scales_are_guessed() -> None:
    assert guessed_unit(0.001) is Unit.MILLIMETRE
    assert guessed_unit(None) is None
    assert guessed_scale(0.12) == 50
    assert guessed_scale(20) == 1
    assert guessed_scale(0.0001) == 1000


def test_items_stand_as_they_were_drawn() -> None:
    found = traced(sheet((box(0, 0, 1, 1), True), (box(5, 5, 5.4, 5.4), True)), choose(Role.COLUMNS))
    assert [(one.item, one.size) for one in found.furniture] == [
        (Item.COLUMN, (1.0, 1.0)),
        (Item.COLUMN, (0.4, 0.4)),
    ]
