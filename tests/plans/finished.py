"""Plans without a fault, any of them, put in force in a house of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.plans.actions import start_drawn_draft
from labspace.plans.publishing.actions import publish_draft
from labspace.plans.publishing.review import review_draft
from labspace.spaces.features import Feature
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import FloorPlan
from labspace.spaces.plans import DoorStyle, Item, Side, Tint
from tests.factories import make_house
from tests.plans.floors import angles

COLUMNS, ROWS, CELL = 5, 3, 4.0
WIDTH, HEIGHT = COLUMNS * CELL + 1, ROWS * CELL + 1
OUTLINE = [[0.0, 0.0], [WIDTH, 0.0], [WIDTH, HEIGHT], [0.0, HEIGHT]]

words = st.text('abc Äß’&<>"7–🪴', min_size=1, max_size=12).map(lambda text: text.strip() or "x")
texts = st.fixed_dictionaries({"de": words, "en": words})
across = st.integers(30, 2000).map(lambda centimetres: centimetres / 100)
down = st.integers(30, 1200).map(lambda centimetres: centimetres / 100)
points = st.tuples(across, down).map(list)
walls = st.lists(points, min_size=2, max_size=4, unique_by=tuple)


def _one_of(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([member.value for member in kind])


def _box(column: int, row: int, width: float, depth: float) -> list[list[float]]:
    left, top = 0.5 + column * CELL, 0.5 + row * CELL
    return [[left, top], [left + width, top], [left + width, top + depth], [left, top + depth]]


def _door(at: tuple[float, str, str]) -> dict[str, Any]:
    """In the lower outer wall."""
    left, swing, style = at
    return {
        "hinge": [left, HEIGHT - 0.15],
        "latch": [left + 0.9, HEIGHT - 0.15],
        "swing": swing,
        "style": style,
    }


@st.composite
def plans(draw: st.DrawFn, slug: str = "haus") -> dict[str, Any]:
    """A finished document with up to eight spaces side by side, some of them parts of one whole."""
    cells = draw(st.lists(st.tuples(st.integers(0, COLUMNS - 1), st.integers(0, ROWS - 1)), min_size=1, max_size=8, unique=True))  # fmt: skip
    spaces, placements = [], []
    for number, (column, row) in enumerate(cells, start=1):
        space = _space(draw, f"{slug}-{number}")
        spaces.append(space)
        width, depth = draw(st.sampled_from([0.8, 1.6, 4.0])), draw(st.sampled_from([0.8, 2.5, 4.0]))
        place = {"space": space["id"], "shape": _box(column, row, width, depth), "rotation": draw(angles)}
        if draw(st.booleans()):
            place["seats"] = draw(st.integers(0, 12))
        if draw(st.booleans()):
            place["label"] = draw(points)
        placements.append(place)
    halves = [one for one in spaces if one["kind"] == "event_area"]
    if len(halves) > 1:
        whole = {**_space(draw, f"{slug}-ganz"), "kind": "event_area", "capacity": 40}
        whole["parts"] = [one["id"] for one in halves]
        whole.pop("layouts", None)
        spaces.append(whole)
    return {
        "format": "labspace-plan/1", "level": draw(st.integers(-2, 3)), "name": draw(texts),
        "width_m": WIDTH + 1, "height_m": HEIGHT + 1, "north_degrees": draw(angles),
        "drawing": _drawing(draw), "spaces": spaces, "placements": placements,
    }  # fmt: skip


def _space(draw: st.DrawFn, public_id: str) -> dict[str, Any]:
    space: dict[str, Any] = {"id": public_id, "kind": draw(_one_of(SpaceKind)), "name": draw(texts), "capacity": draw(st.integers(1, 30))}  # fmt: skip
    if draw(st.booleans()):
        space["label"] = draw(st.text("A1ü-", min_size=1, max_size=4))
        space["description"] = draw(texts)
        space["features"] = draw(st.lists(_one_of(Feature), min_size=1, max_size=3, unique=True))
        space["wheelchair_places"] = draw(st.integers(0, space["capacity"]))
    if space["kind"] == "event_area" and draw(st.booleans()):
        space["layouts"] = [
            {"name": name, "capacity": draw(st.integers(1, space["capacity"]))}
            for name in draw(st.lists(_one_of(Layout), min_size=1, max_size=3, unique=True))
        ]
    return space


def _drawing(draw: st.DrawFn) -> dict[str, Any]:
    def some(rows: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(rows, max_size=2))

    edge = HEIGHT - 0.15
    return {
        "outline": OUTLINE,
        "outer_walls": [[[0.15, 0.15], [WIDTH - 0.15, 0.15], [WIDTH - 0.15, edge], [0.15, edge], [0.15, 0.15]]],
        "inner_walls": some(walls),
        "doors": some(st.tuples(st.sampled_from([2.0, 8.0]), _one_of(Side), _one_of(DoorStyle)).map(_door)),
        "windows": [{"from": [12.0, edge], "to": [14.5, edge], "shop_front": draw(st.booleans())}],
        "furniture": some(
            st.fixed_dictionaries(
                {"item": _one_of(Item), "at": points, "size": st.just([0.6, 1.25]), "rotation": angles}
            )
        ),
        "areas": some(
            st.fixed_dictionaries({"name": texts, "tint": _one_of(Tint), "shape": st.just(_box(1, 1, 3.0, 2.0))})
        ),
        "entrances": some(
            st.fixed_dictionaries({"at": points, "rotation": angles, "step_free": st.booleans()})
        ),
        "step_free_ways": some(walls),
    }  # fmt: skip


def put_in_force(
    session: Session, slug: str, document: dict[str, Any], *, by: User, now: datetime
) -> FloorPlan:
    """A new house with this plan from tomorrow on, committed."""
    house = make_house(session, slug)
    session.commit()
    draft = start_drawn_draft(session, house.id, document, by=by, now=now)
    session.commit()
    day = (now + timedelta(days=1)).date()
    review = review_draft(session, draft, starts_on=day, now=now)
    made = publish_draft(
        session,
        draft.id,
        starts_on=day,
        expected_version=1,
        seen=review.seen,
        decisions={},
        by=by,
        now=now,
    )
    session.commit()
    return session.get_one(FloorPlan, made.plan_id)
