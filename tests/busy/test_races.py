"""A look at a calendar against people who book, and against another look, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import pairwise
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Wish
from labspace.busy.actions import Lease, note_fetched, take_due
from labspace.busy.fetching import Fetched
from labspace.busy.models import BusyCalendar, BusyCollision, BusyEvent
from labspace.db import db
from labspace.errors import Refused
from tests.busy.calendar_text import calendar, event
from tests.factories import Cast, on_day
from tests.scene import TUESDAY

NINE_TO_TWELVE = ("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT3H")


def together(app: Flask, *deeds: Callable[[Session], object]) -> list[str]:
    """What came of each deed, all begun at once, each in a session of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[Session], object]) -> str:
        with app.app_context():
            start.wait(60)
            try:
                deed(db.session())
                db.session.commit()
            except Refused as refused:
                db.session.rollback()
                return min(refused.codes)
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_whoever_is_first_has_the_time_and_nothing_overlaps(
    app: Flask, session: Session, cast: Cast, now: datetime, subscribe: Callable[..., BusyCalendar]
) -> None:
    row = subscribe()
    lease = take_due(session, now=now, calendar_id=row.id)
    assert lease is not None
    people = [person.id for person in (cast.alice, cast.bob, cast.charlie)]
    wish = Wish(span=on_day(TUESDAY, 10, 11, house=cast.house), space_ids=(cast.room.id,))
    session.commit()

    def look(own: Session) -> None:
        content = Fetched(calendar(event(*NINE_TO_TWELVE)), '"2"')
        assert note_fetched(own, lease, content, now=now, chance=0.0)

    def book_as(person_id: int) -> Callable[[Session], object]:
        return lambda own: place_booking(own, wish, booked_by=own.get_one(User, person_id), now=now)

    answers = together(app, look, *(book_as(person_id) for person_id in people))
    assert answers[0] == "done"
    booked = answers[1:].count("done")
    assert booked <= 1
    assert len(session.scalars(select(Booking)).all()) == booked
    assert len(session.scalars(select(BusyCollision)).all()) == booked
    claims = session.scalars(
        select(Claim).where(Claim.space_id == cast.room.id).order_by(Claim.starts_at)
    ).all()
    for earlier, later in pairwise(claims):
        assert earlier.ends_at <= later.starts_at or not (earlier.is_core or later.is_core)


def test_two_looks_at_once_take_one_turn_and_write_once(
    app: Flask, session: Session, cast: Cast, now: datetime, subscribe: Callable[..., BusyCalendar]
) -> None:
    row_id = subscribe().id
    session.commit()
    turns: list[Lease] = []

    def look(own: Session) -> None:
        lease = take_due(own, now=now, calendar_id=row_id)
        own.commit()
        if lease is not None:
            turns.append(lease)
            content = Fetched(calendar(event(*NINE_TO_TWELVE)), '"2"')
            note_fetched(own, lease, content, now=now, chance=0.0)

    assert together(app, look, look, look) == ["done"] * 3
    assert turns
    assert len(session.scalars(select(BusyEvent)).all()) == 1
