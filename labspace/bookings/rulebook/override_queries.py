"""What the team let pass against the rules of its house."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import RuleOverride


def overrides_of(session: Session, booking_id: int) -> Sequence[RuleOverride]:
    """The rules let pass for one booking, newest first."""
    return session.scalars(
        select(RuleOverride)
        .where(RuleOverride.booking_id == booking_id)
        .order_by(RuleOverride.at.desc(), RuleOverride.id.desc())
    ).all()


def house_overrides(
    session: Session, location_id: int, *, limit: int, offset: int = 0
) -> Sequence[RuleOverride]:
    """What was let pass in a house, newest first, with who did it and for what booking."""
    return session.scalars(
        select(RuleOverride)
        .where(RuleOverride.location_id == location_id)
        .options(
            joinedload(RuleOverride.by),
            joinedload(RuleOverride.booking).options(
                joinedload(Booking.booked_by),
                joinedload(Booking.location),
                joinedload(Booking.organisation),
                selectinload(Booking.spaces),
            ),
        )
        .order_by(RuleOverride.at.desc(), RuleOverride.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
