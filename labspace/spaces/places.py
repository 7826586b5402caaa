"""Where spaces lie on the plans of a house, and how far they are from each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.spaces.geometry import Point, centroid, distance
from labspace.spaces.house import House
from labspace.spaces.models import Placement


def distances_from(session: Session, house: House, space_id: int, *, on: date) -> dict[int, float]:
    """Metres from the middle of one space to those of all others on its floor, by space id.

    Empty if the space is on no plan that day. Asked of the database once per revision of the house.
    """
    places = house.remember(("places", on), lambda: _places(session, house, on))
    if space_id not in places:
        return {}
    level, here = places[space_id]
    return {
        other_id: distance(here, there)
        for other_id, (other_level, there) in places.items()
        if other_level == level and other_id != space_id
    }


def _places(session: Session, house: House, day: date) -> Mapping[int, tuple[int, Point]]:
    plan_ids = [level.plan_id for level in house.levels_on(day)]
    rows = session.execute(
        select(Placement.space_id, Placement.plan_id, Placement.shape).where(Placement.plan_id.in_(plan_ids))
    )
    return {
        row.space_id: (row.plan_id, centroid([(point[0], point[1]) for point in row.shape])) for row in rows
    }
