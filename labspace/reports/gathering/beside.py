"""The town around a house in the period, as the report keeps it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.context.beside import beside
from labspace.context.beside_words import rows_beside
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.reports.snapshot import Beside


def beside_of(session: Session, house: Location, days: Days) -> list[Beside]:
    """What is known of the town from the first to the last day, in words as they are read."""
    known = beside(session, house, days.first, days.last)
    return [
        Beside(
            house=house.slug,
            series=one.series,
            name=one.name,
            source=one.source,
            licence=one.licence,
            what=one.what,
            value=one.value,
            number=one.number,
            unit=one.unit,
            definition=one.definition,
        )
        for one in rows_beside(known, days.first, days.last)
    ]
