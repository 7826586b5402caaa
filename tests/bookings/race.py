"""What many do in the same moment, each in a process of its own; `partial`s of these go to the rivals."""

from __future__ import annotations

from contextvars import Context
from datetime import datetime

import time_machine
from flask import current_app
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    change_booking,
    check_in,
    lift_blocking,
    move_booking,
    place_booking,
    settle_all_no_shows,
)
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.series.actions import (
    change_series,
    place_series,
    take_up_date,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.waiting.actions import accept_offer, join_waiting_list, serve_waiting
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.approve import approve_event


def _person(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id)


def book(session: Session, *, who: int, wish: Wish, now: datetime, once: str = "") -> None:
    """Book; `once` is the form that was clicked more than once."""
    place_booking(session, wish, booked_by=_person(session, who), now=now, once=once)


def send_form(session: Session, *, key: str, form: dict[str, str], now: datetime) -> None:
    """Send the form of a booking to the page; raises what is no answer of this house."""
    client = current_app.test_client()
    # Signed in at the same moment: a cookie from the future is refused.
    with time_machine.travel(now, tick=False):
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = key, True
        # In a context of its own, as in life.
        answer = Context().run(client.post, "/buchungen", data=form)
    if answer.status_code == 409:
        raise Refused(Refusal("conflict"))
    assert answer.status_code == 303, answer.status


def move(session: Session, *, who: int, booking_id: int, wish: Wish, now: datetime) -> None:
    """Move a booking."""
    move_booking(session, booking_id, wish, by=_person(session, who), now=now)


def change(session: Session, *, who: int, booking_id: int, wishes: list[Wish], now: datetime) -> None:
    """Move a booking through all `wishes`, one after the other."""
    for wish in wishes:
        change_booking(session, booking_id, wish, by=_person(session, who), now=now)
        session.commit()


def lift(session: Session, *, who: int, blocking_id: int, now: datetime) -> None:
    """Lift a blocking."""
    lift_blocking(session, blocking_id, by=_person(session, who), now=now)


def repeat(session: Session, *, who: int, wish: SeriesWish, skip: bool, now: datetime) -> None:
    """Book a whole series."""
    place_series(session, wish, booked_by=_person(session, who), now=now, skip=skip)


def change_all(session: Session, *, who: int, booking_id: int, edit: SeriesEdit, now: datetime) -> None:
    """Move the series of a booking."""
    change_series(session, booking_id, edit, everything=True, by=_person(session, who), now=now)


def take_up(session: Session, *, who: int, date_id: int, now: datetime) -> None:
    """Take up a skipped date."""
    take_up_date(session, date_id, by=_person(session, who), now=now)


def come(session: Session, *, who: int, booking_id: int, now: datetime) -> None:
    """Check in, late perhaps."""
    check_in(session, booking_id, by=_person(session, who), now=now, in_person=True)


def settle(session: Session, *, now: datetime) -> None:
    """The job of the minute that finds who did not come."""
    settle_all_no_shows(session, now=now)


def wait(session: Session, *, who: int, wanted: Wanted, now: datetime) -> None:
    """Put a wish on the waiting list."""
    join_waiting_list(session, wanted, by=_person(session, who), now=now)


def claim(session: Session, *, offer_id: int, now: datetime) -> None:
    """Click on the link of an offer."""
    accept_offer(session, offer_id, now=now)


def serve(session: Session, *, now: datetime) -> None:
    """The jobs of the minute for the waiting list."""
    settle_all_holds(session, now=now)
    session.commit()
    serve_waiting(session, now=now)


def approve(session: Session, *, who: int, booking_id: int, now: datetime, seen: int | None = None) -> None:
    """Approve an event of the house."""
    approve_event(session, booking_id, by=_person(session, who), now=now, expected_version=seen)
