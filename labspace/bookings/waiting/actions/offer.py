"""What people answer to an offer: one click books it, or gives it to the next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.actions import place_booking
from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.holds import give_up_hold
from labspace.bookings.actions.lapse import end_hold
from labspace.bookings.holds import Hold, HoldOutcome
from labspace.bookings.models import Booking
from labspace.bookings.waiting.models import WaitingOffer
from labspace.bookings.waiting.queries import find_offer
from labspace.bookings.waiting.states import OfferState
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.spaces.queries import units_by_space


def accept_offer(session: Session, offer_id: int, *, now: datetime) -> Booking:
    """Book what is held, in the name of whoever waited; a second click gives the same booking.

    Raises `Refused` with `offer_gone` once the deadline has passed or it was declined, or with what
    stands against the booking meanwhile.
    """
    begin_write(session)
    offer = _locked(session, offer_id)
    wish = offer.wish
    if offer.state is OfferState.TAKEN and wish.booking_id is not None:
        return session.get_one(Booking, wish.booking_id)
    if offer.state is not OfferState.OPEN or now >= offer.until:
        raise Refused(Refusal("offer_gone"))
    booking = place_booking(
        session,
        Wish(
            span=offer.span,
            space_ids=(offer.space_id,),
            details=Details(people=wish.people, organisation_id=wish.organisation_id),
        ),
        booked_by=wish.user,
        now=now,
        once=f"waiting-offer-{offer_id}",
    )
    # Where the house approves bookings first it is only requested and claims nothing yet.
    end_hold(session, session.get_one(Hold, offer.hold_id), HoldOutcome.TAKEN, now=now, booking=booking)
    return booking


def decline_offer(session: Session, offer_id: int, *, now: datetime) -> None:
    """Give the held time to the next; declined twice or too late, nothing happens."""
    begin_write(session)
    offer = _get_offer(session, offer_id)
    if offer.state is OfferState.OPEN:
        give_up_hold(session, offer.hold_id, now=now)


def _locked(session: Session, offer_id: int) -> WaitingOffer:
    """The offer as it is once its space is locked: whoever ends its hold holds that lock."""
    offer = _get_offer(session, offer_id)
    day = offer.starts_at.astimezone(offer.space.location.zone).date()
    lock_spaces(session, units_by_space(session, [offer.space_id], on=day)[offer.space_id] | {offer.space_id})
    return _get_offer(session, offer_id)


def _get_offer(session: Session, offer_id: int) -> WaitingOffer:
    offer = find_offer(session, offer_id)
    if offer is None:
        raise LookupError(offer_id)
    return offer
