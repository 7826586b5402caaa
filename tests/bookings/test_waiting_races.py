"""Offers of the waiting list against direct bookings, late clicks and each other, in real processes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.waiting.actions import join_waiting_list, serve_waiting
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import WaitingOffer
from labspace.bookings.waiting.states import OfferState
from labspace.bookings.wishes import Wish
from tests.bookings import race as do
from tests.bookings.outcomes import overlaps, winners
from tests.bookings.rivals import ROUNDS, Race
from tests.bookings.test_races import DAYS
from tests.factories import Cast, on_day


def wanted(cast: Cast, day: date) -> Wanted:
    pattern = Pattern(
        weekdays=frozenset(range(7)),
        first_on=day,
        last_on=day,
        starts_minute=540,
        ends_minute=720,
        minutes=180,
    )
    return Wanted(kind=cast.desk.kind, space_ids=(cast.desk.id,), pattern=pattern)


def offers(session: Session, cast: Cast, now: datetime) -> list[WaitingOffer]:
    """What Alice waits for is held for her, on each of the days."""
    for day in DAYS:
        join_waiting_list(session, wanted(cast, day), by=cast.alice, now=now)
    session.commit()
    serve_waiting(session, now=now)
    session.commit()
    return list(session.scalars(select(WaitingOffer).order_by(WaitingOffer.starts_at)))


def wish(cast: Cast, day: date) -> Wish:
    return Wish(span=on_day(day, 9, 12, house=cast.house), space_ids=(cast.desk.id,))


def test_nobody_gets_what_is_held_but_its_holder_however_often_they_click(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    rounds = [
        [
            *[partial(do.claim, offer_id=offer.id, now=now)] * 4,
            *(partial(do.book, who=who, wish=wish(cast, day), now=now) for who in people[4:]),
        ]
        for offer, day in zip(offers(session, cast, now), DAYS, strict=True)
    ]
    assert race.run(rounds) == [{"claim won": 4, "book space_taken": 28}] * ROUNDS
    assert session.scalars(select(Booking.booked_by_id)).all() == [cast.alice.id] * ROUNDS
    assert overlaps(session) == 0


def test_at_the_deadline_it_goes_to_its_holder_or_the_first_who_books(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """The last click comes in the second before; in every second round a second too late."""
    rounds = []
    for number, (offer, day) in enumerate(zip(offers(session, cast, now), DAYS, strict=True)):
        clicked = offer.until - timedelta(seconds=1 - number % 2)
        rounds.append(
            [
                *[partial(do.claim, offer_id=offer.id, now=clicked)] * 4,
                *(partial(do.book, who=who, wish=wish(cast, day), now=offer.until) for who in people[4:]),
            ]
        )
    for number, got in enumerate(race.run(rounds)):
        if number % 2 or got["book won"]:
            assert got == {"claim offer_gone": 4, "book won": 1, "book space_taken": 27}
        else:
            assert got == {"claim won": 4, "book space_taken": 28}
    assert overlaps(session) == 0


def test_what_is_free_goes_to_a_direct_booking_or_is_held_never_both(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    rounds = [
        [
            *[partial(do.serve, now=now)] * 4,
            *(partial(do.book, who=who, wish=wish(cast, day), now=now) for who in people[4:]),
        ]
        for day in DAYS
    ]
    waits = [partial(do.wait, who=cast.alice.id, wanted=wanted(cast, day), now=now) for day in DAYS]
    for day, got in zip(DAYS, race.run(rounds, before=waits), strict=True):
        booked = len(winners(session, day))
        begins = on_day(day, 9, 12, house=cast.house).starts_at
        offered = session.scalar(select(func.count(WaitingOffer.id)).where(WaitingOffer.starts_at == begins))
        assert (booked, offered) in {(1, 0), (0, 1)}
        assert +got == +type(got)({"serve won": 4, "book won": booked, "book space_taken": 28 - booked})
    assert session.scalar(select(func.count(Claim.id))) == ROUNDS
    assert overlaps(session) == 0


def test_of_two_claimants_at_the_deadline_one_has_it(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    """Bob waits for the same; jobs that find the deadline past give it to him."""
    first, *_others = offers(session, cast, now)
    join_waiting_list(session, wanted(cast, DAYS[0]), by=cast.bob, now=now)
    session.commit()
    until, begins = first.until, first.starts_at
    claim = partial(do.claim, offer_id=first.id, now=until - timedelta(seconds=1))
    got = race.once([claim, *[partial(do.serve, now=until)] * 7])
    of_day = select(WaitingOffer).where(WaitingOffer.starts_at == begins).order_by(WaitingOffer.id)
    states = [offer.state for offer in session.scalars(of_day)]
    assert got["serve won"] == 7
    if got["claim won"]:
        assert states == [OfferState.TAKEN]
        assert session.scalars(select(Booking.booked_by_id)).all() == [cast.alice.id]
    else:
        assert states == [OfferState.LAPSED, OfferState.OPEN]
        assert session.scalars(select(Booking.id)).all() == []
    assert overlaps(session) == 0
