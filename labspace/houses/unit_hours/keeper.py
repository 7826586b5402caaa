"""The weekly hours of one space as rows with their days; where it has none, those of its house hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.db import insert_rows
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row
from labspace.houses.hours.touching import losing_time
from labspace.houses.hours.weekly import weekly_row, weekly_values, windows
from labspace.houses.places.places import Place, place_of
from labspace.locations.models import Location
from labspace.spaces.houses import houses_named
from labspace.spaces.models import SpaceHours


@dataclass(frozen=True)
class UnitHours:
    """Opening hours of one space by weekday."""

    place: Place

    subject = Subject.UNIT_HOURS

    @property
    def scope(self) -> str:
        return self.place.scope

    @property
    def space_id(self) -> int:
        assert self.place.space_id is not None
        return self.place.space_id

    def read(self, session: Session, house: Location) -> list[Row]:
        rows = session.scalars(
            select(SpaceHours).where(SpaceHours.space_id == self.space_id).order_by(SpaceHours.id)
        )
        return [weekly_row(row) for row in rows]

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        session.execute(delete(SpaceHours).where(SpaceHours.space_id == self.space_id))
        found = [{"space_id": self.space_id, **weekly_values(one)} for one in windows(rows)]
        insert_rows(session, SpaceHours, found)
        house.hours_revision = Location.hours_revision + 1

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        kept = houses_named(session, [house.id])[house.id]
        own_hours = {**kept.own_hours, self.space_id: tuple(windows(after))}
        return losing_time(session, kept, replace(kept, own_hours=own_hours, _remembered={}), now=now)


def unit_hours_of(scope: str) -> UnitHours:
    """The keeper that the record of changes names."""
    return UnitHours(place_of(scope))
