"""What a house lends and serves as rows with their days, and which bookings another list touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.catering import CateringChoice, booked_catering
from labspace.events.equipment.actions import serve_the_short
from labspace.events.equipment.counting import Counted
from labspace.events.equipment.models import EquipmentStock
from labspace.events.equipment.queries import days_span
from labspace.events.equipment.shortage import newly_short
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row, first_of, holding, last_of
from labspace.houses.hours.touching import FAR
from labspace.houses.places.rows import read_rows, write_rows
from labspace.houses.queries import touched_bookings
from labspace.locations.models import Location
from labspace.times import TimeSpan

THING = ("code", "name", "name_en", "number", "position")
DISH = ("code", "name", "name_en", "per_person_cents", "position")


class EquipmentKept:
    """The things of a house: how many there are of each, and what they are called."""

    subject = Subject.EQUIPMENT
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        return read_rows(session, EquipmentStock, house, {}, THING)

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        """Whoever lacks something gets what is there now; what was promised stays promised."""
        write_rows(session, EquipmentStock, house, {}, THING, rows)
        serve_the_short(session, house.id, TimeSpan(now, now + FAR), but_not=(), now=now)

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Bookings for which there would be too few of a thing."""
        found = touched_bookings(session, [house.id], TimeSpan(now, now + FAR), now=now)
        old, new = stock_of(before, zone=house.zone), stock_of(after, zone=house.zone)
        return newly_short(session, found, before=old, after=new, now=now)


def stock_of(rows: Iterable[Row], *, zone: ZoneInfo) -> dict[str, list[Counted]]:
    """How many of each thing there are when, by code."""
    found: dict[str, list[Counted]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(Counted(days_span(first_of(row), last_of(row), zone=zone), row["number"]))
    return found


class CateringKept:
    """What the café of a house serves at events, and for how much."""

    subject = Subject.CATERING
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        return read_rows(session, CateringChoice, house, {}, DISH)

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        """What was ordered stays as it was ordered, at its price."""
        write_rows(session, CateringChoice, house, {}, DISH, rows)

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Bookings that ordered what is no longer served on their day."""
        found = touched_bookings(session, [house.id], TimeSpan(now, now + FAR), now=now)
        ordered = booked_catering(session, [one.id for one in found])
        touched = []
        for booking in found:
            day = booking.starts_at.astimezone(house.zone).date()
            gone = _codes(before, day) - _codes(after, day)
            if not gone.isdisjoint(row.code for row in ordered.get(booking.id, ())):
                touched.append(booking)
        return touched


def _codes(rows: Iterable[Row], day: date) -> set[str]:
    return {str(row["code"]) for row in holding(rows, day)}
