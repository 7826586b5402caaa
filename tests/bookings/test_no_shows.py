"""No check-in by the end of the grace time: the rest is free at once, whoever looks first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    check_in,
    mark_no_show,
    move_booking,
    place_booking,
    settle_all_no_shows,
    take_back_presence,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import BlockingReason, Claim
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.release_models import ReleasedTime
from labspace.bookings.releases import WonBack, won_back
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.notices.jobs import run_jobs
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.bookings.awaited import await_check_in
from tests.factories import Cast, book, make_space, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def nine(cast: Cast) -> datetime:
    return on_day(TUESDAY, 9, 12, house=cast.house).starts_at


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Tuesday from nine to twelve; the house waits thirty minutes."""
    await_check_in(session, cast.house)
    return book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


def claims(session: Session) -> int:
    return session.scalar(select(func.count(Claim.id))) or 0


def released(session: Session) -> list[TimeSpan]:
    return [row.span for row in session.scalars(select(ReleasedTime)) if row.taken_back_at is None]


def history(session: Session, booking: Booking) -> list[tuple[str, int | None]]:
    events = session.scalars(
        select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    )
    return [(event.what, event.actor_id) for event in events]


def test_nobody_waits_where_the_house_does_not(session: Session, cast: Cast, now: datetime) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    quiet = book(session, cast.desk, cast.alice, span, now=now)
    assert quiet.check_in_until is None
    assert settle_all_no_shows(session, now=span.ends_at) == 0
    assert quiet.state is BookingState.CONFIRMED


def test_the_grace_time_counts_from_the_start_and_for_latecomers_from_their_booking(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    assert booking.check_in_until == nine + 30 * MINUTE
    running = on_day(TUESDAY, 9, 12, house=cast.house)
    late = book(session, cast.second_desk, cast.bob, running, now=nine + 14 * MINUTE)
    assert late.check_in_until == nine + 44 * MINUTE


def test_the_kindest_grace_time_of_several_spaces_holds(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    await_check_in(session, cast.house, SpaceKind.MEETING_ROOM, grace=15)
    span = on_day(TUESDAY, 14, 16, house=cast.house)
    wish = Wish(span=span, space_ids=(cast.desk.id, cast.room.id))
    both = place_booking(session, wish, booked_by=cast.alice, now=now)
    assert both.check_in_until == span.starts_at + 30 * MINUTE


@pytest.mark.parametrize(("minute", "is_due"), [(29, 0), (30, 1)], ids=["a minute before", "at the end"])
def test_it_is_a_no_show_from_the_end_of_the_grace_time_on(
    session: Session, cast: Cast, booking: Booking, nine: datetime, minute: int, is_due: int
) -> None:
    assert settle_all_no_shows(session, now=nine + minute * MINUTE) == is_due
    session.commit()
    assert booking.state is (BookingState.NO_SHOW if is_due else BookingState.CONFIRMED)
    assert claims(session) == 1 - is_due
    assert released(session) == [TimeSpan(nine + 30 * MINUTE, nine + 3 * HOUR)] * is_due


def test_the_minute_job_settles_once_and_after_a_pause_what_was_due_meanwhile(
    app: Flask, session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    booking_id, alice_id = booking.id, cast.alice.id
    db.session.remove()
    for moment in (nine + HOUR, nine + HOUR + MINUTE):
        run_jobs(app, clock=iter([moment] * 20).__next__)
    kept = db.session.get_one(Booking, booking_id)
    assert history(db.session(), kept) == [("placed", alice_id), ("no_show", None)]
    # While nobody looked the desk could not be had: it is free from the moment it was noticed.
    assert released(db.session()) == [TimeSpan(nine + HOUR, nine + 3 * HOUR)]


def test_after_the_end_nothing_is_left_to_free(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    settle_all_no_shows(session, now=nine + 24 * HOUR)
    assert booking.state is BookingState.NO_SHOW
    assert released(session) == []


def test_the_next_one_to_book_settles_what_is_due_first(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    half_past = nine + 30 * MINUTE
    rest = TimeSpan(half_past, nine + 3 * HOUR)
    with pytest.raises(SpaceTaken):
        book(session, cast.desk, cast.bob, rest, now=half_past - MINUTE)
    session.rollback()
    taken_over = book(session, cast.desk, cast.bob, rest, now=half_past)
    assert taken_over.state is BookingState.CONFIRMED
    assert booking.state is BookingState.NO_SHOW
    day = TimeSpan.of_days(TUESDAY, TUESDAY, zone=cast.house.zone)
    assert won_back(session, cast.house.id, day) == WonBack(150 * MINUTE, 150 * MINUTE)


@pytest.mark.parametrize("way", ["any desk", "move", "block"])
def test_every_other_way_to_the_desk_settles_too(
    session: Session, cast: Cast, booking: Booking, now: datetime, nine: datetime, way: str
) -> None:
    half_past = nine + 30 * MINUTE
    rest = TimeSpan(half_past, nine + 3 * HOUR)
    other = book(session, cast.second_desk, cast.bob, rest, now=now)
    if way == "any desk":
        pool = Wish(span=rest, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
        place_booking(session, pool, booked_by=cast.charlie, now=half_past)
    elif way == "move":
        wish = Wish(span=rest, space_ids=(cast.desk.id,))
        move_booking(session, other.id, wish, by=cast.bob, now=half_past)
    else:
        block_space(
            session, cast.desk.id, span=rest, reason=BlockingReason.OTHER, by=cast.nora, now=half_past
        )
    session.commit()
    assert booking.state is BookingState.NO_SHOW


def test_a_plain_booking_for_another_day_asks_nothing_about_no_shows(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    with counted(session) as statements:
        book(session, cast.desk, cast.bob, on_day(date(2026, 12, 1), 9, 12, house=cast.house), now=now)
    assert not [statement for statement in statements if "check_in_until <=" in statement]


def test_the_job_itself_reads_no_more_for_many(
    session: Session, cast: Cast, now: datetime, nine: datetime
) -> None:
    await_check_in(session, cast.house)
    people = [cast.alice, cast.bob, cast.charlie]
    reads = []
    for day, count in ((TUESDAY, 2), (date(2026, 11, 25), 6)):
        span = on_day(day, 9, 12, house=cast.house)
        for number in range(count):
            desk = make_space(session, cast.house, number=10 * day.day + number)
            session.commit()
            book(session, desk, people[number % 3], span, now=now)
        with counted(session) as statements:
            assert settle_all_no_shows(session, now=span.starts_at + HOUR) == count
        session.commit()
        # What feeds, series and mails ask when they hear of a change is theirs.
        theirs = ("calendar_feed", "series_date", "booking_rule", "location.revision", "FOR KEY SHARE")
        asked = [one for one in statements if one.startswith("SELECT")]
        reads.append([one for one in asked if not any(word in one for word in theirs)])
    assert len(reads[0]) == len(reads[1]), reads[1]


def test_late_check_in_before_anybody_noticed_simply_counts(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    check_in(session, booking.id, by=cast.alice, now=nine + 40 * MINUTE, in_person=True)
    session.commit()
    assert history(session, booking) == [("placed", cast.alice.id), ("checked_in", cast.alice.id)]
    assert settle_all_no_shows(session, now=nine + HOUR) == 0
    assert claims(session) == 1


def test_late_check_in_after_the_release_takes_the_time_back_if_it_is_still_there(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    settle_all_no_shows(session, now=nine + 30 * MINUTE)
    session.commit()
    check_in(session, booking.id, by=cast.alice, now=nine + 40 * MINUTE, in_person=True)
    session.commit()
    assert (booking.state, claims(session), released(session)) == (BookingState.USED, 1, [])


def test_late_check_in_finds_its_time_given_to_somebody_else(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    settle_all_no_shows(session, now=nine + 30 * MINUTE)
    session.commit()
    rest = TimeSpan(nine + 30 * MINUTE, nine + HOUR)
    book(session, cast.desk, cast.bob, rest, now=nine + 30 * MINUTE)
    with pytest.raises(SpaceTaken):
        check_in(session, booking.id, by=cast.alice, now=nine + 35 * MINUTE, in_person=True)
    session.rollback()
    assert booking.state.value == "no_show"
    # Bob does not come either: from the end of his grace time on Alice has her desk back.
    check_in(session, booking.id, by=cast.alice, now=nine + HOUR, in_person=True)
    assert booking.state is BookingState.USED


def test_whoever_booked_checks_in_until_the_end_and_staff_after_it(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        check_in(session, booking.id, by=cast.alice, now=booking.ends_at, in_person=True)
    assert refused.value.codes == {"check_in_is_over"}
    session.rollback()
    check_in(session, booking.id, by=cast.nora, now=booking.ends_at)
    assert booking.state is BookingState.USED


def test_nobody_slips_away_after_the_grace_time(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    moment = nine + 31 * MINUTE
    with pytest.raises(Refused, match="not_possible_in_state"):
        cancel_booking(session, booking.id, by=cast.alice, now=moment)
    session.rollback()
    wish = Wish(span=on_day(TUESDAY, 14, 16, house=cast.house), space_ids=(cast.desk.id,))
    with pytest.raises(Refused, match="not_possible_in_state"):
        move_booking(session, booking.id, wish, by=cast.alice, now=moment)


def test_staff_move_whoever_called_to_be_late(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    later = on_day(TUESDAY, 11, 13, house=cast.house)
    wish = Wish(span=later, space_ids=(cast.desk.id,))
    door = StaffDoor(entered_by=cast.nora, reason="Zug verspätet")
    move_booking(session, booking.id, wish, by=cast.nora, now=nine + 31 * MINUTE, door=door)
    assert booking.check_in_until == later.starts_at + 30 * MINUTE


def test_what_staff_take_back_stays_theirs_to_decide(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    settle_all_no_shows(session, now=nine + 30 * MINUTE)
    take_back_presence(session, booking.id, by=cast.nora, now=nine + 35 * MINUTE)
    session.commit()
    assert (booking.state, booking.check_in_until) == (BookingState.CONFIRMED, None)
    assert settle_all_no_shows(session, now=nine + 24 * HOUR) == 0
    assert [what for what, _by in history(session, booking)] == ["placed", "no_show", "presence_taken_back"]


def test_a_no_show_by_hand_frees_the_rest_from_the_full_minute_on(
    session: Session, cast: Cast, booking: Booking, nine: datetime
) -> None:
    mark_no_show(session, booking.id, by=cast.nora, now=nine + 10 * MINUTE + timedelta(seconds=40))
    assert released(session) == [TimeSpan(nine + 10 * MINUTE, nine + 3 * HOUR)]
