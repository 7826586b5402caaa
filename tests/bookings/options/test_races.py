"""Confirm, lapse, ask, commit, extend and withdraw in the same moment, in real processes, on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_first
from labspace.bookings.options.models import OptionChallenge, OptionClock
from labspace.bookings.options.states import ClockState
from labspace.bookings.states import BookingState
from tests.bookings.options import race as do
from tests.bookings.options.conftest import Ask
from tests.bookings.outcomes import overlaps
from tests.bookings.rivals import Race
from tests.factories import Cast

D, H = timedelta(days=1), timedelta(hours=1)

Deed = tuple[str, int, int]
"""What is tried, by whom, on which option."""


def meet(race: Race, deeds: list[Deed], now: datetime) -> Counter[str]:
    """All of it at once: how often each deed won, or why not."""
    return race.once(
        [
            partial(getattr(do, what), who=who, booking_id=booking_id, now=now)
            for what, who, booking_id in deeds
        ]
    )


def standing(session: Session, *ids: int) -> list[tuple[BookingState, int | None]]:
    session.expire_all()
    return [(one.state, one.option_rank) for one in (session.get_one(Booking, id_) for id_ in ids)]


def is_whole(session: Session) -> None:
    """What must hold whoever was faster: one claim, one first with a clock that runs, nothing half-written."""
    assert overlaps(session) == 0
    options = session.scalars(select(Booking).where(Booking.state == BookingState.OPTION)).all()
    firsts = {one.id for one in options if one.option_rank == 1}
    confirmed = set(session.scalars(select(Booking.id).where(Booking.state == BookingState.CONFIRMED)))
    assert set(session.scalars(select(Claim.booking_id))) == firsts | confirmed
    for one in options:
        state = session.get_one(OptionClock, one.id).state
        assert (state is ClockState.WAITING) == (one.id not in firsts)
        open_ones = session.scalar(
            select(func.count()).where(
                OptionChallenge.booking_id == one.id, OptionChallenge.outcome.is_(None)
            )
        )
        assert open_ones == (1 if state is ClockState.CHALLENGED else 0)


@pytest.mark.parametrize(
    "before", [timedelta(seconds=1), timedelta()], ids=["just in time", "at the deadline"]
)
def test_confirming_and_lapsing_at_the_deadline(
    session: Session, race: Race, cast: Cast, ask: Ask, now: datetime, before: timedelta
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    moment, ids = now + 14 * D - before, (first.id, second.id)
    nora, alice = cast.nora.id, cast.alice.id
    deeds = [("confirm", nora, ids[0]), ("settle", nora, ids[0]), ("commit", alice, ids[0])] * 2
    got = meet(race, deeds, moment)
    if before:
        assert standing(session, *ids) == [(BookingState.CONFIRMED, None), (BookingState.OPTION, 2)]
        assert got["confirm won"] == 1
    else:
        assert standing(session, *ids) == [(BookingState.EXPIRED, None), (BookingState.OPTION, 1)]
        assert got["confirm not_possible_in_state"] == got["commit not_possible_in_state"] == 2
    is_whole(session)


def test_the_first_commits_while_the_second_asks_and_the_third_leaves(
    session: Session, race: Race, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second, third = ask(cast.alice), ask(cast.bob), ask(cast.charlie)
    ids = (first.id, second.id, third.id)
    deeds = [
        ("commit", cast.alice.id, ids[0]), ("challenge", cast.bob.id, ids[1]), ("challenge", cast.bob.id, ids[1]),
        ("release", cast.charlie.id, ids[2]), ("extend", cast.nora.id, ids[0]), ("settle", cast.nora.id, ids[0]),
    ]  # fmt: skip
    got = meet(race, deeds, now + 2 * D)
    assert (got["commit won"], got["release won"], got["settle won"]) == (1, 1, 1)
    assert got["challenge won"] <= 1
    assert standing(session, *ids)[:2] == [(BookingState.OPTION, 1), (BookingState.OPTION, 2)]
    assert session.get_one(OptionClock, ids[0]).state is ClockState.COMMITTED
    is_whole(session)


def test_an_unanswered_challenge_lapses_while_both_act_and_staff_decide_for_the_second(
    session: Session, race: Race, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    session.commit()
    ids, due = (first.id, second.id), now + D + 48 * H
    deeds = [
        ("settle", cast.nora.id, ids[0]), ("settle", cast.nora.id, ids[0]), ("commit", cast.alice.id, ids[0]),
        ("release", cast.alice.id, ids[0]), ("confirm", cast.nora.id, ids[1]),
        ("overrule", cast.nora.id, ids[1]),
    ]  # fmt: skip
    got = meet(race, deeds, due)
    # Whoever comes first settles the lapse; then the second is first, and one of two confirms it.
    assert got["confirm won"] + got["overrule won"] == 1
    assert got["commit won"] == got["release won"] == 0
    assert standing(session, *ids) == [(BookingState.EXPIRED, None), (BookingState.CONFIRMED, None)]
    is_whole(session)


def test_two_of_the_team_decide_for_different_options(
    session: Session, race: Race, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    ids = (first.id, second.id)
    deeds = [("confirm", cast.nora.id, ids[0]), ("overrule", cast.ada.id, ids[1])] * 2
    got = meet(race, deeds, now + D)
    assert got["confirm won"] + got["overrule won"] == 1
    confirmed = [state for state, _rank in standing(session, *ids)].count(BookingState.CONFIRMED)
    assert confirmed == 1
    is_whole(session)
