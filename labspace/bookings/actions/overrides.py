"""What staff let pass against the rules of the house is kept: who, when, why, and which rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.actions.checks import Checked, StaffDoor
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import RuleOverride


def lets_pass(
    session: Session, booking: Booking, checked: Checked, *, door: StaffDoor | None, now: datetime
) -> None:
    """Note the rules staff overrode with a booking that is placed or moved; nothing where they kept all."""
    if door is None or not checked.overridden:
        return
    booking.override_reason = door.reason.strip()[:300]
    session.add(
        RuleOverride(
            booking=booking,
            location_id=booking.location_id,
            by_id=door.entered_by.id,
            at=now,
            reason=booking.override_reason,
            broken=list(checked.overridden),
        )
    )
