"""`GET /api/v1/locations/{slug}/floor-plans`: the drawings in force on a day, in metres."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from labspace.api.ground.blueprint import calls
from labspace.api.ground.endpoints import Subject
from labspace.api.ground.schemas import Answered, Asked, Day, about
from labspace.api.houses.asked import day_in, house_asked
from labspace.db import db
from labspace.spaces.models import FloorPlan, Placement
from labspace.times import utc_now
from labspace.words import lazy_gettext as _l


class PlacedOut(Answered):
    """Where a space lies on a plan."""

    id: str
    shape: Annotated[
        list[list[float]], about(_l("Ecken [x, y] in Metern, der Reihe nach; die erste kommt nicht wieder."))
    ]


class FloorPlanOut(Answered):
    """The drawing of one level."""

    level: int
    name: str
    width_m: float
    height_m: float
    valid_from: Day
    valid_until: Day | None
    spaces: list[PlacedOut]


class FloorPlansOut(Answered):
    """The drawings in force on a day, from below."""

    items: list[FloorPlanOut]
    next: None = None


class FloorPlansAsked(Asked):
    """Of which day."""

    on: Annotated[Day | None, about(_l("Stand dieses Tages; sonst heute."))] = None


@calls.get("/locations/<slug>/floor-plans", summary=_l("Grundrisse eines Hauses"), subject=Subject.HOUSES)
def floor_plans(slug: str, query: FloorPlansAsked) -> FloorPlansOut:
    """The plans of all levels in force on that day."""
    session = db.session()
    house = house_asked(session, slug)
    day = day_in(house, query.on, now=utc_now())
    there = {space.id: space.public_id for space in house.spaces_on(day)}
    plans = session.scalars(
        select(FloorPlan)
        .where(
            FloorPlan.location_id == house.id,
            FloorPlan.valid_from <= day,
            or_(FloorPlan.valid_until.is_(None), FloorPlan.valid_until >= day),
        )
        .options(selectinload(FloorPlan.placements))
        .order_by(FloorPlan.level)
    ).all()
    return FloorPlansOut(items=[_told(plan, there) for plan in plans])


def _told(plan: FloorPlan, there: dict[int, str]) -> FloorPlanOut:
    return FloorPlanOut(
        level=plan.level,
        name=plan.name,
        width_m=plan.width_m,
        height_m=plan.height_m,
        valid_from=plan.valid_from,
        valid_until=plan.valid_until,
        spaces=sorted((_placed(one, there) for one in plan.placements if one.space_id in there), key=_by_id),
    )


def _placed(placement: Placement, there: dict[int, str]) -> PlacedOut:
    return PlacedOut(id=there[placement.space_id], shape=placement.shape)


def _by_id(placed: PlacedOut) -> str:
    return placed.id
