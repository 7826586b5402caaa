"""A house is closed while somebody waits for its spaces: nobody books into a closure they did not see."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import change_booking, move_booking, place_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import close_houses
from labspace.spaces.houses import houses
from tests.factories import Cast, book, on_day

DAY = date(2026, 11, 25)
PATIENCE = 60
"""Seconds until somebody who must wait for a lock is seen waiting."""


@pytest.fixture
def engine_name() -> str:
    """On SQLite the write transaction is the turn: nothing is read before it."""
    return "postgresql"


@pytest.fixture
def closing(app: Flask, session: Session, cast: Cast, now: datetime) -> Callable[..., str]:
    """Does a deed of Alice while the house is being closed for the day; gives the codes it was refused with."""

    def run(deed: Callable[[Session, User], object]) -> str:
        alice_id, nora_id, house_id = cast.alice.id, cast.nora.id, cast.house.id
        span = on_day(DAY, 0, 23, house=cast.house)
        session.commit()

        def meanwhile() -> str:
            with app.app_context():
                houses(db.session())  # as the page before it does: the house is known as it was
                try:
                    deed(db.session(), db.session().get_one(User, alice_id))
                    db.session.commit()
                except Refused as refused:
                    return ",".join(sorted(refused.codes))
                finally:
                    db.session.rollback()
            return "done"

        nora = session.get_one(User, nora_id)
        close_houses(session, [house_id], span=span, reason="Umbau", seen="", cancels=False, by=nora, now=now)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(meanwhile)
            try:
                await_waiting(session, asked)
            finally:
                session.commit()
            return asked.result(PATIENCE)

    return run


def await_waiting(session: Session, asked: Future[str]) -> None:
    """Until somebody waits for what this connection has locked."""
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    )
    end = monotonic() + PATIENCE
    while session.scalar(waiting) == 0:
        assert not asked.done(), asked.result()
        assert monotonic() < end
        sleep(0.02)


def wish(cast: Cast, *, day: date = DAY) -> Wish:
    return Wish(
        span=on_day(day, 9, 11, house=cast.house), space_ids=(cast.desk.id,), details=Details(title="Neu")
    )


def test_whoever_books_is_told_that_the_house_is_closed(
    session: Session, cast: Cast, now: datetime, closing: Callable[..., str]
) -> None:
    wanted = wish(cast)
    got = closing(lambda own, alice: place_booking(own, wanted, booked_by=alice, now=now))
    assert got == "closed"
    assert session.scalar(select(func.count(Booking.id))) == 0


def test_whoever_moves_there_stays_where_they_are(
    session: Session, cast: Cast, now: datetime, closing: Callable[..., str]
) -> None:
    before = on_day(date(2026, 11, 26), 9, 11, house=cast.house)
    booking_id, wanted = book(session, cast.desk, cast.alice, before, now=now).id, wish(cast)
    got = closing(lambda own, alice: move_booking(own, booking_id, wanted, by=alice, now=now))
    assert got == "closed"
    assert session.get_one(Booking, booking_id).span == before


def test_whoever_changes_time_and_title_keeps_both(
    session: Session, cast: Cast, now: datetime, closing: Callable[..., str]
) -> None:
    before = on_day(date(2026, 11, 26), 9, 11, house=cast.house)
    booking_id, wanted = book(session, cast.desk, cast.alice, before, now=now).id, wish(cast)
    got = closing(lambda own, alice: change_booking(own, booking_id, wanted, by=alice, now=now))
    assert got == "closed"
    kept = session.get_one(Booking, booking_id)
    assert (kept.span, kept.title) == (before, "")
