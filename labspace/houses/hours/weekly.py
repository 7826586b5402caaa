"""The weekly hours of a house as rows with their days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.db import insert_rows
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row, first_of, last_of
from labspace.houses.hours.touching import losing_time
from labspace.locations.hours import WeeklyWindow
from labspace.locations.models import Location, OpeningHours
from labspace.spaces.houses import houses_named
from labspace.spaces.models import SpaceHours


class WeeklyHours:
    """Opening hours by weekday."""

    subject = Subject.HOURS
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        rows = session.scalars(
            select(OpeningHours).where(OpeningHours.location_id == house.id).order_by(OpeningHours.id)
        )
        return [weekly_row(row) for row in rows]

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        session.execute(delete(OpeningHours).where(OpeningHours.location_id == house.id))
        found = [{"location_id": house.id, **weekly_values(one)} for one in windows(rows)]
        insert_rows(session, OpeningHours, found)
        house.hours_revision = Location.hours_revision + 1

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        kept = houses_named(session, [house.id])[house.id]
        changed = replace(kept, weekly=tuple(windows(after)), _remembered={})
        return losing_time(session, kept, changed, now=now)


def weekly_row(window: OpeningHours | SpaceHours | WeeklyWindow) -> Row:
    """A window as a row."""
    return {
        "weekday": window.weekday,
        "opens": window.opens_minute,
        "closes": window.closes_minute,
        "valid_from": window.valid_from.isoformat(),
        "valid_until": window.valid_until and window.valid_until.isoformat(),
    }


def weekly_values(window: WeeklyWindow) -> dict[str, object]:
    """A window as the columns of the tables of hours."""
    return asdict(window)


def windows(rows: Iterable[Row]) -> list[WeeklyWindow]:
    """The rows as the windows they stand for."""
    return [
        WeeklyWindow(row["weekday"], row["opens"], row["closes"], first_of(row), last_of(row)) for row in rows
    ]
