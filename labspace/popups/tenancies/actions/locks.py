"""Whose turn it is: slots first, then the tenancy, as ADR 0018 orders locks."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import lock_spaces, units_of
from labspace.popups.tenancies.models import Tenancy


def locked_tenancy(session: Session, tenancy_id: int) -> Tenancy:
    """The tenancy as it is now, nobody else changing it or its protocols."""
    tenancy = session.get(Tenancy, tenancy_id, populate_existing=True, with_for_update=True)
    if tenancy is None:
        raise LookupError(tenancy_id)
    return tenancy


def locked_with_slot(session: Session, tenancy_id: int) -> Tenancy:
    """The tenancy as it is now, nobody else changing it, its booking or who visits it."""
    booking_id = session.scalar(select(Tenancy.booking_id).where(Tenancy.id == tenancy_id))
    if booking_id is None:
        raise LookupError(tenancy_id)
    lock_spaces(session, units_of(session, booking_id))
    return locked_tenancy(session, tenancy_id)
