"""Two people decide where the house wants it, nobody on what they asked for themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    change_booking,
    confirm_booking,
    reject_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.queries import history_of
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.actions.ask import ask_organiser
from labspace.events.decision.eyes import Approval
from labspace.events.decision.models import Review
from labspace.events.decision.queries import conditions_of
from labspace.events.decision.stages import Stage
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import Layout
from tests.factories import Cast

Ask = Callable[..., Booking]


@pytest.fixture
def four_eyes(terms: Callable[..., None]) -> None:
    terms(four_eyes_from_people=1)


def test_without_four_eyes_one_person_confirms(session: Session, cast: Cast, ask: Ask, now: datetime) -> None:
    booking = ask()
    assert approve_event(session, booking.id, by=cast.nora, now=now) is Approval.CONFIRMS
    review = session.get_one(Review, booking.id)
    assert (booking.state, review.stage, review.decided_by_id) == (
        BookingState.CONFIRMED,
        Stage.DECIDED,
        cast.nora.id,
    )


def test_the_first_recommends_the_second_confirms(
    session: Session, cast: Cast, ask: Ask, olga: User, four_eyes: None, now: datetime
) -> None:
    booking = ask()
    mails = len(session.scalars(select(OutboxRow)).all())
    assert approve_event(session, booking.id, by=cast.nora, now=now) is Approval.RECOMMENDS
    session.commit()
    assert (booking.state, booking.option_rank) == (BookingState.OPTION, 1)
    assert len(session.scalars(select(OutboxRow)).all()) == mails, (
        "the organiser is told of the decision only"
    )
    assert approve_event(session, booking.id, by=olga, now=now) is Approval.CONFIRMS
    session.commit()
    assert booking.state is BookingState.CONFIRMED
    assert [line.what for line in history_of(session, booking.id)] == ["placed", "recommended", "confirmed"]
    review = session.get_one(Review, booking.id)
    assert (review.recommended_by_id, review.decided_by_id) == (cast.nora.id, olga.id)


def test_nobody_is_two_people(session: Session, cast: Cast, ask: Ask, four_eyes: None, now: datetime) -> None:
    booking = ask()
    approve_event(session, booking.id, by=cast.nora, now=now)
    with pytest.raises(Refused, match="second_person_needed"):
        approve_event(session, booking.id, by=cast.nora, now=now)
    assert booking.state is BookingState.OPTION


def test_no_other_door_leads_past_it(
    session: Session, cast: Cast, ask: Ask, olga: User, four_eyes: None, now: datetime
) -> None:
    booking = ask()
    with pytest.raises(Refused, match="second_person_needed"):
        confirm_booking(session, booking.id, by=cast.nora, now=now)
    assert booking.state is BookingState.OPTION
    approve_event(session, booking.id, by=cast.nora, now=now)
    with pytest.raises(Refused, match="second_person_needed"):
        confirm_booking(session, booking.id, by=cast.nora, now=now)
    session.rollback()


def test_only_events_of_that_size_need_two(
    session: Session, cast: Cast, ask: Ask, terms: Callable[..., None], now: datetime
) -> None:
    terms(four_eyes_from_people=41)
    booking = ask()
    assert approve_event(session, booking.id, by=cast.nora, now=now) is Approval.CONFIRMS


def test_nobody_decides_on_their_own_request(session: Session, cast: Cast, ask: Ask, now: datetime) -> None:
    booking = ask(by=cast.nora)
    for approve in (approve_event, confirm_booking):
        with pytest.raises(Refused, match="own_request"):
            approve(session, booking.id, by=cast.nora, now=now)
    approve_event(session, booking.id, by=cast.ada, now=now)
    assert booking.state is BookingState.CONFIRMED


def test_a_changed_request_is_recommended_anew(
    session: Session, cast: Cast, ask: Ask, olga: User, four_eyes: None, now: datetime
) -> None:
    booking = ask()
    approve_event(session, booking.id, by=cast.nora, now=now)
    session.commit()
    details = Details(title="Gründerfrühstück", people=60, layout=Layout.ROWS)
    wish = Wish(span=booking.span, space_ids=(cast.area.id,), details=details)
    change_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    assert session.get_one(Review, booking.id).stage is Stage.OPEN
    assert approve_event(session, booking.id, by=olga, now=now) is Approval.RECOMMENDS


def test_a_question_takes_the_recommendation_back(
    session: Session, cast: Cast, ask: Ask, olga: User, four_eyes: None, now: datetime
) -> None:
    booking = ask()
    approve_event(session, booking.id, by=cast.nora, now=now)
    ask_organiser(session, booking.id, by=olga, text="Wie viele kommen wirklich?", now=now)
    assert approve_event(session, booking.id, by=olga, now=now) is Approval.RECOMMENDS


def test_whoever_recommended_may_still_reject(
    session: Session, cast: Cast, ask: Ask, four_eyes: None, now: datetime
) -> None:
    booking = ask()
    approve_event(session, booking.id, by=cast.nora, now=now)
    reject_booking(session, booking.id, by=cast.nora, reason="Doch nicht", now=now)
    session.commit()
    review = session.get_one(Review, booking.id)
    assert (review.stage, review.recommended_by_id, review.decided_by_id) == (
        Stage.DECIDED,
        None,
        cast.nora.id,
    )


def test_a_lower_rank_is_not_recommended_either(
    session: Session, cast: Cast, ask: Ask, four_eyes: None, now: datetime
) -> None:
    ask()
    second = ask(by=cast.charlie)
    with pytest.raises(Refused, match="higher_rank_first"):
        approve_event(session, second.id, by=cast.nora, now=now, conditions=["Ruhe"])
    assert not conditions_of(session, second.id), "a refused decision sets no conditions"


def test_what_was_refused_leaves_what_lapsed_settled(
    session: Session, cast: Cast, ask: Ask, four_eyes: None, now: datetime
) -> None:
    booking = ask()
    with pytest.raises(Refused, match="not_possible_in_state"):
        approve_event(session, booking.id, by=cast.nora, now=now + timedelta(days=15))
    session.commit()
    assert booking.state is BookingState.EXPIRED


def test_the_database_forbids_one_person_twice(session: Session, cast: Cast, ask: Ask, now: datetime) -> None:
    booking = ask()
    session.add(
        Review(
            booking_id=booking.id,
            since=now,
            stage=Stage.DECIDED,
            recommended_by_id=cast.nora.id,
            decided_by_id=cast.nora.id,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
