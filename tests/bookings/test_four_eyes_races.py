"""Many of the team approve the same event in the same moment: two different people decide, once."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.models import Booking
from labspace.bookings.options.term_models import EventTermsRow
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.events.actions import EventDetails, request_event
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.models import Review
from labspace.spaces.event_terms import TERMS, EventTerms
from tests.bookings import race as do
from tests.bookings.rivals import Race
from tests.factories import LONG_AGO, Cast, make_user, on_day

TEAM = 8
DAY = date(2026, 12, 1)


@pytest.fixture
def event(session: Session, cast: Cast, now: datetime) -> Booking:
    """What Alice asks for in a house where two people decide."""
    terms = EventTerms(four_eyes_from_people=1)
    values = {name: getattr(terms, name) for name in TERMS}
    session.add(EventTermsRow(location_id=cast.house.id, valid_from=LONG_AGO, **values))
    session.commit()
    wish = Wish(
        span=on_day(DAY, 10, 12, house=cast.house), space_ids=(cast.area.id,), details=Details(people=40)
    )
    about = EventDetails(purpose="Lesen", organiser_name="Acme")
    request = request_event(session, wish, about, booked_by=cast.alice, now=now)
    session.commit()
    return request.booking


@pytest.fixture
def team(session: Session, cast: Cast, now: datetime) -> list[int]:
    """Eight people who run the house."""
    found = [make_user(session, f"Team{index}", now=now) for index in range(TEAM)]
    session.add_all(StaffRole(user_id=one.id, location_id=cast.house.id) for one in found)
    session.commit()
    return [one.id for one in found]


def assert_two_decided(session: Session, booking_id: int) -> None:
    session.expire_all()
    review = session.get_one(Review, booking_id)
    assert session.get_one(Booking, booking_id).state is BookingState.CONFIRMED
    assert review.recommended_by_id is not None
    assert review.recommended_by_id != review.decided_by_id


def test_all_approve_at_once_and_two_of_them_decide(
    session: Session, race: Race, event: Booking, team: list[int], now: datetime
) -> None:
    booking_id = event.id
    got = race.once([partial(do.approve, who=who, booking_id=booking_id, now=now) for who in team])
    assert got == {"approve won": 2, "approve not_possible_in_state": TEAM - 2}
    assert_two_decided(session, booking_id)


def test_of_all_second_approvals_of_one_page_one_confirms(
    session: Session, race: Race, cast: Cast, event: Booking, team: list[int], now: datetime
) -> None:
    approve_event(session, event.id, by=cast.nora, now=now)
    session.commit()
    booking_id, seen = event.id, event.version
    got = race.once([partial(do.approve, who=who, booking_id=booking_id, now=now, seen=seen) for who in team])
    assert got == {"approve won": 1, "approve changed_meanwhile": TEAM - 1}
    assert_two_decided(session, booking_id)


def test_whoever_presses_often_at_once_has_only_recommended(
    session: Session, race: Race, cast: Cast, event: Booking, now: datetime
) -> None:
    booking_id = event.id
    got = race.once([partial(do.approve, who=cast.nora.id, booking_id=booking_id, now=now)] * TEAM)
    assert got == {"approve won": 1, "approve second_person_needed": TEAM - 1}
    session.expire_all()
    assert session.get_one(Booking, booking_id).state is BookingState.OPTION
