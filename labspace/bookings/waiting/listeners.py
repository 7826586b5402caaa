"""How the waiting list hears of what becomes free, and of what became of an offer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged, PersonLeaves
from labspace.announcements import announce, listen
from labspace.bookings.actions.lapse import end_hold
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingDecided,
    BookingLapsed,
    BookingMoved,
    HoldEnded,
    PresenceNoted,
    SpaceBlocked,
    TimeUnblocked,
)
from labspace.bookings.holds import Hold, HoldOutcome
from labspace.bookings.states import CALLED_OFF, BookingState
from labspace.bookings.waiting.changes import OfferMissed
from labspace.bookings.waiting.models import FreedTime, WaitingOffer, WaitingWish
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan


@listen(BookingCancelled, BookingLapsed, BookingDecided, PresenceNoted)
def mark_what_became_free(session: Session, change: BookingChange) -> None:
    """Note the time of a booking that no longer claims it; the list is served afterwards, not here."""
    booking = change.booking
    if booking.state in CALLED_OFF | {BookingState.NO_SHOW} or booking.used_until is not None:
        _mark(session, booking.location_id, booking.kind, booking.span, now=change.at)


@listen(BookingMoved)
def mark_what_was_left(session: Session, change: BookingMoved) -> None:
    """Note the time and place a booking left."""
    _mark(session, change.booking.location_id, change.booking.kind, change.old_span, now=change.at)


@listen(SpaceBlocked)
def mark_what_is_no_longer_blocked(session: Session, change: SpaceBlocked) -> None:
    """Note what staff gave back."""
    if change.lifted:
        space, at = change.blocking.space, change.blocking.lifted_at or change.blocking.created_at
        _mark(session, space.location_id, space.kind, change.blocking.span, now=at)


@listen(TimeUnblocked)
def mark_what_nothing_blocks(session: Session, change: TimeUnblocked) -> None:
    """Note what a calendar from outside no longer keeps taken."""
    for span in change.spans:
        _mark(session, change.space.location_id, change.space.kind, span, now=change.at)


@listen(HoldEnded)
def follow_the_hold(session: Session, ended: HoldEnded) -> None:
    """The offer shares the fate of its hold; what is left of the time goes to the next."""
    if ended.booking is None or ended.booking.span != ended.hold.span:
        space = session.get_one(Space, ended.hold.space_id)
        _mark(session, space.location_id, space.kind, ended.hold.span, now=ended.at)
    offer = session.scalars(select(WaitingOffer).where(WaitingOffer.hold_id == ended.hold.id)).one_or_none()
    if offer is None or offer.state is not OfferState.OPEN:
        return
    assert ended.hold.outcome is not None
    offer.state, offer.state_since = _STATE_AFTER[ended.hold.outcome], ended.at
    if ended.booking is not None:
        wish = offer.wish
        wish.state, wish.state_since, wish.booking_id = WishState.FULFILLED, ended.at, ended.booking.id
    elif offer.state is OfferState.LAPSED:
        announce(session, OfferMissed(offer, ended.at))


_STATE_AFTER = {
    HoldOutcome.TAKEN: OfferState.TAKEN,
    HoldOutcome.GIVEN_UP: OfferState.DECLINED,
    HoldOutcome.LAPSED: OfferState.LAPSED,
}


def _mark(session: Session, location_id: int, kind: SpaceKind, span: TimeSpan, *, now: datetime) -> None:
    if kind.is_booked_at_once and span.ends_at > now:
        session.add(FreedTime(location_id=location_id, kind=kind, span=span))


@listen(OrganisationMerged)
def take_over_wishes(session: Session, merged: OrganisationMerged) -> None:
    """Wishes follow their organisation."""
    session.execute(
        update(WaitingWish)
        .where(WaitingWish.organisation_id == merged.source_id)
        .values(organisation_id=merged.target_id)
    )


@listen(PersonLeaves)
def take_wishes_back(session: Session, leaving: PersonLeaves) -> None:
    """Whoever leaves waits for nothing, and nothing is held for them."""
    session.execute(
        update(WaitingWish)
        .where(WaitingWish.user_id == leaving.user_id, WaitingWish.state == WishState.WAITING)
        .values(state=WishState.WITHDRAWN, state_since=leaving.at)
    )
    held = select(Hold).where(Hold.user_id == leaving.user_id, Hold.outcome.is_(None)).order_by(Hold.id)
    for hold in session.scalars(held).all():
        end_hold(session, hold, HoldOutcome.GIVEN_UP, now=leaving.at)
