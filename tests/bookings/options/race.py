"""What several people do about one option in the same moment; `partial`s of these go to the rivals."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    settle_all_options,
)
from labspace.bookings.options.actions import challenge_first, commit_option, extend_option


def confirm(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """Confirm the first option."""
    confirm_booking(session, booking_id, by=session.get_one(User, who), now=now)


def overrule(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """Confirm an option over a better rank, if there is one."""
    by = session.get_one(User, who)
    confirm_booking(session, booking_id, by=by, now=now, over_rank_reason="Vertrag")


def settle(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """The job of the minute."""
    settle_all_options(session, now=now)


def challenge(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """The second asks the first."""
    challenge_first(session, booking_id, by=session.get_one(User, who), now=now)


def commit(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """The first asks bindingly."""
    commit_option(session, booking_id, by=session.get_one(User, who), now=now)


def release(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """Whoever asked gives the option back."""
    cancel_booking(session, booking_id, by=session.get_one(User, who), now=now)


def extend(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """Staff set a later deadline."""
    by, later = session.get_one(User, who), now + timedelta(days=20)
    extend_option(session, booking_id, until=later, reason="Urlaub", by=by, now=now)
