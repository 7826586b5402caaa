"""What somebody has booked in a house, as quotas count it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking, BookingSpace
from labspace.bookings.rulebook.quotas import Counted
from labspace.bookings.states import BOOKED, UNDECIDED
from labspace.times import TimeSpan

LONGEST = timedelta(days=120)
"""No booking lasts longer; one that began earlier than this before a period is over."""


def counted_bookings(
    session: Session,
    location_id: int,
    window: TimeSpan,
    *,
    user_id: int,
    organisation_id: int | None,
    without_id: int | None = None,
    without_ids: Collection[int] = (),
) -> list[Counted]:
    """What the person, and whoever books for the organisation, has in a house during `window`.

    One statement; what was called off does not count. `without_id` is a booking that is being moved,
    `without_ids` are many.
    """
    # Whose it is narrows it down more than where it is; told the house, SQLite reads all of the house.
    own = Booking.booked_by_id == user_id
    rows = session.execute(
        select(
            Booking.kind,
            BookingSpace.space_id,
            Booking.starts_at,
            Booking.ends_at,
            Booking.booked_by_id,
            Booking.organisation_id,
            Booking.location_id,
        )
        .join(BookingSpace, BookingSpace.booking_id == Booking.id)
        .where(
            own if organisation_id is None else or_(own, Booking.organisation_id == organisation_id),
            Booking.state.in_(UNDECIDED | BOOKED),
            Booking.starts_at > window.starts_at - LONGEST,
            Booking.starts_at < window.ends_at,
            Booking.ends_at > window.starts_at,
            Booking.id != (without_id or 0),
            *([Booking.id.not_in(without_ids)] if without_ids else []),
        )
    )
    return [
        Counted(
            kind=kind,
            space_id=space_id,
            span=TimeSpan(starts_at, ends_at),
            booked_by_id=booked_by_id,
            organisation_id=owner_id,
        )
        for kind, space_id, starts_at, ends_at, booked_by_id, owner_id, house_id in rows
        if house_id == location_id
    ]
