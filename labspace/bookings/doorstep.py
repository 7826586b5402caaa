"""Somebody stands before a space and has scanned its code: what is the case for them at this moment."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.actions.claims import in_the_way
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.presence import EARLY_ARRIVAL, whole_minute
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.space_times import space_times
from labspace.bookings.states import BookingState
from labspace.spaces.houses import find_house
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space
from labspace.times import TimeSpan, start_of_day

USUAL_LENGTH = timedelta(hours=2)
MINUTE = timedelta(minutes=1)


class Standing(enum.Enum):
    """Each leads to at most one thing to do."""

    CHECK_IN = "check_in"
    MISSED = "missed"
    """The own booking was let go, and its time is still there."""
    GIVEN_AWAY = "given_away"
    """The own booking was let go, and somebody else has its time."""
    CHECKED_IN = "checked_in"
    TOO_EARLY = "too_early"
    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True)
class Doorstep:
    """How the space stands for one person; `until` is when that changes, as far as known today."""

    standing: Standing
    booking: Booking | None = None
    until: datetime | None = None
    offer: TimeSpan | None = None
    """What could be booked at once."""


def doorstep(session: Session, space: Space, *, user_id: int, now: datetime) -> Doorstep:
    """What is the case for this person at this space now; nothing is written."""
    day = now.astimezone(space.location.zone).date()
    unit_ids = units_by_space(session, [space.id], on=day)[space.id]
    rules = rules_of(session, [space], on=day)[space.id]
    own = _own_bookings(session, unit_ids, user_id=user_id, day=day, space=space, now=now)
    begun = [booking for booking in own if booking.starts_at - EARLY_ARRIVAL <= now]
    for state, standing in (
        (BookingState.CONFIRMED, Standing.CHECK_IN),
        (BookingState.USED, Standing.CHECKED_IN),
    ):
        for booking in begun:
            if booking.state is state:
                return Doorstep(standing, booking, booking.check_in_until)
    for booking in begun:
        rivals = in_the_way(session, booking.span, unit_ids=unit_ids, rules=rules)
        return Doorstep(Standing.GIVEN_AWAY if rivals else Standing.MISSED, booking)
    later = [booking for booking in own if booking.state is BookingState.CONFIRMED]
    if later:
        return Doorstep(Standing.TOO_EARLY, later[0], later[0].starts_at - EARLY_ARRIVAL)
    return _without_booking(session, space, rules, user_id=user_id, day=day, now=now)


def _own_bookings(
    session: Session, unit_ids: frozenset[int], *, user_id: int, day: date, space: Space, now: datetime
) -> Sequence[Booking]:
    evening = start_of_day(day + timedelta(days=1), zone=space.location.zone)
    return (
        session.scalars(
            select(Booking)
            .join(BookedUnit, BookedUnit.booking_id == Booking.id)
            .where(
                BookedUnit.space_id.in_(unit_ids),
                Booking.booked_by_id == user_id,
                Booking.state.in_([BookingState.CONFIRMED, BookingState.USED, BookingState.NO_SHOW]),
                Booking.used_until.is_(None),
                Booking.starts_at < evening,
                Booking.ends_at > now,
            )
            .options(joinedload(Booking.location), selectinload(Booking.spaces))
            .order_by(Booking.starts_at, Booking.id)
        )
        .unique()
        .all()
    )


def _without_booking(
    session: Session, space: Space, rules: Rules, *, user_id: int, day: date, now: datetime
) -> Doorstep:
    minute = whole_minute(now)
    begins = minute - minute.minute % 15 * MINUTE
    window = TimeSpan(begins, start_of_day(day + timedelta(days=1), zone=space.location.zone))
    house = find_house(session, space.location.slug)
    assert house is not None
    times = space_times(session, [house], window, on=day, viewer_id=user_id, now=now)[space.id]
    for free in times.free:
        # Whoever left at 10:07 leaves the quarter of an hour they were in.
        starts = max(free.starts_at, begins) + -max(free.starts_at, begins).minute % 15 * MINUTE
        if starts <= begins + 15 * MINUTE and free.ends_at - starts >= rules.min_minutes * MINUTE:
            longest = min(USUAL_LENGTH, rules.max_minutes * MINUTE)
            offer = TimeSpan(starts, min(free.ends_at, starts + longest))
            return Doorstep(Standing.FREE, until=free.ends_at, offer=offer)
    if any(span.includes(now) for span in times.bookable):
        ends = [span.ends_at for span in (*times.taken, *times.held, *times.mine) if span.includes(now)]
        return Doorstep(Standing.TAKEN, until=max(ends, default=None))
    return Doorstep(Standing.CLOSED)
