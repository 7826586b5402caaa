"""Which no-shows count against whom; a house asks only where its rules draw a consequence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from labspace.bookings.missed import Standing, reach, standing
from labspace.bookings.models import Booking
from labspace.bookings.presence import UNRESOLVED_FOR
from labspace.bookings.release_models import Forgiveness
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.states import BookingState
from labspace.db import BigId, UtcDateTime, answers

NOTED_LATE = timedelta(days=60)
"""How long after the beginning a no-show may still be noted."""


def standing_of(
    session: Session, user_id: int, location_id: int, rules: Iterable[Rules], *, now: datetime
) -> Standing:
    """How a person stands with a house under these rules; one statement, or none without a consequence.

    What became a no-show only because nobody said in time whether people came is held against nobody.
    """
    steps = tuple(dict.fromkeys(step for one in rules for step in one.no_shows))
    if not steps:
        return Standing()
    since = now - reach(steps) - NOTED_LATE
    rows = answers(session, _NO_SHOWS, {"user_id": user_id, "location_id": location_id, "begun_since": since})
    noted = (since for since, ends_at, awaited in rows if awaited or since < ends_at + UNRESOLVED_FOR)
    return standing(noted, steps, now=now)


# Built once: putting this statement together took longer than running it.
_NO_SHOWS = select(Booking.state_since, Booking.ends_at, Booking.check_in_until).where(
    Booking.booked_by_id == bindparam("user_id", type_=BigId),
    Booking.starts_at > bindparam("begun_since", type_=UtcDateTime),
    Booking.location_id == bindparam("location_id", type_=BigId),
    Booking.state == BookingState.NO_SHOW,
    ~exists().where(Forgiveness.booking_id == Booking.id),
)


def forgiven_among(session: Session, booking_ids: Collection[int]) -> set[int]:
    """Those of these bookings that staff do not hold against anybody."""
    if not booking_ids:
        return set()
    return set(session.scalars(select(Forgiveness.booking_id).where(Forgiveness.booking_id.in_(booking_ids))))
