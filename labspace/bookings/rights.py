"""Who may see a booking and who may change it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.options.queries import shares
from labspace.bookings.queries import organisation_ids_of


def may_change(booking: Booking, user: User) -> bool:
    """Whoever booked, and staff of the house."""
    return booking.booked_by_id == user.id or user.runs(booking.location_id)


def may_see(session: Session, booking: Booking, user: User) -> bool:
    """Whoever may change it, who shares an option with them, and fellow members of the organisation it is for."""
    if may_change(booking, user) or shares(session, booking, user.id):
        return True
    return booking.organisation_id is not None and booking.organisation_id in organisation_ids_of(
        session, user.id
    )
