"""What a calendar would take before it is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.queries import bookings_holding
from labspace.busy.content import read_kept
from labspace.busy.kinds import BusyTime
from labspace.busy.models import BusyCalendar
from labspace.spaces.queries import units_by_space
from labspace.times import TimeSpan


@dataclass(frozen=True)
class Preview:
    """The first busy times, and the bookings they all together lie over."""

    times: tuple[BusyTime, ...]
    count: int
    bookings: tuple[Booking, ...]

    def meets(self, time: BusyTime) -> bool:
        """Whether somebody has booked during the busy time."""
        return any(booking.span.overlaps(time.span) for booking in self.bookings)


def preview(session: Session, calendar: BusyCalendar, *, now: datetime, limit: int) -> Preview:
    """What would come in, and with what it would collide; a few statements however much it is."""
    if calendar.body is None:
        return Preview((), 0, ())
    times = read_kept(calendar.body, zone=calendar.location.zone, now=now).times
    if not times:
        return Preview((), 0, ())
    day = now.astimezone(calendar.location.zone).date()
    units = units_by_space(session, [calendar.space_id], on=day)[calendar.space_id]
    window = TimeSpan(times[0].span.starts_at, max(time.span.ends_at for time in times))
    met = tuple(
        booking for booking in bookings_holding(session, units, window) if _meets(booking, times, now=now)
    )
    return Preview(times[:limit], len(times), met)


def _meets(booking: Booking, times: tuple[BusyTime, ...], *, now: datetime) -> bool:
    return booking.ends_at > now and any(time.span.overlaps(booking.span) for time in times)
