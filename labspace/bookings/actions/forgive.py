"""Not holding a no-show against somebody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.models import Booking
from labspace.bookings.release_models import Forgiveness
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def forgive_no_show(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> Booking:
    """From now on the no-show has no consequence for the person; in the figures it stays one."""
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.state is not BookingState.NO_SHOW:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    if session.get(Forgiveness, booking_id) is None:
        session.add(Forgiveness(booking_id=booking_id, by_id=actor_id, at=now))
        before = snapshot(booking)
        note(session, booking, what="forgiven", before=before, actor_id=actor_id, at=now, reschedules=False)
    return booking
