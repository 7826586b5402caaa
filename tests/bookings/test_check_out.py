"""Whoever leaves early frees the rest at once; whoever stays longer is recorded, and claims nothing by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    check_in,
    check_out,
    mark_no_show,
    settle_all_no_shows,
    take_back_presence,
)
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.releases import WonBack, won_back
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.times import TimeSpan
from tests.bookings.awaited import await_check_in
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's meeting room on Tuesday from nine to twelve, a quarter of an hour for clearing after it."""
    return book(session, cast.room, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


@pytest.fixture
def arrived(session: Session, cast: Cast, booking: Booking) -> Booking:
    check_in(session, booking.id, by=cast.alice, now=booking.starts_at + 5 * MINUTE, in_person=True)
    session.commit()
    return booking


def claims(session: Session) -> list[tuple[TimeSpan, bool]]:
    return [(claim.span, claim.is_core) for claim in session.scalars(select(Claim).order_by(Claim.starts_at))]


def won(session: Session, cast: Cast) -> WonBack:
    return won_back(session, cast.house.id, TimeSpan.of_days(TUESDAY, TUESDAY, zone=cast.house.zone))


def test_leaving_early_frees_the_rest_from_the_full_minute_and_the_buffer_follows(
    session: Session, cast: Cast, arrived: Booking
) -> None:
    nine = arrived.starts_at
    check_out(session, arrived.id, by=cast.alice, now=nine + 67 * MINUTE + timedelta(seconds=30))
    session.commit()
    left = nine + 67 * MINUTE
    assert (arrived.state, arrived.used_until) == (BookingState.USED, left)
    assert claims(session) == [
        (TimeSpan(nine, left), True),
        (TimeSpan(left, left + 15 * MINUTE), False),
    ]
    assert won(session, cast) == WonBack(113 * MINUTE)
    again = book(
        session, cast.room, cast.bob, on_day(TUESDAY, 11, 12, house=cast.house), now=nine + 70 * MINUTE
    )
    assert again.state is BookingState.CONFIRMED
    assert won(session, cast) == WonBack(113 * MINUTE, 60 * MINUTE)


def test_staying_longer_is_recorded_and_claims_nothing(
    session: Session, cast: Cast, arrived: Booking
) -> None:
    before = claims(session)
    check_out(session, arrived.id, by=cast.alice, now=arrived.ends_at + 20 * MINUTE + timedelta(seconds=59))
    session.commit()
    assert arrived.used_until == arrived.ends_at + 20 * MINUTE
    assert claims(session) == before
    assert won(session, cast) == WonBack()


@pytest.mark.parametrize(
    ("minutes", "what"), [(67, "left_early"), (180, "left"), (200, "left")], ids=["early", "on time", "late"]
)
def test_the_history_says_how_somebody_left(
    session: Session, cast: Cast, arrived: Booking, minutes: int, what: str
) -> None:
    check_out(session, arrived.id, by=cast.alice, now=arrived.starts_at + minutes * MINUTE)
    session.flush()
    newest = session.scalars(select(BookingEvent).order_by(BookingEvent.id.desc()).limit(1)).one()
    assert (newest.what, newest.actor_id) == (what, cast.alice.id)


def test_leaving_before_the_start_leaves_nothing_claimed(
    session: Session, cast: Cast, booking: Booking
) -> None:
    early = booking.starts_at - 20 * MINUTE
    check_in(session, booking.id, by=cast.alice, now=early, in_person=True)
    check_out(session, booking.id, by=cast.alice, now=early + 5 * MINUTE)
    session.commit()
    assert claims(session) == []
    assert booking.used_until == booking.starts_at
    assert won(session, cast) == WonBack(3 * HOUR)


def test_only_whoever_is_there_leaves_and_only_once(session: Session, cast: Cast, booking: Booking) -> None:
    ten = booking.starts_at + HOUR
    with pytest.raises(Refused, match="not_checked_in"):
        check_out(session, booking.id, by=cast.alice, now=ten)
    session.rollback()
    check_in(session, booking.id, by=cast.alice, now=ten)
    check_out(session, booking.id, by=cast.alice, now=ten + MINUTE)
    session.commit()
    with pytest.raises(Refused, match="not_checked_in"):
        check_out(session, booking.id, by=cast.alice, now=ten + 2 * MINUTE)


def test_hours_after_the_end_nobody_remembers_the_minute(
    session: Session, cast: Cast, arrived: Booking
) -> None:
    with pytest.raises(Refused, match="check_out_is_over"):
        check_out(session, arrived.id, by=cast.alice, now=arrived.ends_at + 4 * HOUR + MINUTE)


def test_taking_back_gives_the_whole_time_back_if_it_is_still_there(
    session: Session, cast: Cast, arrived: Booking
) -> None:
    before, ten = claims(session), arrived.starts_at + HOUR
    check_out(session, arrived.id, by=cast.alice, now=ten)
    take_back_presence(session, arrived.id, by=cast.nora, now=ten + MINUTE)
    session.commit()
    assert (arrived.state, arrived.used_until, claims(session)) == (BookingState.CONFIRMED, None, before)
    assert won(session, cast) == WonBack()


def test_taking_back_refuses_where_somebody_else_came_in(
    session: Session, cast: Cast, arrived: Booking
) -> None:
    ten = arrived.starts_at + HOUR
    check_out(session, arrived.id, by=cast.alice, now=ten)
    session.commit()
    book(session, cast.room, cast.bob, on_day(TUESDAY, 11, 12, house=cast.house), now=ten)
    before = claims(session)
    with pytest.raises(SpaceTaken):
        take_back_presence(session, arrived.id, by=cast.nora, now=ten + MINUTE)
    session.rollback()
    assert (claims(session), arrived.used_until) == (before, ten)


def test_the_second_release_of_a_time_counts_nobody_who_had_gone_before(
    session: Session, cast: Cast, now: datetime
) -> None:
    await_check_in(session, cast.house)
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    nine = span.starts_at
    book(session, cast.desk, cast.alice, span, now=now)
    settle_all_no_shows(session, now=nine + 30 * MINUTE)
    session.commit()
    second = book(
        session, cast.desk, cast.bob, on_day(TUESDAY, 10, 12, house=cast.house), now=nine + 31 * MINUTE
    )
    mark_no_show(session, second.id, by=cast.nora, now=nine + 90 * MINUTE)
    session.commit()
    # 9:30 to 12:00 and 10:30 to 12:00; only the first was booked again.
    assert won(session, cast) == WonBack(240 * MINUTE, 120 * MINUTE)
