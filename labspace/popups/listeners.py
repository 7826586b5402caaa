"""Applications follow their bookings and organisations, inside the same transaction."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged
from labspace.accounts.holdings import counts_holdings
from labspace.announcements import listen
from labspace.bookings.changes import BookingCancelled, BookingChange, BookingDecided
from labspace.bookings.states import CANCELLED, BookingState
from labspace.popups.models import PopupApplication
from labspace.popups.queries import application_of
from labspace.popups.states import ApplicationState
from labspace.spaces.kinds import SpaceKind
from labspace.words import lazy_gettext as _l


@listen(BookingDecided, BookingCancelled)
def follow_booking(session: Session, change: BookingChange) -> None:
    """Accept, reject or end the application with its booking."""
    if change.booking.kind is not SpaceKind.POPUP_SLOT:
        return
    application = application_of(session, change.booking.id)
    if application is None:
        return
    state = change.booking.state
    if state is BookingState.CONFIRMED:
        application.become(ApplicationState.ACCEPTED, now=change.at)
    elif state is BookingState.REJECTED:
        application.become(ApplicationState.REJECTED, now=change.at)
    elif state in CANCELLED:
        application.become(ApplicationState.WITHDRAWN, now=change.at)
    session.flush()


@counts_holdings("popup_applications", _l("Pop-up-Bewerbungen"))
def count_applications(session: Session, organisation_id: int) -> int:
    """How many applications were made for the organisation, in whatever state."""
    statement = select(func.count()).where(PopupApplication.organisation_id == organisation_id)
    return session.scalar(statement) or 0


@listen(OrganisationMerged)
def take_over_applications(session: Session, merged: OrganisationMerged) -> None:
    """Applications follow their organisation."""
    session.execute(
        update(PopupApplication)
        .where(PopupApplication.organisation_id == merged.source_id)
        .values(organisation_id=merged.target_id)
    )
