"""What all of them share: the event locked and current, its review, and the line of history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.models import Booking
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.events.decision.models import Review
from labspace.spaces.kinds import SpaceKind


def event_to_change(session: Session, booking_id: int, *, expected_version: int | None) -> Booking:
    """The booking of an event as it is now, its areas locked.

    Raises `Refused` with `changed_meanwhile` for what somebody saw before, `not_allowed` for no event.
    """
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.kind is not SpaceKind.EVENT_AREA:
        raise Refused(Refusal("not_allowed"))
    return booking


def review_of(session: Session, booking: Booking, *, now: datetime) -> Review:
    """The review of a locked event, begun where there is none."""
    review = session.get(Review, booking.id, populate_existing=True)
    if review is None:
        review = Review(booking_id=booking.id, since=now)
        session.add(review)
        session.flush()
    return review


def remember(session: Session, booking: Booking, *, what: str, by: User | None, now: datetime) -> None:
    """A line in the history of the booking; neither its time nor its state changed."""
    actor_id = by.id if by else None
    note(session, booking, what=what, before=snapshot(booking), actor_id=actor_id, at=now, reschedules=False)
