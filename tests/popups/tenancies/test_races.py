"""Accept, decline, lapse, take back, withdraw and offer anew in the same moment, in real processes, on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from labspace.bookings.claim_models import Claim
from labspace.bookings.holds import Hold
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.notices.models import OutboxRow
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.popups.tenancies.actions.offers import Terms
from labspace.popups.tenancies.models import Agreement, PopupOffer, Tenancy
from labspace.popups.tenancies.states import OfferState
from labspace.spaces.kinds import SpaceKind
from tests.bookings.outcomes import overlaps
from tests.factories import make_space
from tests.popups.tenancies import race as do
from tests.popups.tenancies.conftest import FIRST_ON, HOURS

A = ApplicationState
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
KNOWN = {"offer_gone", "not_possible_in_state", "space_taken", "offer_open_already"}


def terms(space_id: int, until, weeks_on: int = 0) -> Terms:
    return Terms(
        space_id=space_id,
        first_on=FIRST_ON + timedelta(weeks=weeks_on),
        weeks=4,
        price_cents=40_000,
        market_cents=120_000,
        until=until,
        hours=HOURS,
    )


def weeks(n: int) -> dict[str, object]:
    return {"first_on": FIRST_ON + timedelta(weeks=4 * n)}


def only_known_answers(got: Counter[str]) -> None:
    """Everybody won, or was told in words what stands against it."""
    for answer in got:
        name, _space, outcome = answer.partition(" ")
        assert outcome == "won" or (name != "lapse" and set(outcome.split(",")) <= KNOWN), answer


def is_whole(session) -> None:
    """Whoever was faster: hold, claim, offer, application, booking, tenancy and mails tell the same story."""
    session.expire_all()
    assert overlaps(session) == 0
    open_holds = {hold.id for hold in session.scalars(select(Hold).where(Hold.outcome.is_(None)))}
    assert set(session.scalars(select(Claim.hold_id).where(Claim.hold_id.is_not(None)))) == open_holds
    confirmed = set(session.scalars(select(Booking.id).where(Booking.state == BookingState.CONFIRMED)))
    assert set(session.scalars(select(Claim.booking_id).where(Claim.booking_id.is_not(None)))) == confirmed
    assert set(session.scalars(select(Tenancy.booking_id))) == confirmed
    assert session.scalar(select(func.count(Agreement.id))) == len(confirmed)
    for made in session.scalars(select(PopupOffer)):
        assert (made.state is OfferState.OPEN) == (made.hold_id in open_holds)
        assert (made.state is OfferState.ACCEPTED) == (made.booking_id is not None)
    for application in session.scalars(select(PopupApplication)):
        states = set(
            session.scalars(select(PopupOffer.state).where(PopupOffer.application_id == application.id))
        )
        assert (application.state is A.OFFERED) == (OfferState.OPEN in states)
        assert application.booking is not None
        assert (application.state is A.ACCEPTED) == (application.booking.state is BookingState.CONFIRMED)
        assert (application.state is A.WITHDRAWN) == (
            application.booking.state is BookingState.CANCELLED_EARLY
        )


@pytest.mark.parametrize("late", [False, True], ids=["just in time", "at the deadline"])
def test_of_accepting_and_lapsing_one_happens(session, cast, race, apply, offer, now, late) -> None:
    """The job runs at the deadline; the click comes in the second before, or with it."""
    made = [offer(apply(**weeks(n)), until=now + (7 + n) * DAY, **weeks(n)) for n in range(3)]
    ids, early = [one.id for one in made], timedelta() if late else SECOND
    rounds = [
        [
            *[partial(do.accept, who=cast.alice.id, offer_id=one.id, now=one.until - early)] * 4,
            *[partial(do.lapse, now=one.until)] * 4,
        ]
        for one in made
    ]
    for offer_id, got in zip(ids, race.run(rounds), strict=True):
        state = session.get_one(PopupOffer, offer_id, populate_existing=True).state
        assert state in ({OfferState.LAPSED} if late else {OfferState.LAPSED, OfferState.ACCEPTED})
        # The second and third click of the same person find what the first one made.
        assert got == {
            "lapse won": 4,
            "accept won" if state is OfferState.ACCEPTED else "accept offer_gone": 4,
        }
    is_whole(session)
    lapsed = session.scalar(select(func.count(PopupOffer.id)).where(PopupOffer.state == OfferState.LAPSED))
    told = select(func.count(OutboxRow.id)).where(OutboxRow.subject.like("Angebot ohne Antwort verfallen%"))
    assert session.scalar(told) == lapsed, "the team hears of each lapsed offer once"


def test_of_four_answers_to_an_offer_one_counts(session, cast, race, apply, offer, now) -> None:
    made = [offer(apply(**weeks(n)), **weeks(n)) for n in range(3)]
    alice, nora = cast.alice.id, cast.nora.id
    rounds = [
        [
            partial(do.accept, who=alice, offer_id=one.id, now=now + DAY),
            partial(do.decline, who=alice, offer_id=one.id, now=now + DAY),
            partial(do.take_back, who=nora, offer_id=one.id, now=now + DAY),
            partial(do.withdraw, who=alice, booking_id=one.application.booking_id, now=now + DAY),
        ]
        for one in made
    ]
    for got in race.run(rounds):
        only_known_answers(got)
        # A withdrawal goes through whatever came before it; of the other three one does, or none.
        assert got["withdraw won"] == 1
        assert got["accept won"] + got["decline won"] + got["take_back won"] <= 1
    session.expire_all()
    assert {row.state for row in session.scalars(select(PopupApplication))} == {A.WITHDRAWN}
    assert session.scalars(select(Claim.id)).all() == []


def test_weeks_that_lapse_go_to_one_of_two_the_team_offers_them_to(
    session, cast, race, apply, offer, now
) -> None:
    bob, charlie = (apply(by=who) for who in (cast.bob, cast.charlie))
    made = offer()
    until, slot = made.until, cast.popup.id
    anew = terms(slot, until + DAY)
    deeds = [
        partial(do.accept, who=cast.alice.id, offer_id=made.id, now=until - SECOND),
        *[partial(do.lapse, now=until)] * 2,
        *(
            partial(do.offer, who=cast.nora.id, application_id=one.id, terms=anew, now=until)
            for one in (bob, charlie)
        ),
    ]
    made_id = made.id
    got = race.once(deeds)
    only_known_answers(got)
    session.expire_all()
    accepted = session.get_one(PopupOffer, made_id).state is OfferState.ACCEPTED
    assert got["offer won"] == (0 if accepted else 1)
    assert got["accept won"] == accepted
    is_whole(session)


def test_nobody_waits_in_a_circle_where_another_slot_was_offered_than_wished(
    session, cast, race, apply, offer, now
) -> None:
    """Withdrawing locks the wished slot, lapsing the offered one, offering anew a third: none brings back what is gone."""
    others = [make_space(session, cast.house, SpaceKind.POPUP_SLOT, n, area_m2=20.0).id for n in (2, 3)]
    session.commit()
    made = [
        offer(apply(**weeks(n)), space_id=others[0], until=now + (7 + n) * DAY, **weeks(n)) for n in range(4)
    ]
    rounds = [
        [
            partial(do.withdraw, who=cast.alice.id, booking_id=one.application.booking_id, now=one.until),
            *[partial(do.lapse, now=one.until)] * 2,
            partial(
                do.offer,
                who=cast.nora.id,
                application_id=one.application_id,
                terms=terms(others[1], one.until + DAY, 4 * n),
                now=one.until,
            ),
        ]
        for n, one in enumerate(made)
    ]
    for got in race.run(rounds):
        only_known_answers(got)
        assert got["withdraw won"] == 1
    session.expire_all()
    assert {row.state for row in session.scalars(select(PopupApplication))} == {A.WITHDRAWN}
    assert {row.state for row in session.scalars(select(PopupOffer))} <= {
        OfferState.LAPSED,
        OfferState.DECLINED,
    }
    assert session.scalars(select(Claim.id)).all() == []
    is_whole(session)
