"""Random sequences of wishes, bookings, answers and lapsing time: nobody is passed over, nothing is promised twice.

The model is plain: it asks of each offer whether somebody who came before could have had it, by
walking quarter by quarter, and knows nothing of spans, boards or SQL.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    place_booking,
)
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.claim_models import Claim
from labspace.bookings.holds import Hold
from labspace.bookings.models import BookedUnit, Booking, BookingEvent, BookingSpace, Idempotence
from labspace.bookings.states import BookingState
from labspace.bookings.waiting.actions import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    serve_waiting,
    withdraw_wish,
)
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import (
    FreedTime,
    WaitingOffer,
    WaitingWish,
    WaitingWishHouse,
    WaitingWishSpace,
)
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.bookings.outcomes import overlaps
from tests.factories import Cast, on_day

TUESDAY = date(2026, 11, 24)
DAYS = st.sampled_from([TUESDAY, TUESDAY + timedelta(days=1)])
PEOPLE = st.sampled_from(["alice", "bob", "charlie"])
TABLES = (
    Claim, WaitingOffer, Hold, FreedTime, WaitingWishHouse, WaitingWishSpace, WaitingWish, Idempotence,
    BookedUnit, BookingSpace, BookingEvent, Booking,
)  # fmt: skip
QUARTER = timedelta(minutes=15)


class WaitingList(RuleBasedStateMachine):
    """Set by the test: the session, the cast and the first moment."""

    session: Session
    cast: Cast
    first: datetime

    def __init__(self) -> None:
        super().__init__()
        for table in TABLES:
            self.session.execute(delete(table))
        self.session.commit()
        self.now = self.first
        self.desks = {space.id: space for space in (self.cast.desk, self.cast.second_desk)}

    @rule(who=PEOPLE, day=DAYS, days=st.integers(1, 2), desk=st.sampled_from([0, 1, None]), hour=st.integers(8, 14), length=st.integers(1, 4), more=st.integers(0, 2))  # fmt: skip
    def wait(
        self, who: str, day: date, days: int, desk: int | None, hour: int, length: int, more: int
    ) -> None:
        pattern = Pattern(
            weekdays=frozenset(range(7)),
            first_on=day,
            last_on=day + timedelta(days=days - 1),
            starts_minute=hour * 60,
            ends_minute=min(hour + length + more, 18) * 60,
            minutes=length * 60,
        )
        named = () if desk is None else (sorted(self.desks)[desk],)
        wanted = Wanted(
            kind=SpaceKind.DESK, pattern=pattern, space_ids=named, location_ids=(self.cast.house.id,)
        )
        try:
            join_waiting_list(self.session, wanted, by=getattr(self.cast, who), now=self.now)
        except Refused:
            self.session.rollback()
            return
        self.session.commit()

    @rule(who=PEOPLE, day=DAYS, desk=st.integers(0, 1), hour=st.integers(8, 15), length=st.integers(1, 8))
    def book(self, who: str, day: date, desk: int, hour: int, length: int) -> None:
        span = on_day(day, hour, min(hour + length, 18), house=self.cast.house)
        wish = Wish(span=span, space_ids=(sorted(self.desks)[desk],))
        try:
            place_booking(self.session, wish, booked_by=getattr(self.cast, who), now=self.now)
        except Refused:
            self.session.rollback()
            return
        self.session.commit()

    @rule(which=st.integers(0, 9))
    def cancel(self, which: int) -> None:
        open_now = select(Booking).where(Booking.state == BookingState.CONFIRMED, Booking.ends_at > self.now)
        found = self.session.scalars(open_now.order_by(Booking.id)).all()
        if found:
            booking = found[which % len(found)]
            cancel_booking(self.session, booking.id, by=booking.booked_by, now=self.now)
            self.session.commit()

    @rule(which=st.integers(0, 9), answer=st.sampled_from(["accept", "decline", "withdraw"]))
    def answer(self, which: int, answer: str) -> None:
        found = self.open_offers()
        if not found:
            return
        offer = found[which % len(found)]
        if answer == "decline":
            decline_offer(self.session, offer.id, now=self.now)
        elif answer == "withdraw":
            withdraw_wish(self.session, offer.wish_id, by=offer.wish.user, now=self.now)
        elif self.now < offer.until:
            booking = accept_offer(self.session, offer.id, now=self.now)
            assert (booking.booked_by_id, booking.span) == (offer.wish.user_id, offer.span)
        self.session.commit()

    @rule(hours=st.integers(0, 3))
    def a_while_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        settle_all_holds(self.session, now=self.now)
        self.session.commit()
        known = {offer.id for offer in self.open_offers()}
        serve_waiting(self.session, now=self.now)
        self.session.commit()
        for offer in self.open_offers():
            if offer.id not in known:
                self.nobody_came_before(offer)

    def nobody_came_before(self, offer: WaitingOffer) -> None:
        """Of those who waited longer and got nothing, nobody could have used the offered time."""
        answering = {each.wish_id for each in self.open_offers()}
        earlier = (
            select(WaitingWish)
            .where(WaitingWish.state == WishState.WAITING, WaitingWish.id < offer.wish_id)
            .order_by(WaitingWish.id)
        )
        for wish in self.session.scalars(earlier):
            if wish.id not in answering:
                assert not self.could_use(wish, offer), f"wish {wish.id} was passed over for {offer.wish_id}"

    def could_use(self, wish: WaitingWish, offer: WaitingOffer) -> bool:
        day = offer.starts_at.astimezone(self.cast.house.zone).date()
        let_go = {
            each.starts_at.astimezone(self.cast.house.zone).date()
            for each in wish.offers
            if each.state in (OfferState.DECLINED, OfferState.LAPSED)
        }
        if wish.spaces and offer.space_id not in {space.id for space in wish.spaces}:
            return False
        if not wish.first_on <= day <= wish.last_on or day in let_go:
            return False
        start = offer.starts_at
        while start + timedelta(minutes=wish.minutes) <= offer.ends_at:
            end = start + timedelta(minutes=wish.minutes)
            local, until = (moment.astimezone(self.cast.house.zone) for moment in (start, end))
            begins, stops = (each.hour * 60 + each.minute for each in (local, until))
            if wish.starts_minute <= begins and stops <= wish.ends_minute:
                return True
            start += QUARTER
        return False

    def open_offers(self) -> list[WaitingOffer]:
        self.session.expire_all()
        question = select(WaitingOffer).where(WaitingOffer.state == OfferState.OPEN).order_by(WaitingOffer.id)
        return list(self.session.scalars(question))

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        assert overlaps(self.session) == 0
        offers = self.open_offers()
        assert len({offer.wish_id for offer in offers}) == len(offers)
        held = {
            (claim.hold_id, claim.space_id, claim.span)
            for claim in self.session.scalars(select(Claim).where(Claim.hold_id.is_not(None)))
        }
        assert held == {(offer.hold_id, offer.space_id, offer.span) for offer in offers}
        for offer in offers:
            assert fits(offer.wish, offer.span, self.cast)
        self.session.rollback()


def fits(wish: WaitingWish, span: TimeSpan, cast: Cast) -> bool:
    """Whether an offer is what its wish asked for."""
    local, until = (moment.astimezone(cast.house.zone) for moment in (span.starts_at, span.ends_at))
    begins, stops = (each.hour * 60 + each.minute for each in (local, until))
    return (
        wish.first_on <= local.date() <= wish.last_on
        and wish.starts_minute <= begins
        and stops <= wish.ends_minute
        and span.minutes == wish.minutes
    )


def test_nobody_is_passed_over_and_nothing_is_promised_twice(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    machine = type("Machine", (WaitingList,), {"session": session, "cast": cast, "first": now})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
