"""An offer holds its weeks, and becomes a tenancy or lets go of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.popups.actions import withdraw
from labspace.popups.spans import weeks_span
from labspace.popups.states import ApplicationState
from labspace.popups.tenancies.actions.offers import accept_offer, decline_offer, take_offer_back
from labspace.popups.tenancies.models import Agreement, Tenancy
from labspace.popups.tenancies.shop_hours import WeeklyHours
from labspace.popups.tenancies.states import OfferState, TenancyState
from tests.popups.tenancies.conftest import FIRST_ON

DAY = timedelta(days=1)


def claims(session) -> int:
    return session.scalar(select(func.count(Claim.id))) or 0


def test_an_offer_keeps_all_others_off_and_books_nothing(session, cast, apply, offer) -> None:
    made = offer()
    assert claims(session) == 1
    assert made.application.booking.state is BookingState.REQUESTED
    assert made.application.state is ApplicationState.OFFERED
    rival = apply(by=cast.charlie, first_on=FIRST_ON + timedelta(weeks=4))
    with pytest.raises(SpaceTaken):
        offer(rival, first_on=FIRST_ON + timedelta(weeks=3))
    session.rollback()


def test_accepting_confirms_the_booking_and_begins_a_tenancy(session, cast, now, offer) -> None:
    made = offer()
    tenancy = accept_offer(session, made.id, by=cast.alice, now=now)
    session.commit()
    booking = tenancy.booking
    assert (tenancy.state, made.state) == (TenancyState.AGREED, OfferState.ACCEPTED)
    assert (booking.state, booking.booked_by_id) == (BookingState.CONFIRMED, cast.alice.id)
    assert (booking.price_cents, booking.market_cents) == (40_000, 120_000)
    assert booking.span == weeks_span(FIRST_ON, 4, zone=cast.house.zone)
    assert made.application.state is ApplicationState.ACCEPTED
    assert claims(session) == 1
    assert session.scalars(select(Agreement.number)).all() == [1]


def test_accepting_twice_gives_the_same_tenancy(session, cast, now, offer) -> None:
    made = offer()
    first, second = (accept_offer(session, made.id, by=cast.alice, now=now) for _ in range(2))
    assert first is second
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_other_weeks_than_wished_are_booked_as_offered(session, cast, now, offer) -> None:
    made = offer(first_on=date(2027, 2, 1), weeks=2)
    tenancy = accept_offer(session, made.id, by=cast.alice, now=now)
    assert tenancy.booking.span == weeks_span(date(2027, 2, 1), 2, zone=cast.house.zone)
    assert tenancy.booking.price_cents == 40_000


@pytest.mark.parametrize(
    ("late", "gone"),
    [
        pytest.param(-timedelta(seconds=1), False, id="a second before the deadline"),
        pytest.param(timedelta(), True, id="at the deadline"),
        pytest.param(7 * DAY, True, id="a week later, nobody having looked"),
    ],
)
def test_an_offer_stands_until_its_deadline(session, cast, now, offer, late, gone) -> None:
    made = offer()
    moment = made.until + late
    if not gone:
        assert accept_offer(session, made.id, by=cast.alice, now=moment).offer_id == made.id
        return
    with pytest.raises(Refused) as refused:
        accept_offer(session, made.id, by=cast.alice, now=moment)
    assert refused.value.codes == {"offer_gone"}


def test_the_worker_away_for_a_week_lets_offers_lapse_when_it_comes_back(session, now, offer) -> None:
    made = offer()
    assert settle_all_holds(session, now=made.until + 7 * DAY) == 1
    session.commit()
    assert made.state is OfferState.LAPSED
    assert claims(session) == 0
    assert made.application.state is ApplicationState.RESERVE


def test_lapsed_weeks_go_to_the_next_though_nobody_settled_them(session, cast, apply, offer) -> None:
    made = offer()
    rival = apply(by=cast.charlie, first_on=FIRST_ON + timedelta(weeks=4))
    again = offer(rival, at=made.until, until=made.until + DAY)
    assert (made.state, again.state) == (OfferState.LAPSED, OfferState.OPEN)


@pytest.mark.parametrize("way", ["declined", "taken back"])
def test_weeks_are_free_at_once_without_the_offer(session, cast, now, offer, way) -> None:
    made = offer()
    if way == "declined":
        decline_offer(session, made.id, by=cast.alice, now=now, reason="passt nicht")
    else:
        take_offer_back(session, made.id, by=cast.nora, now=now, reason="Wasserschaden")
    session.commit()
    assert made.state is (OfferState.DECLINED if way == "declined" else OfferState.TAKEN_BACK)
    assert claims(session) == 0
    with pytest.raises(Refused):
        accept_offer(session, made.id, by=cast.alice, now=now)
    session.rollback()
    assert offer(made.application).state is OfferState.OPEN


def test_a_withdrawn_application_gives_its_offer_back(session, cast, now, offer) -> None:
    made = offer()
    withdraw(session, made.application, by=cast.alice, now=now)
    session.commit()
    assert (made.state, claims(session)) == (OfferState.DECLINED, 0)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        pytest.param({"first_on": FIRST_ON + DAY}, "not_a_monday", id="begins on a Tuesday"),
        pytest.param({"weeks": 0}, "weeks_out_of_range", id="no week"),
        pytest.param({"weeks": 53}, "weeks_out_of_range", id="more than a year"),
        pytest.param({"first_on": date(2026, 11, 23)}, "offer_in_the_past", id="has begun"),
        pytest.param({"days": -1}, "deadline_past", id="deadline yesterday"),
        pytest.param({"days": 90}, "deadline_after_start", id="deadline after the beginning"),
        pytest.param(
            {"hours": WeeklyHours(by_weekday={0: (600, 960), 1: (600, 960)})},
            "hours_below_minimum",
            id="hours below the minimum",
        ),
    ],
)
def test_an_offer_that_cannot_hold_is_refused(session, now, apply, offer, terms, code) -> None:
    more = dict(terms)
    if "days" in more:
        more["until"] = now + more.pop("days") * DAY
    with pytest.raises(Refused) as refused:
        offer(apply(), **more)
    assert code in refused.value.codes
    session.rollback()
    assert claims(session) == 0


def test_one_application_has_one_open_offer(session, offer) -> None:
    made = offer()
    with pytest.raises(Refused) as refused:
        offer(made.application, first_on=FIRST_ON + timedelta(weeks=8))
    assert refused.value.codes == {"offer_open_already"}
    session.rollback()
    assert session.scalar(select(func.count(Tenancy.id))) == 0
