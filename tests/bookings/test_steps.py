"""Steps that do not follow from where a booking stands are refused, whichever door is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    check_in,
    confirm_booking,
    mark_no_show,
    move_booking,
    place_booking,
    reject_booking,
    retell_booking,
    take_back_presence,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.spaces.kinds import Layout
from tests.factories import Cast, book, make_space, on_day

TUESDAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)

Step = Callable[..., Any]


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Tuesday from nine to twelve."""
    return book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


def asked(session: Session, cast: Cast, state: BookingState, *, now: datetime) -> Booking:
    """Alice asks for half A on Tuesday from nine to twelve; an option for a day."""
    wish = Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.half_a.id,))
    until = now + 24 * HOUR if state is BookingState.OPTION else None
    booking = place_booking(session, wish, booked_by=cast.alice, now=now, state=state, option_until=until)
    session.commit()
    return booking


def claims(session: Session) -> int:
    return session.scalar(select(func.count(Claim.id))) or 0


@pytest.mark.parametrize("state", [BookingState.REQUESTED, BookingState.OPTION])
def test_taking_back_presence_confirms_nobody_who_was_never_there(
    session: Session, cast: Cast, now: datetime, state: BookingState
) -> None:
    waiting = asked(session, cast, state, now=now)
    with pytest.raises(Refused) as refused:
        take_back_presence(session, waiting.id, by=cast.nora, now=now)
    assert refused.value.codes == {"not_possible_in_state"}


def test_confirming_brings_back_no_one_who_did_not_come(
    session: Session, cast: Cast, booking: Booking
) -> None:
    ten = booking.starts_at + HOUR
    mark_no_show(session, booking.id, by=cast.nora, now=ten)
    session.commit()
    with pytest.raises(Refused) as refused:
        confirm_booking(session, booking.id, by=cast.nora, now=ten)
    assert refused.value.codes == {"not_possible_in_state"}


@pytest.mark.parametrize("take_back", [check_in, take_back_presence])
def test_time_given_to_somebody_else_is_not_taken_back_even_when_it_is_over(
    session: Session, cast: Cast, booking: Booking, take_back: Step
) -> None:
    ten = booking.starts_at + HOUR
    mark_no_show(session, booking.id, by=cast.nora, now=ten)
    session.commit()
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 10, 12, house=cast.house), now=ten)
    with pytest.raises(SpaceTaken):
        take_back(session, booking.id, by=cast.nora, now=booking.ends_at + HOUR)
    session.rollback()
    assert claims(session) == 1


@pytest.mark.parametrize("take_back", [check_in, take_back_presence])
def test_a_no_show_taken_back_keeps_others_off_its_past(
    session: Session, cast: Cast, booking: Booking, take_back: Step
) -> None:
    mark_no_show(session, booking.id, by=cast.nora, now=booking.ends_at)
    take_back(session, booking.id, by=cast.nora, now=booking.ends_at + HOUR)
    session.commit()
    assert claims(session) == 1


@pytest.mark.parametrize(
    "step",
    [
        lambda session, booking, cast, now: cancel_booking(session, booking.id, by=cast.alice, now=now),
        lambda session, booking, cast, now: reject_booking(
            session, booking.id, by=cast.nora, reason="voll", now=now
        ),
        lambda session, booking, cast, now: confirm_booking(session, booking.id, by=cast.nora, now=now),
        lambda session, booking, cast, now: move_booking(
            session,
            booking.id,
            Wish(span=on_day(TUESDAY, 14, 16, house=cast.house), space_ids=(cast.half_a.id,)),
            by=cast.alice,
            now=now,
        ),
    ],
    ids=["cancel", "reject", "confirm", "move"],
)
def test_an_option_past_its_deadline_is_lapsed_whatever_is_tried(
    session: Session, cast: Cast, now: datetime, step: Step
) -> None:
    option = asked(session, cast, BookingState.OPTION, now=now - 24 * HOUR)
    with pytest.raises(Refused) as refused:
        step(session, option, cast, now)
    assert refused.value.codes == {"not_possible_in_state"}
    # What lapsed stays settled if the caller commits.
    session.commit()
    assert option.state is BookingState.EXPIRED


def test_who_waited_behind_a_no_show_moves_up(session: Session, cast: Cast, now: datetime) -> None:
    first = asked(session, cast, BookingState.OPTION, now=now)
    second = asked(session, cast, BookingState.OPTION, now=now)
    second.option_until = now + 72 * HOUR
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    assert second.option_rank == 2
    mark_no_show(session, first.id, by=cast.nora, now=first.starts_at + HOUR)
    session.commit()
    assert second.option_rank == 1


def test_a_seating_holds_as_many_when_more_people_are_told_later(
    session: Session, cast: Cast, now: datetime
) -> None:
    cast.half_a.capacity = 90
    session.flush()
    wish = Wish(
        span=on_day(TUESDAY, 9, 12, house=cast.house),
        space_ids=(cast.half_a.id,),
        details=Details(people=20, layout=Layout.ROWS),
    )
    booking = place_booking(session, wish, booked_by=cast.alice, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        retell_booking(session, booking.id, title="", people=51, note_text="", by=cast.alice, now=now)
    assert refused.value.codes == {"over_capacity"}


def test_what_is_over_is_retold_by_staff_only(session: Session, cast: Cast, booking: Booking) -> None:
    after = booking.ends_at + HOUR
    told: dict[str, Any] = {"title": "anders", "people": 1, "note_text": "", "now": after}
    with pytest.raises(Refused) as refused:
        retell_booking(session, booking.id, by=cast.alice, **told)
    assert refused.value.codes == {"not_possible_in_state"}
    door = StaffDoor(entered_by=cast.nora)
    assert retell_booking(session, booking.id, by=cast.nora, door=door, **told).title == "anders"


def test_a_booking_under_way_is_not_cut_down_to_its_past(
    session: Session, cast: Cast, booking: Booking
) -> None:
    wish = Wish(span=on_day(TUESDAY, 9, 10, house=cast.house), space_ids=(cast.desk.id,))
    with pytest.raises(Refused) as refused:
        move_booking(session, booking.id, wish, by=cast.alice, now=booking.starts_at + 2 * HOUR)
    assert refused.value.codes == {"in_the_past"}


def test_a_booking_stays_in_its_house(session: Session, cast: Cast, booking: Booking, now: datetime) -> None:
    elsewhere = make_space(session, cast.other_house, number=2)
    session.commit()
    wish = Wish(span=booking.span, space_ids=(elsewhere.id,))
    with pytest.raises(Refused) as refused:
        move_booking(session, booking.id, wish, by=cast.alice, now=now)
    assert refused.value.codes == {"not_allowed"}


def test_a_lapsed_option_does_not_keep_staff_from_blocking(
    session: Session, cast: Cast, now: datetime
) -> None:
    asked(session, cast, BookingState.OPTION, now=now - 24 * HOUR)
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    block_space(session, cast.half_a.id, span=span, reason=BlockingReason.OTHER, by=cast.nora, now=now)
    (blocking,) = session.scalars(select(Blocking))
    assert (blocking.space_id, blocking.span, blocking.lifted_at) == (cast.half_a.id, span, None)
