"""Offers of the waiting list against direct bookings, late clicks and each other, in real processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking, Claim
from labspace.bookings.waiting.actions import join_waiting_list, serve_waiting
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import WaitingOffer
from labspace.bookings.waiting.states import OfferState
from labspace.bookings.wishes import Wish
from tests.bookings.race import try_to_book
from tests.bookings.test_races import compete, overlaps
from tests.bookings.waiting_race import try_to_claim, try_to_serve
from tests.factories import Cast, make_user, on_day

TUESDAY = date(2026, 11, 24)
RIVALS = 12


@pytest.fixture
def rivals(session: Session, cast: Cast, now: datetime) -> list[int]:
    found = [make_user(session, f"Rival{number}", now=now).id for number in range(RIVALS)]
    session.commit()
    return found


def wait(session: Session, cast: Cast, user: User, now: datetime) -> None:
    pattern = Pattern(
        weekdays=frozenset({1}),
        first_on=TUESDAY,
        last_on=TUESDAY,
        starts_minute=540,
        ends_minute=720,
        minutes=180,
    )
    wanted = Wanted(kind=cast.desk.kind, space_ids=(cast.desk.id,), pattern=pattern)
    join_waiting_list(session, wanted, by=user, now=now)
    session.commit()


def offer(session: Session, cast: Cast, now: datetime) -> WaitingOffer:
    wait(session, cast, cast.alice, now)
    serve_waiting(session, now=now)
    session.commit()
    return session.scalars(select(WaitingOffer)).one()


def wish(cast: Cast) -> Wish:
    return Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))


def mixed(session: Session, *deeds: tuple[Any, ...]) -> Counter[str]:
    """All at once: each is (what, arguments …)."""
    return compete(session, run, list(deeds))


def run(what: str, *arguments: Any) -> str:
    deeds: dict[str, Callable[..., str]] = {
        "book": try_to_book,
        "claim": try_to_claim,
        "serve": try_to_serve,
    }
    deed = deeds[what]
    return f"{what} {deed(*arguments)}"


def test_nobody_gets_what_is_held_but_its_holder_however_often_they_click(
    session: Session, database_url: str, cast: Cast, rivals: list[int], now: datetime
) -> None:
    held, alice_id, wanted = offer(session, cast, now), cast.alice.id, wish(cast)
    offer_id = held.id
    got = mixed(
        session,
        *(("book", database_url, user_id, wanted, now) for user_id in rivals),
        *(("claim", database_url, alice_id, offer_id, now) for _click in range(4)),
    )
    assert got == {"book space_taken": RIVALS, "claim won": 4}
    assert session.scalars(select(Booking.booked_by_id)).all() == [alice_id]
    assert overlaps(session) == 0


def test_at_the_deadline_the_first_who_books_wins_and_the_link_is_void(
    session: Session, database_url: str, cast: Cast, rivals: list[int], now: datetime
) -> None:
    held, alice_id, wanted = offer(session, cast, now), cast.alice.id, wish(cast)
    offer_id, until = held.id, held.until
    got = mixed(
        session,
        *(("book", database_url, user_id, wanted, until) for user_id in rivals),
        *(("claim", database_url, alice_id, offer_id, until) for _click in range(2)),
    )
    assert got == {"book won": 1, "book space_taken": RIVALS - 1, "claim offer_gone": 2}
    assert overlaps(session) == 0


def test_what_is_free_goes_to_a_direct_booking_or_is_held_never_both(
    session: Session, database_url: str, cast: Cast, rivals: list[int], now: datetime
) -> None:
    wait(session, cast, cast.alice, now)
    alice_id, wanted = cast.alice.id, wish(cast)
    got = mixed(
        session,
        *(("book", database_url, user_id, wanted, now) for user_id in rivals),
        *(("serve", database_url, alice_id, now) for _worker in range(4)),
    )
    booked, offered = (session.scalar(select(func.count(row.id))) or 0 for row in (Booking, WaitingOffer))
    assert (booked, offered) in {(1, 0), (0, 1)}
    assert got == Counter({"serve won": 4, "book won": booked, "book space_taken": RIVALS - booked})
    assert session.scalar(select(func.count(Claim.id))) == 1


@pytest.mark.parametrize("round_number", range(3))
def test_of_two_claimants_at_the_deadline_one_has_it(
    session: Session, database_url: str, cast: Cast, now: datetime, round_number: int
) -> None:
    held = offer(session, cast, now)
    wait(session, cast, cast.bob, now)
    offer_id, until, alice_id = held.id, held.until, cast.alice.id
    got = mixed(
        session,
        ("claim", database_url, alice_id, offer_id, until - timedelta(seconds=1)),
        *(("serve", database_url, alice_id, until) for _worker in range(3)),
    )
    states = session.scalars(select(WaitingOffer.state).order_by(WaitingOffer.id)).all()
    if got["claim won"]:
        assert states == [OfferState.TAKEN]
        assert session.scalars(select(Booking.booked_by_id)).all() == [alice_id]
    else:
        assert states == [OfferState.LAPSED, OfferState.OPEN]
        assert session.scalars(select(Booking.id)).all() == []
    assert session.scalar(select(func.count(Claim.id))) == 1
    assert got["serve won"] == 3
