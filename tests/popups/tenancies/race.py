"""What several people do about one offer in the same moment; `partial`s of these go to the rivals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.holds import settle_all_holds
from labspace.popups.tenancies.actions.offers import (
    Terms,
    accept_offer,
    decline_offer,
    make_offer,
    take_offer_back,
)


def accept(session: Session, *, who: int, offer_id: int, now: datetime) -> None:
    """The applicant takes it."""
    accept_offer(session, offer_id, by=session.get_one(User, who), now=now)


def decline(session: Session, *, who: int, offer_id: int, now: datetime) -> None:
    """The applicant does not want it."""
    decline_offer(session, offer_id, by=session.get_one(User, who), now=now)


def take_back(session: Session, *, who: int, offer_id: int, now: datetime) -> None:
    """The team takes it back."""
    take_offer_back(session, offer_id, by=session.get_one(User, who), now=now, reason="Wasserschaden")


def lapse(session: Session, *, now: datetime) -> None:
    """The job of the minute."""
    settle_all_holds(session, now=now)


def offer(session: Session, *, who: int, application_id: int, terms: Terms, now: datetime) -> None:
    """The team offers weeks to an application."""
    make_offer(session, application_id, terms, by=session.get_one(User, who), now=now)


def withdraw(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """The applicant takes the application back, by its booking."""
    cancel_booking(session, booking_id, by=session.get_one(User, who), now=now)
