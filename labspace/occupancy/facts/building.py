"""Facts of days, counted from bookings, and what was known of them when they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.db import Base
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.families import Row, families
from labspace.occupancy.facts.standing import Standing, standings


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The facts of one house in some days, and how it stood right before they were counted."""

    location_id: int
    days: Days
    rows: dict[type[Base], Sequence[Row]]
    """Of the tables of all families."""
    standing: Standing


def build_facts(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> list[Built]:
    """The facts of these houses in `days`, from bookings; a handful of statements, nothing is written."""
    stood = standings(session, [house.id for house in houses], days)
    counted = [family.count(session, houses, days, now=now) for family in families()]
    return [
        Built(
            location_id=house.id,
            days=days,
            rows={table: rows for one in counted for table, rows in one.get(house.id, {}).items()},
            standing=stood[house.id],
        )
        for house in houses
    ]
