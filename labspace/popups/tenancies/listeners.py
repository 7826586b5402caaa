"""How offers and tenancies hear of their holds and bookings, inside the same transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import announce, listen
from labspace.bookings.actions.lapse import end_hold
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingDecided,
    BookingPlaced,
    HoldEnded,
)
from labspace.bookings.holds import Hold, HoldOutcome, HoldPurpose
from labspace.bookings.states import CALLED_OFF, BookingState
from labspace.popups.models import PopupApplication
from labspace.popups.queries import application_of
from labspace.popups.states import ApplicationState
from labspace.popups.tenancies.actions.tenancies import begin_tenancy, call_off
from labspace.popups.tenancies.changes import OfferEnded
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.queries import open_offer_of, tenancy_of
from labspace.popups.tenancies.states import OfferState
from labspace.spaces.kinds import SpaceKind


@listen(HoldEnded)
def follow_the_hold(session: Session, ended: HoldEnded) -> None:
    """An offer whose deadline passed lapses with its hold; whoever leaves has declined."""
    if ended.hold.purpose is not HoldPurpose.POPUP_OFFER or ended.hold.outcome is HoldOutcome.TAKEN:
        return
    offer = session.scalars(
        select(PopupOffer)
        .where(PopupOffer.hold_id == ended.hold.id)
        .execution_options(populate_existing=True)
    ).one()
    if offer.state is not OfferState.OPEN:
        return
    lapsed = ended.hold.outcome is HoldOutcome.LAPSED
    offer.become(OfferState.LAPSED if lapsed else OfferState.DECLINED, now=ended.at)
    session.flush()
    announce(session, OfferEnded(offer, None, ended.at))


@listen(OfferEnded)
def back_in_reserve(session: Session, ended: OfferEnded) -> None:
    """Whose offer came to nothing waits on the reserve list; the team decides what follows."""
    application = ended.offer.application
    # A withdrawal locks the wished slot and not the offered one: whoever comes second sees what the first did.
    session.refresh(application, ["state"], with_for_update={"of": PopupApplication})
    if application.state is ApplicationState.OFFERED:
        application.become(ApplicationState.RESERVE, now=ended.at)
        session.flush()


@listen(BookingPlaced, BookingDecided)
def begin(session: Session, change: BookingChange) -> None:
    """A confirmed booking of a slot is a tenancy, however it came about."""
    booking = change.booking
    if booking.kind is not SpaceKind.POPUP_SLOT or booking.state not in _STANDING:
        return
    if tenancy_of(session, booking.id) is not None:
        return
    offer = session.scalars(select(PopupOffer).where(PopupOffer.booking_id == booking.id)).one_or_none()
    application = offer.application if offer else application_of(session, booking.id)
    begin_tenancy(
        session,
        booking,
        offer=offer,
        application_id=application.id if application else None,
        now=change.at,
    )


_STANDING = frozenset({BookingState.CONFIRMED, BookingState.USED})


@listen(BookingCancelled, BookingDecided)
def follow_the_end(session: Session, change: BookingChange) -> None:
    """A cancelled booking calls its tenancy off; what was still offered to its application is free."""
    booking = change.booking
    if booking.kind is not SpaceKind.POPUP_SLOT or booking.state not in CALLED_OFF:
        return
    if (tenancy := tenancy_of(session, booking.id)) is not None:
        call_off(session, tenancy, actor_id=change.actor_id, now=change.at)
    application = application_of(session, booking.id)
    offer = open_offer_of(session, application.id) if application else None
    if offer is not None and _stands(session, offer.hold_id):
        by_applicant = change.actor_id == offer.application.applicant_id
        offer.become(OfferState.DECLINED if by_applicant else OfferState.TAKEN_BACK, now=change.at)
        end_hold(session, session.get_one(Hold, offer.hold_id), HoldOutcome.GIVEN_UP, now=change.at)
        announce(session, OfferEnded(offer, change.actor_id, change.at))


def _stands(session: Session, hold_id: int) -> bool:
    """Whether the hold may be ended here; one that lapses in this moment is left to whoever ends it.

    Its slot may be another than the booking's, which alone is locked: nobody must be waited for.
    """
    standing = select(Hold.id).where(Hold.id == hold_id, Hold.outcome.is_(None))
    return session.scalar(standing.with_for_update(skip_locked=True, key_share=True)) is not None
