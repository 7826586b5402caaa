"""One of many processes that want the same in the same moment; started by test_races.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from multiprocessing.synchronize import Barrier

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, configure_mappers

from labspace.accounts.models import User
from labspace.bookings.actions import (
    change_booking,
    change_series,
    check_in,
    lift_blocking,
    place_booking,
    place_series,
    settle_all_no_shows,
    take_up_date,
)
from labspace.bookings.actions.series_change import SeriesEdit
from labspace.bookings.series_wishes import SeriesWish
from labspace.bookings.wishes import Wish
from labspace.errors import Refused

ATTEMPT_SECONDS = 240
"""Two busy cores start 32 processes slowly."""

Deed = Callable[[Session, User], object]

# Done once in the server that forks the rivals, not by each of them.
configure_mappers()


def try_to_book(url: str, user_id: int, wish: Wish, now: datetime, ready: Barrier) -> str:
    """Wait for all rivals, then book."""
    return attempt(
        url, user_id, ready, lambda session, user: place_booking(session, wish, booked_by=user, now=now)
    )


def try_to_send(url: str, user_id: int, wish: Wish, now: datetime, ready: Barrier) -> str:
    """Wait for the other clicks on the same form, then send it."""
    return attempt(
        url,
        user_id,
        ready,
        lambda session, user: place_booking(session, wish, booked_by=user, now=now, once="one form"),
    )


def try_to_change(
    url: str, user_id: int, booking_id: int, wishes: list[Wish], now: datetime, ready: Barrier
) -> str:
    """Wait for all rivals, then move a booking through all `wishes`, one after the other."""

    def change_to(wish: Wish) -> Deed:
        return lambda session, user: change_booking(session, booking_id, wish, by=user, now=now)

    first, *others = wishes
    got = [attempt(url, user_id, ready, change_to(first))]
    got += [attempt(url, user_id, None, change_to(wish)) for wish in others]
    return " ".join(got)


def try_to_lift(url: str, user_id: int, blocking_id: int, now: datetime, ready: Barrier) -> str:
    """Wait for all rivals, then lift a blocking."""
    return attempt(
        url, user_id, ready, lambda session, user: lift_blocking(session, blocking_id, by=user, now=now)
    )


def try_series(url: str, user_id: int, wish: SeriesWish, skip: bool, now: datetime, ready: Barrier) -> str:
    """Wait for all rivals, then book a whole series."""
    return attempt(
        url,
        user_id,
        ready,
        lambda session, user: place_series(session, wish, booked_by=user, now=now, skip=skip),
    )


def try_change_series(
    url: str, user_id: int, booking_id: int, edit: SeriesEdit, now: datetime, ready: Barrier
) -> str:
    """Wait for all rivals, then move the series of a booking."""
    return attempt(
        url,
        user_id,
        ready,
        lambda session, user: change_series(session, booking_id, edit, everything=True, by=user, now=now),
    )


def try_take_up(url: str, user_id: int, date_id: int, now: datetime, ready: Barrier) -> str:
    """Wait for the other clicks on the same date, then take it up."""
    return attempt(
        url, user_id, ready, lambda session, user: take_up_date(session, date_id, by=user, now=now)
    )


def try_presence(
    url: str, user_id: int, what: str, booking_id: int, wish: Wish, now: datetime, ready: Barrier
) -> str:
    """Wait for all rivals, then come late, let the minute job run, or book what is left."""
    deeds: dict[str, Deed] = {
        "come": lambda session, user: check_in(session, booking_id, by=user, now=now, in_person=True),
        "job": lambda session, user: settle_all_no_shows(session, now=now),
        "book": lambda session, user: place_booking(session, wish, booked_by=user, now=now),
    }
    return f"{what} {attempt(url, user_id, ready, deeds[what])}"


def attempt(url: str, user_id: int, ready: Barrier | None, deed: Deed) -> str:
    """Do it in a process of one's own: `won`, or the codes of the refusal."""
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            user = session.get_one(User, user_id)
            if ready is not None:
                ready.wait(ATTEMPT_SECONDS)
            try:
                deed(session, user)
                session.commit()
            except Refused as refused:
                session.rollback()
                return ",".join(sorted(refused.codes))
        return "won"
    finally:
        engine.dispose()
