"""A floor as large as one gets: 300 spaces and 2 000 elements of the drawing, as the document of a draft."""

from __future__ import annotations

from typing import Any

SPACES = 300
ELEMENTS = 2000
COLUMNS = 20
WIDTH_M, HEIGHT_M = 122.0, 82.0


def large_document(*, slug: str, level: int) -> dict[str, Any]:
    """15 rows of 20 rooms: in each a desk that is booked, walls, a door, and furniture, until it is enough."""
    rooms = [(i, 1 + 6 * (i % COLUMNS), 1 + 5.2 * (i // COLUMNS)) for i in range(SPACES)]
    drawing: dict[str, Any] = {
        "outline": _box(0.5, 0.5, WIDTH_M - 0.5, HEIGHT_M - 0.5),
        "outer_walls": [[*_box(0.65, 0.65, WIDTH_M - 0.65, HEIGHT_M - 0.65), [0.65, 0.65]]],
        "inner_walls": [[[x + 5.8, y], [x + 5.8, y + 5]] for _i, x, y in rooms],
        "doors": [
            {"hinge": [x + 5.8, y + 1], "latch": [x + 5.8, y + 2], "swing": "left", "style": "single"}
            for _i, x, y in rooms
        ],
        "windows": [],
        "furniture": [],
        "areas": [
            {
                "name": _text(f"Zone {row + 1}"),
                "tint": "work",
                "shape": _box(1, 1 + 5.2 * row, 121, 6 + 5.2 * row),
            }
            for row in range(SPACES // COLUMNS)
        ],
        "entrances": [{"at": [60.0, HEIGHT_M - 0.4], "rotation": 0, "step_free": True}],
        "step_free_ways": [[[60.0, HEIGHT_M - 1], [60.0, HEIGHT_M - 3], [20.0, HEIGHT_M - 3]]],
    }
    things = ("shelf", "plant", "armchair", "cupboard", "printer")
    count = sum(len(rows) for name, rows in drawing.items() if name != "outline")
    drawing["furniture"] = [
        {"item": things[i % 5], "at": [1.9 + 6 * (i % COLUMNS) + (i // SPACES) * 0.9, 5.6 + 5.2 * (i // COLUMNS % 15)],
         "size": [0.7, 0.5], "rotation": 0}
        for i in range(ELEMENTS - count)
    ]  # fmt: skip
    return {
        "format": "labspace-plan/1",
        "level": level,
        "name": _text("Großraum"),
        "width_m": WIDTH_M,
        "height_m": HEIGHT_M,
        "north_degrees": 0,
        "drawing": drawing,
        "spaces": [
            {"id": f"{slug}-desk-{i + 101}", "kind": "desk", "name": _text(f"Arbeitsplatz {i + 101}"),
             "label": str(i + 101), "capacity": 1}
            for i, _x, _y in rooms
        ],
        "placements": [
            {"space": f"{slug}-desk-{i + 101}", "shape": _box(x + 1, y + 1, x + 2.6, y + 2.6), "rotation": 0}
            for i, x, y in rooms
        ],
    }  # fmt: skip


def _box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def _text(name: str) -> dict[str, str]:
    return {"de": name, "en": name}
