"""A floor for tests: the cast's house drawn with a few walls, and drafts of it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.plans.actions import save_draft, start_draft
from labspace.plans.models import PlanDraft
from labspace.spaces.models import FloorPlan, Placement, Space
from tests.factories import LONG_AGO, Cast

DECEMBER = date(2026, 12, 1)
DRAWING: dict[str, Any] = {
    "outline": [[0, 0], [24, 0], [24, 12], [0, 12]],
    "outer_walls": [[[0.15, 0.15], [23.85, 0.15], [23.85, 11.85], [0.15, 11.85], [0.15, 0.15]]],
    "inner_walls": [[[12, 0.15], [12, 6]]],
    "doors": [{"hinge": [2, 11.85], "latch": [3, 11.85], "swing": "left", "style": "single"}],
    "windows": [],
    "furniture": [{"item": "plant", "at": [23, 1], "size": [0.6, 0.6], "rotation": 0}],
    "areas": [],
    "entrances": [{"at": [2.5, 12], "rotation": 0, "step_free": True}],
    "step_free_ways": [],
}


def box(left: float, top: float, width: float, depth: float) -> list[list[float]]:
    """The corners of an upright rectangle."""
    right, bottom = left + width, top + depth
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def lay_plan(session: Session, cast: Cast) -> FloorPlan:
    """The ground floor of the cast's house, in force since long ago, committed."""
    places = {
        cast.desk: box(1, 1, 1.6, 1.6),
        cast.second_desk: box(3, 1, 1.6, 1.6),
        cast.room: box(6, 1, 4, 3),
        cast.table: box(1, 4, 2, 2),
        cast.popup: box(13, 1, 9, 5),
        cast.half_a: box(13, 7, 4, 4),
        cast.half_b: box(17, 7, 4, 4),
    }
    plan = FloorPlan(
        location_id=cast.house.id,
        level=0,
        name="Erdgeschoss",
        name_en="Ground floor",
        width_m=24,
        height_m=12,
        drawing=deepcopy(DRAWING),
        valid_from=LONG_AGO,
        placements=[
            Placement(space=space, shape=shape, detail={"rotation": 0, "seats": None, "label": None})
            for space, shape in places.items()
        ],
    )
    session.add(plan)
    session.commit()
    return plan


def begin_draft(session: Session, plan: FloorPlan, cast: Cast, now: datetime) -> PlanDraft:
    """A draft as the plan is, committed."""
    draft = start_draft(session, plan.id, by=cast.nora, now=now)
    session.commit()
    return draft


def redraw(session: Session, draft: PlanDraft, cast: Cast, now: datetime, **changes: Any) -> PlanDraft:
    """Save the draft after `change_…` functions below were applied to a copy; committed."""
    document = deepcopy(draft.document)
    for name, value in changes.items():
        CHANGES[name](document, value)
    save_draft(session, draft.id, document, expected_version=draft.version, by=cast.nora, now=now)
    session.commit()
    session.refresh(draft)
    return draft


def _without(document: dict[str, Any], public_id: str) -> None:
    document["spaces"] = [one for one in document["spaces"] if one["id"] != public_id]
    document["placements"] = [one for one in document["placements"] if one["space"] != public_id]


def _with_desk(document: dict[str, Any], public_id: str) -> None:
    name = {"de": f"Platz {public_id}", "en": f"Desk {public_id}"}
    document["spaces"].append({"id": public_id, "kind": "desk", "name": name, "label": "neu", "capacity": 1})
    document["placements"].append({"space": public_id, "shape": box(8, 8, 1.6, 1.6), "rotation": 0})


def _renamed(document: dict[str, Any], names: tuple[str, str]) -> None:
    for one in document["spaces"]:
        if one["id"] == names[0]:
            one["name"] = {"de": names[1], "en": names[1]}


def _resized(document: dict[str, Any], sizes: tuple[str, int]) -> None:
    for one in document["spaces"]:
        if one["id"] == sizes[0]:
            one["capacity"] = sizes[1]


def _moved(document: dict[str, Any], to: tuple[str, float, float]) -> None:
    for one in document["placements"]:
        if one["space"] == to[0]:
            one["shape"] = [[x + to[1], y + to[2]] for x, y in one["shape"]]


def _walled(document: dict[str, Any], drawing: dict[str, Any]) -> None:
    document["drawing"] = deepcopy(drawing)


CHANGES: dict[str, Callable[[dict[str, Any], Any], None]] = {
    "without": _without,
    "with_desk": _with_desk,
    "renamed": _renamed,
    "resized": _resized,
    "moved": _moved,
    "walled": _walled,
}


def space_named(session: Session, public_id: str) -> Space:
    """The space with this public id, read anew."""
    return session.scalars(
        select(Space).where(Space.public_id == public_id).execution_options(populate_existing=True)
    ).one()
