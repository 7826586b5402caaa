"""Time, space and details changed in one go: all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.choose import candidates
from labspace.bookings.actions.claims import units_of
from labspace.bookings.actions.move import load_on, move_booking, retell_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Wish
from labspace.db import begin_write


def change_booking(
    session: Session,
    booking_id: int,
    wish: Wish,
    *,
    by: User,
    now: datetime,
    door: StaffDoor | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Move the booking and retell its details as `wish` says; what stays the same leaves no trace.

    Raises `Refused` or `SpaceTaken`; the caller rolls back, and then nothing has changed.
    """
    begin_write(session)
    unit_ids = units_of(session, booking_id)
    # The spaces of both steps in one lock: two who swap desks would wait for each other.
    candidates(session, wish, also_lock=unit_ids)
    booking = load_on(session, booking_id, unit_ids)
    details = wish.details
    moves = wish.span != booking.span or set(wish.space_ids) != {space.id for space in booking.spaces}
    retells = (details.title, details.people, details.note) != (booking.title, booking.people, booking.note)
    # Fewer people may be what makes a smaller space possible, a larger space what makes more people possible.
    fewer = details.people < booking.people
    steps = [("retell", retells), ("move", moves)] if fewer else [("move", moves), ("retell", retells)]
    for step, needed in steps:
        if needed and step == "move":
            booking = move_booking(
                session, booking_id, wish, by=by, now=now, door=door, expected_version=expected_version
            )
        elif needed:
            booking = retell_booking(
                session,
                booking_id,
                title=details.title,
                people=details.people,
                note_text=details.note,
                by=by,
                now=now,
                door=door,
                expected_version=expected_version,
            )
        expected_version = booking.version if needed else expected_version
    return booking
