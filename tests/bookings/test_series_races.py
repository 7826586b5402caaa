"""Whole series at once, in real processes: all of one's dates or none, never two on one desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking, place_series
from labspace.bookings.actions.series_change import SeriesEdit
from labspace.bookings.models import Booking, Claim
from labspace.bookings.recurrence import Frequency, Recurrence
from labspace.bookings.series_models import Series
from labspace.bookings.series_queries import dates_of, skipped_dates_of
from labspace.bookings.series_wishes import SeriesWish
from labspace.db import db
from tests.bookings.race import try_change_series, try_series, try_take_up
from tests.bookings.test_races import compete, overlaps
from tests.factories import Cast, book, make_user, on_day

TUESDAY = date(2026, 11, 24)
DAILY = Recurrence(frequency=Frequency.DAILY, count=10)


def wish(space_id: int, *, first: date = TUESDAY, starts: int = 9) -> SeriesWish:
    return SeriesWish(
        rule=DAILY,
        first_on=first,
        starts_minute=starts * 60,
        ends_minute=(starts + 3) * 60,
        space_ids=(space_id,),
    )


def test_of_eight_series_that_cross_each_other_one_stands(
    session: Session, database_url: str, cast: Cast, now: datetime
) -> None:
    people = [make_user(session, f"Rival{number}", now=now).id for number in range(8)]
    session.commit()
    # Each begins a day later than the one before: all share the last days of the first.
    attempts = [
        (database_url, user_id, wish(cast.desk.id, first=TUESDAY + timedelta(days=number)), False, now)
        for number, user_id in enumerate(people)
    ]
    got = compete(session, try_series, attempts)
    assert got == {"won": 1, "space_taken": 7}
    session = db.session()
    assert session.scalar(select(func.count(Series.id))) == 1
    assert session.scalar(select(func.count(Booking.id))) == 10
    assert overlaps(session) == 0


def test_series_that_skip_share_the_days_without_overlap(
    session: Session, database_url: str, cast: Cast, now: datetime
) -> None:
    people = [make_user(session, f"Rival{number}", now=now).id for number in range(6)]
    session.commit()
    attempts = [
        (database_url, user_id, wish(cast.desk.id, first=TUESDAY + timedelta(days=3 * number)), True, now)
        for number, user_id in enumerate(people)
    ]
    compete(session, try_series, attempts)
    session = db.session()
    assert overlaps(session) == 0
    days = session.scalar(select(func.count(func.distinct(Claim.starts_at))))
    assert days == session.scalar(select(func.count(Booking.id))) == 25


def test_two_who_swap_their_series_do_not_wait_for_each_other_for_ever(
    session: Session, database_url: str, cast: Cast, now: datetime
) -> None:
    firsts = []
    for user, desk in ((cast.alice, cast.desk), (cast.bob, cast.second_desk)):
        series = place_series(session, wish(desk.id), booked_by=user, now=now, skip=False)
        firsts.append(dates_of(session, series.id)[0].booking_id or 0)
    alice_id, bob_id, desks = cast.alice.id, cast.bob.id, (cast.second_desk.id, cast.desk.id)
    session.commit()
    attempts = [
        (
            database_url,
            user_id,
            booking_id,
            SeriesEdit(starts_minute=540, ends_minute=720, space_ids=(to,)),
            now,
        )
        for user_id, booking_id, to in zip((alice_id, bob_id), firsts, desks, strict=True)
    ]
    assert compete(session, try_change_series, attempts) == {"space_taken": 2}
    assert overlaps(db.session()) == 0


def test_a_date_clicked_eight_times_is_booked_once(
    session: Session, database_url: str, cast: Cast, now: datetime
) -> None:
    rival = book(session, cast.desk, cast.bob, on_day(TUESDAY, 9, 10, house=cast.house), now=now)
    place_series(session, wish(cast.desk.id), booked_by=cast.alice, now=now, skip=True)
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    alice_id = cast.alice.id
    (one,) = skipped_dates_of(session, alice_id, now=now)
    got = compete(session, try_take_up, [(database_url, alice_id, one.id, now)] * 8)
    assert got == {"won": 8}
    session = db.session()
    count = select(func.count(Booking.id)).where(Booking.booked_by_id == alice_id)
    assert session.scalar(count) == 10
    assert overlaps(session) == 0
