"""Staff give the time to somebody who is not first: those ahead make room, and the reason is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.claims import (
    core_span,
    drop_claims,
    in_the_way,
    unit_rules_of_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import RuleOverride

BROKEN = "higher_rank_first"
"""The rule that is let pass, as the list of exceptions names it."""


def take_precedence(
    session: Session, booking: Booking, *, unit_ids: Collection[int], by: User, reason: str, now: datetime
) -> None:
    """Let the first options that stand in the way of `booking` give back their claims, and log why.

    Their units are locked. They stay in the queue: ranked anew after the decision, they find their
    time given away, fall back and are told.
    """
    core = core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    ahead = {claim.booking_id for claim in in_the_way(session, core, unit_ids=unit_ids, rules=rules)}
    for booking_id in sorted(booking_id for booking_id in ahead if booking_id is not None):
        passed = session.get_one(Booking, booking_id, populate_existing=True)
        drop_claims(session, passed)
        # No longer first: it has to claim anew, and cannot.
        passed.option_rank = 2
    booking.override_reason = reason.strip()[:300]
    session.add(
        RuleOverride(
            booking_id=booking.id,
            location_id=booking.location_id,
            by_id=by.id,
            at=now,
            reason=booking.override_reason,
            broken=[BROKEN],
        )
    )
    session.flush()
