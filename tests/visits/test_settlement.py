"""Past bookings nobody checks in to: unresolved for seven days, then settled by their visits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    check_in,
    mark_no_show,
    take_back_presence,
)
from labspace.bookings.missed_queries import standing_of
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.states import BookingState
from labspace.db import db
from labspace.notices.jobs import run_jobs
from labspace.notices.models import OutboxRow
from labspace.spaces.house_rules import NoShowConsequence, NoShowStep
from labspace.visits.actions import Counted, enter_count, settle_unresolved_bookings
from labspace.visits.kinds import VisitSource
from tests.bookings.awaited import await_check_in
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    return book(session, cast.room, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


def came(session: Session, booking: Booking, people: int, *, by: User, now: datetime) -> None:
    counted = Counted(
        location_id=booking.location_id,
        booking_id=booking.id,
        day=TUESDAY,
        span=booking.span,
        count=people,
        source=VisitSource.REPORT,
    )
    enter_count(session, counted, by=by, now=now)
    session.commit()


@pytest.mark.parametrize(
    ("people", "state"),
    [
        pytest.param(12, BookingState.USED, id="visitors came"),
        pytest.param(0, BookingState.NO_SHOW, id="nobody came"),
        pytest.param(None, BookingState.NO_SHOW, id="nobody said"),
    ],
)
def test_after_seven_days_visits_decide(
    session: Session, cast: Cast, booking: Booking, people: int | None, state: BookingState
) -> None:
    if people is not None:
        came(session, booking, people, by=cast.alice, now=booking.ends_at + HOUR)
    week = booking.ends_at + 7 * DAY
    assert settle_unresolved_bookings(session, now=week - MINUTE) == 0
    assert settle_unresolved_bookings(session, now=week) == 1
    session.commit()
    assert booking.state is state
    assert settle_unresolved_bookings(session, now=week + MINUTE) == 0
    last = session.scalars(select(BookingEvent).order_by(BookingEvent.id.desc()).limit(1)).one()
    assert last.actor_id is None
    assert last.what == ("counted" if state is BookingState.USED else "no_show")


def test_the_minute_job_settles_after_weeks_without_a_worker(
    app: Flask, session: Session, cast: Cast, booking: Booking
) -> None:
    came(session, booking, 3, by=cast.alice, now=booking.ends_at + HOUR)
    booking_id, later = booking.id, booking.ends_at + 40 * DAY
    db.session.remove()
    run_jobs(app, clock=lambda: later)
    run_jobs(app, clock=lambda: later + MINUTE)
    kept = db.session.get_one(Booking, booking_id)
    assert (kept.state, kept.state_since) == (BookingState.USED, later)


def test_staff_who_decide_before_are_not_overruled_and_may_take_it_back_after(
    session: Session, cast: Cast, booking: Booking
) -> None:
    check_in(session, booking.id, by=cast.nora, now=booking.ends_at + DAY)
    session.commit()
    week = booking.ends_at + 7 * DAY
    assert settle_unresolved_bookings(session, now=week) == 0
    mark_no_show(session, booking.id, by=cast.nora, now=week)
    take_back_presence(session, booking.id, by=cast.nora, now=week)
    session.commit()
    # Unresolved again, it waits for a decision as long as at first.
    assert settle_unresolved_bookings(session, now=week + 6 * DAY) == 0
    assert settle_unresolved_bookings(session, now=week + 7 * DAY) == 1
    check_in(session, booking.id, by=cast.nora, now=week + 8 * DAY)
    assert booking.state is BookingState.USED


def test_where_people_check_in_others_decide(session: Session, cast: Cast, now: datetime) -> None:
    await_check_in(session, cast.house)
    desk = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    assert desk.check_in_until is not None
    assert settle_unresolved_bookings(session, now=desk.ends_at + 30 * DAY) == 0


def test_nobody_is_written_to_or_blamed_because_the_house_said_nothing(
    session: Session, cast: Cast, booking: Booking
) -> None:
    mails = len(session.scalars(select(OutboxRow)).all())
    week = booking.ends_at + 7 * DAY
    settle_unresolved_bookings(session, now=week)
    session.commit()
    assert len(session.scalars(select(OutboxRow)).all()) == mails
    step = NoShowStep(after=1, within_days=90, then=NoShowConsequence.WORD)
    strict = [Rules(raster_minutes=15, min_minutes=15, max_minutes=600, no_shows=(step,))]
    assert standing_of(session, cast.alice.id, cast.house.id, strict, now=week + DAY).is_plain


def test_what_staff_noted_within_the_week_counts_as_ever(
    session: Session, cast: Cast, booking: Booking
) -> None:
    mark_no_show(session, booking.id, by=cast.nora, now=booking.ends_at + DAY)
    session.commit()
    step = NoShowStep(after=1, within_days=90, then=NoShowConsequence.WORD)
    strict = [Rules(raster_minutes=15, min_minutes=15, max_minutes=600, no_shows=(step,))]
    at = booking.ends_at + 2 * DAY
    assert standing_of(session, cast.alice.id, cast.house.id, strict, now=at).is_reminded
