"""What hypothesis draws for the editor: points on the millimetre, simple shapes, whole documents."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

from hypothesis import strategies as st

from labspace.spaces.geometry import is_simple

Points = list[list[float]]

metres = st.integers(-20_000, 20_000).map(lambda value: value / 1000)
on_grid = st.integers(0, 200).map(lambda value: value / 10)
points = st.tuples(metres, metres).map(list)
angles = st.one_of(st.sampled_from([0, 90, 180, 270, -90, 45, 360]), st.integers(-360, 360))


@st.composite
def rectangles(draw: st.DrawFn) -> Points:
    """Upright, on the grid, so that edges often touch."""
    left, top = draw(st.integers(0, 12)), draw(st.integers(0, 12))
    width, depth = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    right, bottom = left + width, top + depth
    return [[float(x), float(y)] for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]


@st.composite
def stars(draw: st.DrawFn) -> Points:
    """Any simple shape that is seen whole from a point within."""
    count = draw(st.integers(3, 9))
    middle = [draw(st.integers(3, 12)), draw(st.integers(3, 12))]
    reaches = draw(st.lists(st.integers(5, 60), min_size=count, max_size=count))
    around = [2 * pi * i / count for i in range(count)]
    return [
        [round(middle[0] + reach / 10 * cos(angle), 3), round(middle[1] + reach / 10 * sin(angle), 3)]
        for reach, angle in zip(reaches, around, strict=True)
    ]


shapes = st.one_of(rectangles(), stars().filter(lambda shape: is_simple([(x, y) for x, y in shape])))
walls = st.lists(st.tuples(on_grid, on_grid).map(list), min_size=2, max_size=6, unique_by=tuple)


def text(name: str) -> dict[str, str]:
    return {"de": name, "en": name}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A draft with a bit of everything; not always a sensible building."""
    inner = draw(st.lists(walls, max_size=3))
    doors = []
    for wall in inner:
        (ax, ay), (bx, by) = wall[0], wall[1]
        hinge, latch = ([round(ax + (bx - ax) * s, 3), round(ay + (by - ay) * s, 3)] for s in (0.25, 0.75))
        doors.append({"hinge": hinge, "latch": latch, "swing": "left", "style": "single"})
    spots = st.tuples(on_grid, on_grid).map(list)
    shapes_of = draw(st.lists(rectangles(), max_size=4))
    return {
        "format": "labspace-plan/1",
        "level": 0,
        "name": text("Erdgeschoss"),
        "width_m": 24,
        "height_m": 24,
        "north_degrees": 0,
        "drawing": {
            "outline": draw(rectangles()),
            "outer_walls": [],
            "inner_walls": inner,
            "doors": doors,
            "windows": [],
            "furniture": [
                {"item": item, "at": at, "size": [1, 0.5], "rotation": rotation}
                for item, at, rotation in draw(
                    st.lists(st.tuples(st.sampled_from(["sofa", "plant"]), spots, angles), max_size=3)
                )
            ],
            "areas": [
                {"name": text(""), "tint": "work", "shape": shape}
                for shape in draw(st.lists(rectangles(), max_size=2))
            ],
            "entrances": [
                {"at": at, "rotation": 0, "step_free": True} for at in draw(st.lists(spots, max_size=1))
            ],
            "step_free_ways": draw(st.lists(walls, max_size=2)),
        },
        "spaces": [
            {
                "id": f"haus-desk-{i:02}",
                "kind": "desk",
                "name": text(f"Arbeitsplatz {i}"),
                "label": str(i),
                "capacity": 1,
            }
            for i in range(1, len(shapes_of) + 1)
        ],
        "placements": [
            {"space": f"haus-desk-{i:02}", "shape": shape, "rotation": 0}
            for i, shape in enumerate(shapes_of, 1)
        ],
    }
