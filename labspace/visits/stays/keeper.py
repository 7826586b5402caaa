"""How long visits count as rows with their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row
from labspace.houses.places.rows import read_rows, write_rows
from labspace.locations.models import Location
from labspace.visits.models import VisitStay

STAY = ("kind", "minutes")


class VisitStaysKept:
    """What one visit to the café or a pop-up counts in the hours of visits; without a row the usual time."""

    subject = Subject.VISIT_STAYS
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        return read_rows(session, VisitStay, house, {}, STAY)

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        write_rows(session, VisitStay, house, {}, STAY, rows)

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """None: a booking is as long as it was booked, and days that are over keep what held then."""
        return []
