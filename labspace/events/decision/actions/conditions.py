"""Conditions of an event: the house sets and withdraws them, the organiser accepts a version of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN, UNDECIDED
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.reviews import event_to_change, remember, review_of
from labspace.events.decision.changes import ConditionsSet
from labspace.events.decision.models import Condition
from labspace.events.decision.queries import conditions_of


def add_conditions(
    session: Session, booking: Booking, texts: Sequence[str], *, by: User, now: datetime
) -> bool:
    """Set these on a locked event as a new version and return whether there were any new ones."""
    known = {condition.text for condition in conditions_of(session, booking.id)}
    new = [text for text in dict.fromkeys(text.strip() for text in texts) if text and text not in known]
    if not new:
        return False
    review = review_of(session, booking, now=now)
    review.conditions_version += 1
    session.add_all(
        Condition(
            booking_id=booking.id,
            version=review.conditions_version,
            text=text,
            set_by_id=by.id,
            set_at=now,
        )
        for text in new
    )
    session.flush()
    return True


def set_conditions(
    session: Session,
    booking_id: int,
    texts: Sequence[str],
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Add conditions to an event that is confirmed or asked for; of a confirmed one a mail tells."""
    booking = event_to_change(session, booking_id, expected_version=expected_version)
    _refuse_unless_open(booking)
    if not add_conditions(session, booking, texts, by=by, now=now):
        raise Refused(Refusal("condition_missing"))
    remember(session, booking, what="conditions_set", by=by, now=now)
    if booking.state not in UNDECIDED:
        announce(session, ConditionsSet(booking, now))
    return True


def withdraw_condition(
    session: Session, booking_id: int, condition_id: int, *, by: User, now: datetime
) -> None:
    """Take one back. Nothing is asked of the organiser anew: less is demanded than was accepted."""
    booking = event_to_change(session, booking_id, expected_version=None)
    _refuse_unless_open(booking)
    condition = session.get(Condition, condition_id, populate_existing=True)
    if condition is None or condition.booking_id != booking_id:
        raise LookupError(condition_id)
    if condition.withdrawn_at is not None:
        return
    condition.withdrawn_at = now
    session.flush()
    review = review_of(session, booking, now=now)
    if not any(one.version > review.accepted_version for one in conditions_of(session, booking_id)):
        # What is left was accepted before.
        review.accepted_version = review.conditions_version
    remember(session, booking, what="condition_withdrawn", by=by, now=now)


def accept_conditions(session: Session, booking_id: int, *, version: int, by: User, now: datetime) -> None:
    """The organiser accepts the conditions as of `version`; twice is as good as once.

    Raises `Refused` with `conditions_changed` if the house changed them since they were read.
    """
    booking = event_to_change(session, booking_id, expected_version=None)
    _refuse_unless_open(booking)
    review = review_of(session, booking, now=now)
    if version != review.conditions_version:
        raise Refused(Refusal("conditions_changed"))
    if review.accepted_version == version:
        return
    review.accepted_version, review.accepted_at, review.accepted_by_id = version, now, by.id
    remember(session, booking, what="conditions_accepted", by=by, now=now)


def _refuse_unless_open(booking: Booking) -> None:
    if booking.state not in OPEN:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
