"""A stored floor plan as a picture, with the spaces that lie on it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.spaces.drawing import PlacedSpace, PlanPicture, drawing_of, picture_of
from labspace.spaces.house import HouseSpace
from labspace.spaces.models import FloorPlan, Placement

WITH_AREA = frozenset({"popup_slot", "event_area"})


def picture_of_plan(session: Session, plan_id: int, spaces: Sequence[HouseSpace]) -> PlanPicture:
    """The drawing of one floor with those of `spaces` that lie on it; two statements."""
    plan = session.get_one(FloorPlan, plan_id)
    by_id = {space.id: space for space in spaces}
    placements = session.scalars(select(Placement).where(Placement.plan_id == plan_id).order_by(Placement.id))
    placed = [_placed(row, by_id[row.space_id]) for row in placements if row.space_id in by_id]
    return picture_of(drawing_of(plan.drawing), placed, north_degrees=plan.north_degrees)


def _placed(row: Placement, space: HouseSpace) -> PlacedSpace:
    first = space.layouts[0] if space.layouts else None
    seats, label = row.detail.get("seats"), row.detail.get("label")
    return PlacedSpace(
        public_id=space.public_id,
        kind=space.kind,
        label=space.label,
        shape=tuple((point[0], point[1]) for point in row.shape),
        rotation=row.detail.get("rotation") or 0.0,
        seats=seats if seats is not None else (first.capacity if first else space.capacity),
        note=f"{round(space.area_m2)} m²" if space.area_m2 and space.kind.value in WITH_AREA else "",
        layout=first.layout if first else None,
        label_at=(label[0], label[1]) if label else None,
        is_whole=not space.is_unit,
    )
