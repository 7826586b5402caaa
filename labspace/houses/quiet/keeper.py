"""The days that need a second look, as rows with their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import UNDECIDED
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row
from labspace.houses.hours.touching import FAR
from labspace.houses.queries import touched_bookings
from labspace.locations.models import Location
from labspace.locations.quiet_days import USUAL, QuietRule, quiet_on, quiet_rules
from labspace.times import TimeSpan, local_days


class QuietDays:
    """What warns the team before it confirms."""

    subject = Subject.QUIET_DAYS
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        if house.quiet_days:
            return list(house.quiet_days)
        usual = [one.as_json() for one in USUAL]
        return [{"days": usual, "valid_from": date.min.isoformat(), "valid_until": None}]

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        house.quiet_days = [dict(row) for row in rows]

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Requests and options that wait for the team, and would be warned of otherwise."""
        old, new = quiet_rules(before), quiet_rules(after)
        found = touched_bookings(session, [house.id], TimeSpan(now, now + FAR), now=now)
        return [
            one
            for one in found
            if one.state in UNDECIDED and _warned(one, house, old) != _warned(one, house, new)
        ]


def _warned(booking: Booking, house: Location, rules: Sequence[QuietRule]) -> list[object]:
    return [quiet_on(day, rules) for day in local_days(booking.span, zone=house.zone)]
