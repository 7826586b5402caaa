"""Placing a booking through the door all others use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.factories import LONG_AGO, Cast, book, make_space, on_day

TUESDAY = date(2026, 11, 24)


def test_a_free_desk_is_confirmed_at_once(session: Session, cast: Cast, now: datetime) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    assert (booking.state, booking.booked_by) == (BookingState.CONFIRMED, cast.alice)
    assert booking.reference.startswith("BO-")


def test_a_taken_desk_is_refused_with_the_spans_in_the_way(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = on_day(TUESDAY, 9, 12, house=cast.house)
    book(session, cast.desk, cast.alice, first, now=now)
    with pytest.raises(SpaceTaken) as refused:
        book(session, cast.desk, cast.bob, on_day(TUESDAY, 11, 13, house=cast.house), now=now)
    assert refused.value.conflicts == [first]


def test_bookings_that_touch_fit_without_a_gap(session: Session, cast: Cast, now: datetime) -> None:
    first = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    second = book(session, cast.desk, cast.bob, on_day(TUESDAY, 12, 14, house=cast.house), now=now)
    assert [first.state, second.state] == [BookingState.CONFIRMED] * 2
    assert first.ends_at == second.starts_at


def test_the_whole_keeps_others_off_its_parts(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.area, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    with pytest.raises(SpaceTaken):
        book(session, cast.half_a, cast.bob, on_day(TUESDAY, 11, 13, house=cast.house), now=now)


def test_a_pool_gives_the_first_free_desk_and_then_refuses(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    wish = Wish(span=span, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    got = [place_booking(session, wish, booked_by=cast.alice, now=now).spaces[0] for _ in range(2)]
    assert got == [cast.desk, cast.second_desk]
    with pytest.raises(SpaceTaken):
        place_booking(session, wish, booked_by=cast.alice, now=now)


def test_every_broken_rule_is_named(session: Session, cast: Cast, now: datetime) -> None:
    span = on_day(date(2026, 11, 22), 6, 7, house=cast.house)
    wish = Wish(span=span, space_ids=(cast.room.id,))
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    assert refused.value.codes == {"in_the_past", "closed"}
    session.rollback()
    assert session.scalar(select(func.count(Booking.id))) == 0


def test_the_same_form_sent_twice_gives_one_booking(session: Session, cast: Cast, now: datetime) -> None:
    wish = Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))
    first = place_booking(session, wish, booked_by=cast.alice, now=now, once="form-1")
    session.commit()
    assert place_booking(session, wish, booked_by=cast.alice, now=now, once="form-1") == first


@pytest.mark.parametrize(
    ("is_core", "hour", "fits"),
    [
        pytest.param(True, 10, False, id="use on use"),
        pytest.param(False, 10, False, id="buffer on use"),
        pytest.param(True, 12, False, id="use on buffer"),
        pytest.param(False, 12, True, id="buffer on buffer"),
        pytest.param(True, 13, True, id="use beside all"),
    ],
)
def test_the_database_itself_refuses(
    session: Session, cast: Cast, now: datetime, *, is_core: bool, hour: int, fits: bool
) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    buffer = on_day(TUESDAY, 12, 13, house=cast.house)
    session.add(Claim(space_id=cast.desk.id, span=buffer, is_core=False, booking_id=booking.id))
    session.flush()
    span = on_day(TUESDAY, hour, hour + 1, house=cast.house)
    session.add(Claim(space_id=cast.desk.id, span=span, is_core=is_core, booking_id=booking.id))
    if fits:
        session.flush()
    else:
        with pytest.raises(IntegrityError, match="ex_claim_overlap"):
            session.flush()


def test_a_space_named_twice_is_booked_once(session: Session, cast: Cast, now: datetime) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    wish = Wish(span=span, space_ids=(cast.desk.id, cast.desk.id), details=Details(people=2))
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    assert refused.value.codes == {"over_capacity"}
    booking = place_booking(session, replace(wish, details=Details()), booked_by=cast.alice, now=now)
    assert booking.spaces == [cast.desk]


def test_a_whole_and_its_part_do_not_hold_more_than_the_whole(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    wish = Wish(span=span, space_ids=(cast.area.id, cast.half_a.id), details=Details(people=120))
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    assert refused.value.codes == {"not_allowed"}


def test_a_space_must_still_be_there_on_the_last_day(session: Session, cast: Cast, now: datetime) -> None:
    cast.popup.valid_until = date(2026, 12, 10)
    session.commit()
    wish = Wish(
        span=TimeSpan.of_days(date(2026, 11, 28), date(2026, 12, 11), zone=cast.house.zone),
        space_ids=(cast.popup.id,),
    )
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    assert refused.value.codes == {"space_unknown"}


def test_a_pool_heeds_the_buffer_of_each_desk(session: Session, cast: Cast, now: datetime) -> None:
    for desk, buffers in (
        (cast.desk, {"buffer_before_minutes": 60}),
        (cast.second_desk, {"buffer_after_minutes": 30}),
    ):
        session.add(BookingRule(location_id=cast.house.id, space_id=desk.id, valid_from=LONG_AGO, **buffers))
    third = make_space(session, cast.house, number=3)
    session.commit()
    for desk, hour in ((cast.desk, 8), (cast.second_desk, 12)):
        book(session, desk, cast.bob, on_day(TUESDAY, hour, hour + 1, house=cast.house), now=now)
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    wish = Wish(span=span, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    assert place_booking(session, wish, booked_by=cast.alice, now=now).spaces == [third]


def test_who_has_left_books_nothing(session: Session, cast: Cast, now: datetime) -> None:
    # The page asked who is there before the account was closed on another device.
    wish = Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))
    assert cast.charlie.is_active
    session.execute(update(User).where(User.id == cast.charlie.id).values(disabled_at=now))
    session.commit()
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.charlie, now=now)
    assert refused.value.codes == {"not_allowed"}


def test_what_is_still_to_come_is_not_entered_afterwards(session: Session, cast: Cast, now: datetime) -> None:
    wish = Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))
    door = StaffDoor(entered_by=cast.nora, entered_later=True)
    booking = place_booking(session, wish, booked_by=cast.alice, now=now, door=door)
    assert (booking.state, booking.entered_later) == (BookingState.CONFIRMED, False)
