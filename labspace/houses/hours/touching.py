"""Which bookings lose bookable time when a house is open at other times."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.queries import rules_within
from labspace.houses.queries import touched_bookings
from labspace.spaces.house import House
from labspace.times import TimeSpan, difference

FAR = timedelta(days=366 * 20)
"""Nobody books further ahead."""


def losing_time(session: Session, before: House, after: House, *, now: datetime) -> list[Booking]:
    """Open bookings with time that is bookable in the house as it is `before` and not as it is `after`.

    What is booked by whole days, such as a pop-up slot, goes on when the house opens at other hours.
    """
    found = touched_bookings(session, [before.id], TimeSpan(now, now + FAR), now=now)
    return [
        booking
        for booking in found
        if not _by_days(session, before, booking) and _loses(booking, before, after, now=now)
    ]


def _by_days(session: Session, house: House, booking: Booking) -> bool:
    day = booking.starts_at.astimezone(house.zone).date()
    rules = rules_within(session, house, booking.spaces, on=day)
    return any(one.whole_days for one in rules.values())


def _loses(booking: Booking, before: House, after: House, *, now: datetime) -> bool:
    left = TimeSpan(max(booking.starts_at, now), booking.ends_at)
    return any(
        difference(before.bookable_of(space.id, left), after.bookable_of(space.id, left))
        for space in booking.spaces
    )
