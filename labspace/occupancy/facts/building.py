"""Facts of days, counted from bookings, and what was known of them when they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.days import Days
from labspace.occupancy.facts.measured import DayFacts, day_facts
from labspace.occupancy.facts.standing import Standing, standings
from labspace.occupancy.queries import around, house_records


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The facts of one house in some days, and how it stood right before they were counted."""

    location_id: int
    days: Days
    facts: DayFacts
    standing: Standing


def build_facts(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> list[Built]:
    """The facts of these houses in `days`, from bookings; a handful of statements, nothing is written."""
    stood = standings(session, [house.id for house in houses], days)
    records = house_records(session, houses, days, now=now)
    set_up = setup_spans(session, houses, around(record.period for record in records)) if records else {}
    return [
        Built(
            location_id=record.location_id,
            days=days,
            facts=day_facts(record, days, set_up=set_up),
            standing=stood[record.location_id],
        )
        for record in records
    ]
