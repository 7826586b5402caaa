"""Ranked options: who waits for whom, who moves up, what a deadline does; on both engines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    confirm_booking,
    lift_blocking,
    move_booking,
    place_booking,
    reject_booking,
    settle_all_options,
)
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.changes import BookingChange, BookingLapsed, OptionPassedOver, OptionPromoted
from labspace.bookings.claim_models import BlockingReason, Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.spaces.models import Space
from tests.factories import Cast, on_day

DAY = date(2026, 12, 1)
WEEK = timedelta(days=7)


@pytest.fixture
def ask(session: Session, cast: Cast, now: datetime):
    """Places an option and commits: `ask(cast.area, 9, 12)`."""

    def place(space: Space, starts: int, ends: int, *, until: datetime = now + WEEK, **more) -> Booking:
        wish = Wish(span=on_day(DAY, starts, ends, house=cast.house), space_ids=(space.id,), **more)
        booking = place_booking(
            session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION, option_until=until
        )
        session.commit()
        return booking

    return place


@pytest.fixture
def heard() -> list[BookingChange]:
    """What was announced about ranks and deadlines."""
    changes: list[BookingChange] = []

    @listen(BookingLapsed, OptionPromoted, OptionPassedOver)
    def hear(_session: Session, change: BookingChange) -> None:
        changes.append(change)

    return changes


def claiming(session: Session) -> set[int | None]:
    return set(session.scalars(select(Claim.booking_id)))


def test_the_first_claims_and_the_others_wait(session, cast, ask) -> None:
    options = [ask(cast.area, 9, 12), ask(cast.area, 10, 13), ask(cast.half_a, 12, 14)]
    assert [option.option_rank for option in options] == [1, 2, 3]
    assert claiming(session) == {options[0].id}


def test_tear_down_counts_when_options_meet(cast, ask) -> None:
    ask(cast.area, 9, 12, teardown_minutes=60)
    assert ask(cast.area, 12, 14).option_rank == 2
    assert ask(cast.area, 14, 15, setup_minutes=15).option_rank == 3


def test_an_option_is_refused_where_a_booking_is_confirmed(session, cast, ask, now) -> None:
    first = ask(cast.half_a, 9, 12)
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(SpaceTaken):
        ask(cast.area, 11, 13)
    session.rollback()
    assert len(session.scalars(select(Booking)).all()) == 1


def test_a_lower_rank_cannot_be_confirmed_over_a_better_one(session, cast, ask, now) -> None:
    ask(cast.area, 9, 12)
    second = ask(cast.area, 9, 12)
    with pytest.raises(Refused) as refused:
        confirm_booking(session, second.id, by=cast.nora, now=now)
    assert refused.value.codes == {"higher_rank_first"}


def test_behind_a_confirmed_booking_the_answer_is_that_it_is_taken(session, cast, ask, now) -> None:
    first, second = ask(cast.area, 9, 12), ask(cast.area, 9, 12)
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    assert second.option_rank == 2
    with pytest.raises(SpaceTaken):
        confirm_booking(session, second.id, by=cast.nora, now=now)


def test_all_move_up_when_the_first_is_rejected(session, cast, ask, now, heard) -> None:
    first, second, third = (ask(cast.area, 9, 12) for _ in range(3))
    reject_booking(session, first.id, by=cast.nora, reason="Umbau", now=now)
    session.commit()
    assert (second.option_rank, third.option_rank) == (1, 2)
    assert claiming(session) == {second.id}
    assert [(change.booking.id, change.old_rank) for change in heard] == [(second.id, 2), (third.id, 3)]


def test_moving_up_reaches_those_who_never_met_the_one_who_left(session, cast, ask, now) -> None:
    first, whole, half = ask(cast.half_a, 9, 12), ask(cast.area, 9, 12), ask(cast.half_b, 9, 12)
    cancel_booking(session, first.id, by=cast.alice, now=now)
    session.commit()
    assert (whole.option_rank, half.option_rank) == (1, 2)


def test_whoever_cannot_be_first_lets_the_next_pass(session, cast, ask, now, heard) -> None:
    half_a, whole, half_b = ask(cast.half_a, 9, 12), ask(cast.area, 9, 12), ask(cast.half_b, 9, 12)
    confirm_booking(session, half_a.id, by=cast.nora, now=now)
    session.commit()
    assert (half_b.option_rank, whole.option_rank) == (1, 2)
    assert claiming(session) == {half_a.id, half_b.id}
    told = [(type(change), change.booking.id) for change in heard]
    assert told == [(OptionPassedOver, whole.id), (OptionPromoted, half_b.id)]


def test_cancelling_what_was_confirmed_lets_the_second_move_up(session, cast, ask, now) -> None:
    first, second = ask(cast.area, 9, 12), ask(cast.area, 9, 12)
    confirm_booking(session, first.id, by=cast.nora, now=now)
    cancel_booking(session, first.id, by=cast.alice, now=now)
    session.commit()
    assert (second.option_rank, claiming(session)) == (1, {second.id})


def test_a_deadline_ends_the_option_and_the_next_moves_up(session, cast, ask, now, heard) -> None:
    first, second = ask(cast.area, 9, 12, until=now + timedelta(days=1)), ask(cast.area, 9, 12)
    assert settle_all_options(session, now=now + timedelta(days=1, seconds=-1)) == 0
    assert settle_all_options(session, now=now + timedelta(days=1)) == 1
    session.commit()
    assert (first.state, second.option_rank) == (BookingState.EXPIRED, 1)
    assert claiming(session) == {second.id}
    assert [type(change) for change in heard] == [BookingLapsed, OptionPromoted]


def test_nothing_is_lost_when_nobody_settled_for_a_week(session, cast, ask, now) -> None:
    first = ask(cast.area, 9, 12, until=now + timedelta(days=1))
    second, third = ask(cast.area, 9, 12), ask(cast.area, 9, 12)
    assert settle_all_options(session, now=now + timedelta(days=6)) == 1
    session.commit()
    assert [option.state.value for option in (first, second, third)] == ["expired", "option", "option"]
    assert (second.option_rank, third.option_rank) == (1, 2)
    # Whoever moves up hears of it now, and has time from now on.
    assert second.option_until == second.starts_at


def test_confirming_after_the_deadline_comes_too_late_and_the_next_moves_up(session, cast, ask, now) -> None:
    first, second = ask(cast.area, 9, 12, until=now + timedelta(hours=1)), ask(cast.area, 9, 12)
    with pytest.raises(Refused) as refused:
        confirm_booking(session, first.id, by=cast.nora, now=now + timedelta(hours=1))
    assert refused.value.codes == {"not_possible_in_state"}
    session.commit()
    assert (first.state, second.option_rank) == (BookingState.EXPIRED, 1)


def test_a_moved_option_goes_to_the_end_and_makes_room(session, cast, ask, now) -> None:
    first, second, afternoon = ask(cast.area, 9, 12), ask(cast.area, 9, 12), ask(cast.area, 14, 16)
    wish = Wish(span=on_day(DAY, 14, 16, house=cast.house), space_ids=(cast.area.id,))
    move_booking(session, first.id, wish, by=cast.alice, now=now)
    session.commit()
    assert [option.option_rank for option in (second, afternoon, first)] == [1, 1, 2]
    assert claiming(session) == {second.id, afternoon.id}


def test_a_refused_move_keeps_rank_and_claim(session, cast, ask, now) -> None:
    first, other = ask(cast.area, 9, 12), ask(cast.area, 14, 16)
    confirm_booking(session, other.id, by=cast.nora, now=now)
    session.commit()
    wish = Wish(span=on_day(DAY, 13, 15, house=cast.house), space_ids=(cast.area.id,))
    with pytest.raises(SpaceTaken):
        move_booking(session, first.id, wish, by=cast.alice, now=now)
    session.rollback()
    assert (first.option_rank, claiming(session)) == (1, {first.id, other.id})


def test_lifting_a_blocking_lets_who_waited_behind_it_claim(session, cast, ask, now) -> None:
    half_b, whole = ask(cast.half_b, 9, 12), ask(cast.area, 9, 12)
    span = on_day(DAY, 9, 12, house=cast.house)
    blocking = block_space(
        session, cast.half_a.id, span=span, reason=BlockingReason.RESERVED, by=cast.nora, now=now
    )
    session.commit()
    cancel_booking(session, half_b.id, by=cast.alice, now=now)
    session.commit()
    assert whole.option_rank == 2
    lift_blocking(session, blocking.id, by=cast.nora, now=now)
    session.commit()
    assert (whole.option_rank, claiming(session)) == (1, {whole.id})
