"""The editor draws what the public plan draws: every symbol, seating, wall, door and window, stroke by stroke."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plans import ITEM_SIZES, Door, DoorStyle, Drawing, Furniture, Item, Side, Window
from labspace.spaces.seating import furnish
from labspace.spaces.strokes import Pen, polylines
from labspace.spaces.symbols import draw
from labspace.spaces.walls import OpenedDoor, wall_lines, window_lines
from tests.plans.editor.shapes import Points, rectangles, walls
from tests.plans.editor.test_geometry import batches, tuples

pytestmark = pytest.mark.browser

PART = re.compile(r"([MmLlhvAaz])([^MmLlhvAaz]*)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
NEAR = 0.025
"""Both round to the centimetre; what lies on a half may go either way, and the server's strokes add up."""
MANY = """async ([module, name, batch, field]) => {
  const made = await import(`/static/js/editor/${module}.js`);
  return batch.map((given) => { const drawn = made[name](...given); return field ? drawn[field] : drawn; });
}"""

Stroke = tuple[float, float]


def strokes(d: str) -> list[list[Stroke]]:
    """The points of each piece of a path, those of no length left out."""
    pieces: list[list[Stroke]] = []
    x = y = 0.0
    for command, numbers in commands(d):
        if command == "z":
            x, y = pieces[-1][0]
            continue
        dx, dy = {"h": (numbers[0], 0.0), "v": (0.0, numbers[0])}.get(command, numbers[-2:])
        x, y = (dx, dy) if command.isupper() else (x + dx, y + dy)
        if command in "Mm":
            pieces.append([(x, y)])
        elif abs(pieces[-1][-1][0] - x) + abs(pieces[-1][-1][1] - y) > 0.006:
            pieces[-1].append((x, y))
    return pieces


def commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """Each command of path data with its numbers."""
    for command, numbers in PART.findall(d):
        yield command, [float(number) for number in NUMBER.findall(numbers)]


def assert_same(drawn: str, wanted: str) -> None:
    own, servers = strokes(drawn), strokes(wanted)
    assert len(own) == len(servers), (drawn, wanted)
    for one, other in zip(own, servers, strict=True):
        assert len(one) == len(other), (one, other)
        for point, at in zip(one, other, strict=True):
            assert point == pytest.approx(at, abs=NEAR)


def both(ends: Points) -> tuple[Stroke, Stroke]:
    (ax, ay), (bx, by) = ends
    return (ax, ay), (bx, by)


@pytest.fixture
def drawn(bare_page):
    """Calls a function and takes one member of what it gives: the path."""

    def paths(module: str, name: str, batch: list[Any], field: str = "") -> list[str]:
        return list(bare_page.evaluate(MANY, [module, name, batch, field]))

    return paths


def test_the_library_is_the_servers(bare_page) -> None:
    sizes = bare_page.evaluate("async () => (await import('/static/js/editor/symbols.js')).ITEM_SIZES")
    assert {name: tuple(size) for name, size in sizes.items()} == {
        item.value: size for item, size in ITEM_SIZES.items()
    }


@pytest.mark.parametrize("item", list(Item), ids=lambda item: item.value)
def test_a_thing_is_drawn_as_on_the_public_plan(drawn, item: Item) -> None:
    sizes = (ITEM_SIZES[item], (2.6, 1.4), (0.9, 0.9))
    cases = [(size, rotation) for size in sizes for rotation in (0, 90, 180, 270, 30)]
    batch = [
        [{"item": item.value, "at": [4.0, 3.0], "size": [*size], "rotation": rotation}]
        for size, rotation in cases
    ]
    for (size, rotation), path in zip(cases, drawn("symbols", "draw", batch, "d"), strict=True):
        pen = Pen()
        draw(Furniture(item, (4.0, 3.0), size, rotation), pen)
        assert_same(path, pen.d)


SEATED: list[tuple[SpaceKind, Layout | None]] = [
    (kind, None) for kind in SpaceKind if kind is not SpaceKind.EVENT_AREA
]
SEATED += [(SpaceKind.EVENT_AREA, layout) for layout in Layout]


@pytest.mark.parametrize(
    ("kind", "layout"),
    SEATED,
    ids=[f"{kind.value}-{layout.value if layout else 'as-it-is'}" for kind, layout in SEATED],
)
def test_a_space_is_furnished_as_on_the_public_plan(drawn, kind: SpaceKind, layout: Layout | None) -> None:
    shapes: list[Points] = [
        [[1, 1], [7.4, 1], [7.4, 9.2], [1, 9.2]],
        [[0, 0], [12.3, 0], [12.3, 6.1], [0, 6.1]],
        [[2, 2], [5.6, 2], [5.6, 6.1], [2, 6.1]],
    ]
    cases = [
        (shape, rotation, seats)
        for shape in shapes
        for rotation in (0, 90, 180, 15)
        for seats in (1, 2, 4, 7, 8, 13, 40)
    ]
    batch = [
        [
            {
                "kind": kind.value,
                "shape": shape,
                "rotation": rotation,
                "seats": seats,
                "layout": layout.value if layout else None,
            }
        ]
        for shape, rotation, seats in cases
    ]
    for (shape, rotation, seats), path in zip(cases, drawn("seating", "furnish", batch), strict=True):
        assert_same(
            path, furnish(kind=kind, shape=tuples(shape), rotation=rotation, seats=seats, layout=layout)
        )


@batches
@given(
    batch=st.lists(
        st.tuples(
            walls, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 8), st.integers(1, 4)), max_size=3)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_walls_are_broken_where_doors_are(drawn, batch: list[Any]) -> None:
    cases = []
    for wall, holes in batch:
        openings = []
        for at, start, width in holes:
            (ax, ay), (bx, by) = wall[at % (len(wall) - 1)], wall[at % (len(wall) - 1) + 1]
            ends = [[ax + (bx - ax) * s / 12, ay + (by - ay) * s / 12] for s in (start, start + width)]
            openings.append(ends)
        cases.append([wall, openings])
    for (wall, openings), path in zip(cases, drawn("walls", "wallPath", cases), strict=True):
        assert_same(path, wall_lines([tuples(wall)], [both(ends) for ends in openings]))


@pytest.mark.parametrize("style", list(DoorStyle), ids=lambda style: style.value)
@pytest.mark.parametrize("swing", list(Side), ids=lambda side: side.value)
def test_a_door_opens_as_on_the_public_plan(drawn, style: DoorStyle, swing: Side) -> None:
    ends: list[tuple[Stroke, Stroke]] = [((1, 1), (2, 1)), ((3, 2), (3, 3.2)), ((0, 0), (0.6, 0.8))]
    batch = [[{"hinge": [*a], "latch": [*b], "style": style.value, "swing": swing.value}] for a, b in ends]
    leaves, swings = (drawn("walls", "doorPaths", batch, field) for field in ("leaves", "swings"))
    for (a, b), leaf, arc in zip(ends, leaves, swings, strict=True):
        door = OpenedDoor(Door(a, b, swing, style))
        assert_same(leaf, polylines(door.leaves))
        assert_same(arc, door.swings)


def test_a_window_is_as_thick_as_its_wall(drawn) -> None:
    window, outer = {"from": [1, 0.15], "to": [2.5, 0.15]}, [[0.15, 0.15], [6, 0.15]]
    thick, thin = drawn("walls", "windowPath", [[window, [outer]], [window, []]])
    spec = Window((1, 0.15), (2.5, 0.15))
    assert_same(thick, window_lines([spec], Drawing(outer_walls=(tuples(outer),))))
    assert_same(thin, window_lines([spec], Drawing()))


@batches
@given(
    shape=rectangles(), rotation=st.sampled_from([0, 90, 180, 270, -90, 30, 200]), seats=st.integers(1, 30)
)
def test_any_meeting_room_is_furnished_alike(drawn, shape: Any, rotation: int, seats: int) -> None:
    path = drawn(
        "seating",
        "furnish",
        [[{"kind": "meeting_room", "shape": shape, "rotation": rotation, "seats": seats}]],
    )[0]
    width, height = shape[1][0] - shape[0][0], shape[2][1] - shape[1][1]
    assume(width != height)  # a square lies as much along as across: a rounding decides
    assert_same(
        path, furnish(kind=SpaceKind.MEETING_ROOM, shape=tuples(shape), rotation=rotation, seats=seats)
    )
