"""The four demonstration houses are what product.md promises, and drawn so that one could build them."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask, get_template_attribute
from flask_babel import Babel

from labspace.spaces.drawing import picture_of, placed_spaces
from labspace.spaces.geometry import area, bounding_box, depth, lies_within, overlap_area, rectangle
from labspace.spaces.house_file import parse_houses
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plans import Item

ROOT = Path(__file__).parents[2]
SLUGS = ["bochum", "herne", "witten", "hattingen"]
LAYOUTS = [Layout.ROWS, Layout.PARLIAMENT, Layout.U_SHAPE, Layout.BANQUET, Layout.STANDING]
HOUSES = {
    slug: parse_houses((ROOT / "labspace" / "demo" / "houses" / f"{slug}.json").read_bytes()).houses[0]
    for slug in SLUGS
}


@pytest.fixture(params=SLUGS)
def house(request):
    return HOUSES[request.param]


def kind_of(house, kind):
    return [space for space in house.spaces if space.kind is kind]


def shapes(house):
    """Shapes of units by public id."""
    wholes = {space.public_id for space in house.spaces if space.parts}
    return {p.space: p.shape for p in house.floor_plans[0].placements if p.space not in wholes}


PROMISED = {
    # m², desks, rooms, m² of each pop-up, tables, m² of the event area, its layouts
    "bochum": (520, 16, [8, 12], [45], 8, 140, [99, 60, 32, 40, 150]),
    "herne": (320, 10, [8], [30, 30], 5, 80, [56, 36, 22, 24, 90]),
    "witten": (300, 10, [10], [40], 6, 75, [52, 34, 20, 22, 80]),
    "hattingen": (200, 6, [6], [25], 4, 45, [30, 20, 14, 12, 45]),
}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_house_has_what_is_promised(slug):
    house = HOUSES[slug]
    square_metres, desks, rooms, popups, tables, event_m2, layouts = PROMISED[slug]
    assert area(house.floor_plans[0].drawing.outline) == pytest.approx(square_metres, rel=0.01)
    assert len(kind_of(house, SpaceKind.DESK)) == desks
    assert sorted(space.capacity for space in kind_of(house, SpaceKind.MEETING_ROOM)) == rooms
    assert [space.area_m2 for space in kind_of(house, SpaceKind.POPUP_SLOT)] == popups
    assert len(kind_of(house, SpaceKind.CAFE_TABLE)) == tables
    (event,) = [s for s in kind_of(house, SpaceKind.EVENT_AREA) if s.parts or slug != "bochum"]
    assert event.area_m2 == event_m2
    assert [(row.layout, row.capacity) for row in event.layouts] == list(zip(LAYOUTS, layouts, strict=True))


def test_the_halves_in_bochum_make_the_whole():
    spaces = {space.public_id: space for space in HOUSES["bochum"].spaces}
    whole, a, b = (spaces[f"bochum-{name}"] for name in ("event", "event-a", "event-b"))
    assert whole.parts == ("bochum-event-a", "bochum-event-b")
    assert (a.area_m2, b.area_m2) == (80, 60)
    assert [row.capacity for row in a.layouts] == [56, 34, 18, 22, 84]
    assert [row.capacity for row in b.layouts] == [42, 26, 14, 18, 62]


def test_what_is_stated_is_what_is_drawn(house):
    drawn = {p.space: area(p.shape) for p in house.floor_plans[0].placements}
    for space in house.spaces:
        if space.area_m2:
            assert drawn[space.public_id] == pytest.approx(space.area_m2, rel=0.02), space.public_id


def test_every_space_is_drawn_once(house):
    assert sorted(p.space for p in house.floor_plans[0].placements) == sorted(
        s.public_id for s in house.spaces
    )


def test_a_house_is_invented_and_says_so(house):
    assert house.house.is_demo
    assert "frei erfunden" in house.house.address
    assert re.search(r"\d", house.house.address) is None


def test_a_full_name_says_what_is_read_on_the_plan(house):
    for space in house.spaces:
        assert space.label in space.name.de, space.public_id
        assert space.label in space.name.en, space.public_id


def test_no_two_spaces_overlap(house):
    for (one, shape), (other, other_shape) in combinations(shapes(house).items(), 2):
        assert overlap_area(shape, other_shape) < 0.001, (one, other)


def test_nothing_stands_outside_the_walls(house):
    drawing = house.floor_plans[0].drawing
    for item in drawing.furniture:
        body = rectangle(*item.size, at=item.at, rotation=item.rotation)
        assert lies_within(body, drawing.outline), item
        assert min(depth(drawing.outline, corner) for corner in body) > 0.25, item


def test_no_furniture_stands_in_an_inner_wall(house):
    drawing = house.floor_plans[0].drawing
    walls = [
        rectangle(*_size(a, b), at=((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))
        for wall in drawing.inner_walls
        for a, b in pairwise(wall)
        if a[0] == b[0] or a[1] == b[1]
    ]
    for item in drawing.furniture:
        if item.item in (Item.COLUMN, Item.PARTITION):
            continue
        body = rectangle(*item.size, at=item.at, rotation=item.rotation)
        assert all(overlap_area(body, wall) < 0.02 for wall in walls), item


def _size(a, b):
    return max(abs(a[0] - b[0]), 0.12), max(abs(a[1] - b[1]), 0.12)


def test_no_desk_or_table_stands_in_the_swing_of_a_door(house):
    drawing = house.floor_plans[0].drawing
    small = [
        (space.public_id, shapes(house)[space.public_id])
        for space in house.spaces
        if space.kind in (SpaceKind.DESK, SpaceKind.CAFE_TABLE)
    ]
    for door in drawing.doors:
        xs, ys = zip(door.hinge, door.latch, strict=True)
        width = max(abs(xs[0] - xs[1]), abs(ys[0] - ys[1]))
        mouth = rectangle(*_mouth(xs, ys, width), at=(sum(xs) / 2, sum(ys) / 2))
        for name, shape in small:
            assert overlap_area(mouth, shape) < 0.01, (name, door)


def _mouth(xs, ys, width):
    """The door's own width, half a metre deep to both sides."""
    upright = abs(xs[0] - xs[1]) < abs(ys[0] - ys[1])
    return (1.0, width) if upright else (width, 1.0)


def test_the_step_free_way_reaches_the_event_area_and_a_toilet(house):
    drawing = house.floor_plans[0].drawing
    ends = [point for way in drawing.step_free_ways for point in (way[0], way[-1])]
    events = [p.shape for p in house.floor_plans[0].placements if "event" in p.space]
    assert any(depth(shape, end) > 0 for shape in events for end in ends)
    rails = next(item for item in drawing.furniture if item.item is Item.GRAB_RAILS)
    assert any(abs(end[0] - rails.at[0]) + abs(end[1] - rails.at[1]) < 4 for end in ends)


def test_labels_of_neighbouring_spaces_keep_their_distance(house):
    plan = house.floor_plans[0]
    picture = picture_of(plan.drawing, placed_spaces(plan, {s.public_id: s for s in house.spaces}))
    spots = [(space.public_id, space.label_at) for space in picture.spaces]
    for (one, (x, y)), (other, (to_x, to_y)) in combinations(spots, 2):
        assert abs(x - to_x) >= 1.1 or abs(y - to_y) >= 1.0, (one, other)


@pytest.fixture
def app():
    app = Flask(__name__, template_folder=ROOT / "templates")
    Babel(app, default_locale="de")
    with app.test_request_context():
        yield app


@pytest.mark.parametrize("layout", [None, *Layout], ids=lambda layout: layout.value if layout else "usual")
def test_a_plan_is_small_well_formed_svg_without_styles(house, layout, app):
    plan = house.floor_plans[0]
    spaces = {space.public_id: space for space in house.spaces}
    picture = picture_of(plan.drawing, placed_spaces(plan, spaces, layout=layout), north_degrees=10)
    states = ["free", "partly", "taken", "closed", "yours", "option", "unavailable"]
    views = {
        space.public_id: {
            "label": f"{space.label}, {state}",
            "state": state,
            "href": f"/flaechen/{space.public_id}",
            "share_free": 0.4,
        }
        for space, state in zip(picture.spaces, states * 9, strict=False)
    }
    macro = get_template_attribute("components/plan.html", "plan")
    page = macro("plan", "Grundriss", picture, views)
    (svg,) = re.findall(r"<svg class=\"plan__drawing.*?</svg>", page, re.DOTALL)
    tree = ElementTree.fromstring(svg)
    assert len(svg.encode()) < 60_000
    assert "style=" not in page
    assert "nan" not in svg.lower().replace("unavailable", "")
    links = tree.findall(".//a")
    assert {link.get("data-space") for link in links} == set(spaces)
    assert len(links) == len(spaces)
    assert all(link.get("aria-label") and link.get("href") for link in links)
    left, top, width, height = picture.box
    inner = bounding_box(plan.drawing.outline)
    assert left < inner[0]
    assert top < inner[1]
    assert left + width > inner[2]
    assert top + height > inner[3]


def test_a_space_nobody_speaks_for_is_drawn_without_a_link(app):
    plan = HOUSES["herne"].floor_plans[0]
    picture = picture_of(plan.drawing, placed_spaces(plan, {s.public_id: s for s in HOUSES["herne"].spaces}))
    page = get_template_attribute("components/plan.html", "plan")("plan", "Grundriss", picture, {})
    assert "<a " not in page
    assert "Hofsaal" in page
