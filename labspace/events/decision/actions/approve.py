"""Approving an event: alone, or as the first or second of two people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import confirm_booking
from labspace.bookings.actions.claims import units_of
from labspace.bookings.actions.settle import settle_options
from labspace.bookings.models import Booking
from labspace.bookings.states import UNDECIDED
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.conditions import add_conditions
from labspace.events.decision.actions.reviews import event_to_change, remember, review_of
from labspace.events.decision.eyes import Approval, approval_of
from labspace.events.decision.stages import Stage
from labspace.events.terms import event_terms_of


def approve_event(
    session: Session,
    booking_id: int,
    *,
    by: User,
    now: datetime,
    conditions: Sequence[str] = (),
    over_rank_reason: str = "",
    expected_version: int | None = None,
    told_together: bool = False,
) -> Approval:
    """Confirm an event, or in a house with four eyes recommend it as the first of two.

    `conditions` are set with it; `over_rank_reason` is why somebody with a better rank is passed over;
    `told_together`: one letter tells of several dates. Raises `Refused` for one's own request, for a
    second approval by the same person, and for all that stands against confirming; what lapsed on the
    way stays settled.
    """
    booking = event_to_change(session, booking_id, expected_version=expected_version)
    settle_options(session, units_of(session, booking_id), now=now)
    if booking.state not in UNDECIDED:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    with session.begin_nested():
        meaning = meaning_of(session, booking, by=by, now=now)
        if meaning in {Approval.OWN_REQUEST, Approval.SECOND_PERSON_NEEDED}:
            raise Refused(Refusal(meaning.value))
        add_conditions(session, booking, conditions, by=by, now=now)
        if meaning is Approval.RECOMMENDS:
            _recommend(session, booking, by=by, now=now, over_rank=bool(over_rank_reason.strip()))
        else:
            confirm_booking(
                session,
                booking_id,
                by=by,
                now=now,
                over_rank_reason=over_rank_reason,
                told_together=told_together,
            )
    return meaning


def meaning_of(session: Session, booking: Booking, *, by: User, now: datetime) -> Approval:
    """What an approval by this person would be."""
    review = review_of(session, booking, now=now)
    return approval_of(
        by.id,
        booked_by_id=booking.booked_by_id,
        recommended_by_id=review.recommended_by_id,
        four_eyes=event_terms_of(session, booking).needs_four_eyes(booking.people),
    )


def _recommend(session: Session, booking: Booking, *, by: User, now: datetime, over_rank: bool) -> None:
    if booking.option_rank not in (None, 1) and not over_rank:
        raise Refused(Refusal("higher_rank_first", {"rank": booking.option_rank}))
    review = review_of(session, booking, now=now)
    review.become(Stage.RECOMMENDED, now=now)
    review.recommended_by_id, review.recommended_at = by.id, now
    remember(session, booking, what="recommended", by=by, now=now)
