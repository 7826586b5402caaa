"""What bookings do when people and organisations change below them."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged, PersonLeaves
from labspace.accounts.holdings import counts_holdings
from labspace.announcements import listen
from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN
from labspace.errors import Refusal, Refused
from labspace.words import lazy_gettext as _l


@counts_holdings("bookings", _l("Buchungen"))
def count_bookings(session: Session, organisation_id: int) -> int:
    """How many bookings were made for the organisation, in whatever state."""
    statement = select(func.count()).where(Booking.organisation_id == organisation_id)
    return session.scalar(statement) or 0


@listen(OrganisationMerged)
def take_over_bookings(session: Session, merged: OrganisationMerged) -> None:
    """Bookings follow their organisation; partner type and sector stay as they were when booked."""
    session.execute(
        update(Booking)
        .where(Booking.organisation_id == merged.source_id)
        .values(organisation_id=merged.target_id, version=Booking.version + 1, changed_at=merged.at)
    )


@listen(PersonLeaves)
def refuse_while_bookings_lie_ahead(session: Session, leaving: PersonLeaves) -> None:
    """Nobody leaves with bookings ahead: their spaces would stay taken by no one."""
    count = session.scalar(
        select(func.count()).where(
            Booking.booked_by_id == leaving.user_id,
            Booking.state.in_(OPEN),
            Booking.ends_at > leaving.at,
        )
    )
    if count:
        raise Refused(Refusal("future_bookings", {"count": count}))
