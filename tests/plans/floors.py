"""A small floor that has everything, and drawings of any kind for properties."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.plans.document import DRAWN, FORMAT
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import FloorPlan, Placement
from labspace.spaces.plans import DoorStyle, Item, Side, Tint
from tests.factories import Cast

OUTER = [[0.15, 0.15], [11.85, 0.15], [11.85, 7.85], [0.15, 7.85], [0.15, 0.15]]
FLOOR: dict[str, Any] = {
    "format": FORMAT,
    "level": 0,
    "name": {"de": "Erdgeschoss", "en": "Ground floor"},
    "width_m": 12.0,
    "height_m": 8.0,
    "north_degrees": 30.0,
    "drawing": {
        "outline": [[0.0, 0.0], [12.0, 0.0], [12.0, 8.0], [0.0, 8.0]],
        "outer_walls": [OUTER],
        "inner_walls": [[[6.0, 0.3], [6.0, 4.0]]],
        "doors": [{"hinge": [2.0, 7.85], "latch": [3.0, 7.85], "swing": "left", "style": "single"}],
        "windows": [{"from": [2.0, 0.15], "to": [4.0, 0.15], "shop_front": False}],
        "furniture": [{"item": "plant", "at": [11.0, 7.0], "size": [0.6, 0.6], "rotation": 0.0}],
        "areas": [
            {
                "name": {"de": "Arbeiten", "en": "Working"},
                "tint": "work",
                "shape": [[0.3, 0.3], [5.9, 0.3], [5.9, 4.0], [0.3, 4.0]],
            }
        ],
        "entrances": [{"at": [2.5, 8.0], "rotation": 0.0, "step_free": True}],
        "step_free_ways": [[[2.5, 7.5], [2.5, 5.0], [8.0, 5.0]]],
    },
    "spaces": [
        {
            "id": "bochum-desk-01",
            "kind": "desk",
            "name": {"de": "Arbeitsplatz 1", "en": "Desk 1"},
            "capacity": 1,
            "label": "1",
            "features": ["power"],
        },
        {
            "id": "bochum-desk-02",
            "kind": "desk",
            "name": {"de": "Arbeitsplatz 2", "en": "Desk 2"},
            "capacity": 1,
            "label": "2",
        },
    ],
    "placements": [
        {
            "space": "bochum-desk-01",
            "shape": [[1.0, 0.5], [2.6, 0.5], [2.6, 2.1], [1.0, 2.1]],
            "rotation": 0.0,
        },
        {
            "space": "bochum-desk-02",
            "shape": [[2.6, 0.5], [4.2, 0.5], [4.2, 2.1], [2.6, 2.1]],
            "rotation": 0.0,
        },
    ],
}
"""Two desks side by side behind a window, a plant in the corner."""


def floor(**drawing: Any) -> dict[str, Any]:
    """`FLOOR` with other lists in its drawing."""
    document = deepcopy(FLOOR)
    document["drawing"].update(drawing)
    return document


def add_plan(
    session: Session, cast: Cast, *, valid_from: date = date(2024, 1, 1), level: int = 0
) -> FloorPlan:
    """`FLOOR` as a plan of the house in Bochum with its two desks, committed."""
    plan = FloorPlan(
        location_id=cast.house.id,
        level=level,
        name="Erdgeschoss",
        name_en="Ground floor",
        width_m=12.0,
        height_m=8.0,
        north_degrees=30.0,
        drawing=deepcopy(FLOOR["drawing"]),
        valid_from=valid_from,
        placements=[
            Placement(space=space, shape=deepcopy(row["shape"]), detail={"rotation": 0.0})
            for space, row in zip((cast.desk, cast.second_desk), FLOOR["placements"], strict=True)
        ],
    )
    session.add(plan)
    session.commit()
    return plan


metres = st.integers(-50_000, 50_000).map(lambda millimetres: millimetres / 100)
points = st.tuples(metres, metres).map(list)
lines = st.lists(points, min_size=1, max_size=5)
angles = st.sampled_from([0.0, 45.0, 90.0, 180.0, -30.0, 359.5])
words = st.sampled_from(["", "Saal", "Café", "Ecke 7"])
texts = st.fixed_dictionaries({"de": words, "en": words})
sizes = st.tuples(st.integers(1, 400), st.integers(1, 400)).map(lambda wd: [wd[0] / 100, wd[1] / 100])


def _word(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([member.value for member in kind])


def _any(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(rows, max_size=3)


drawings = st.fixed_dictionaries(
    {
        "outline": st.lists(points, max_size=6),
        "outer_walls": _any(lines),
        "inner_walls": _any(lines),
        "doors": _any(
            st.fixed_dictionaries(
                {"hinge": points, "latch": points, "swing": _word(Side), "style": _word(DoorStyle)}
            )
        ),
        "windows": _any(st.fixed_dictionaries({"from": points, "to": points, "shop_front": st.booleans()})),
        "furniture": _any(
            st.fixed_dictionaries({"item": _word(Item), "at": points, "size": sizes, "rotation": angles})
        ),
        "areas": _any(
            st.fixed_dictionaries({"name": texts, "tint": _word(Tint), "shape": st.lists(points, max_size=5)})
        ),
        "entrances": _any(
            st.fixed_dictionaries({"at": points, "rotation": angles, "step_free": st.booleans()})
        ),
        "step_free_ways": _any(lines),
    }
)
"""Whatever a person may leave half done on a sheet."""

spaces = st.fixed_dictionaries(
    {
        "id": st.integers(1, 6).map(lambda number: f"haus-{number}"),
        "kind": _word(SpaceKind),
        "name": texts,
        "capacity": st.integers(1, 30),
    },
    optional={
        "label": st.sampled_from(["1", "2", "Saal"]),
        "area_m2": st.sampled_from([1.0, 20.5]),
        "features": st.lists(st.sampled_from(["power", "quiet"]), max_size=2),
        "parts": st.lists(st.integers(1, 6).map(lambda number: f"haus-{number}"), max_size=3),
        "wheelchair_places": st.integers(0, 40),
        "layouts": st.lists(
            st.fixed_dictionaries(
                {"name": st.sampled_from(["rows", "banquet"]), "capacity": st.integers(1, 40)}
            ),
            max_size=2,
        ),
    },
)
placements = st.fixed_dictionaries(
    {"space": st.integers(1, 7).map(lambda number: f"haus-{number}"), "shape": st.lists(points, max_size=5)},
    optional={"rotation": angles, "seats": st.integers(0, 40), "label": points},
)
documents = st.builds(
    lambda drawing, rows, places, name: {
        **FLOOR,
        "name": name,
        "drawing": drawing,
        "spaces": rows,
        "placements": places,
    },
    drawings,
    st.lists(spaces, max_size=4),
    st.lists(placements, max_size=4),
    texts,
)
"""Sound documents, finished or not."""

assert set(FLOOR["drawing"]) == set(DRAWN)
