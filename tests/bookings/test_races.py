"""Many people, real processes, one space: exactly the right number wins, all others get the kind answer."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from labspace.bookings.actions import block_space
from labspace.bookings.models import BlockingReason, Booking, BookingEvent, Claim
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import db
from labspace.spaces.kinds import SpaceKind
from tests.bookings.awaited import await_check_in
from tests.bookings.race import (
    ATTEMPT_SECONDS,
    try_presence,
    try_to_book,
    try_to_change,
    try_to_lift,
    try_to_send,
)
from tests.factories import Cast, book, make_space, make_user, on_day

PEOPLE = 32
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def people(session: Session, cast: Cast, now: datetime) -> list[int]:
    found = [make_user(session, f"Rival{number}", now=now).id for number in range(PEOPLE)]
    session.commit()
    return found


def race(session: Session, url: str, wishes: list[Wish], people: list[int], now: datetime) -> Counter[str]:
    """What each of the people got who want one of these in turn."""
    attempts = [(url, user_id, wishes[index % len(wishes)], now) for index, user_id in enumerate(people)]
    return compete(session, try_to_book, attempts)


def compete(session: Session, deed: Callable[..., str], attempts: list[tuple[Any, ...]]) -> Counter[str]:
    """What became of each attempt; each is a process of its own, and all start at once."""
    # Close our own connections first, so that no process shares them.
    session.close()
    db.engine.dispose()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bookings.race"])
    with context.Manager() as manager:
        ready = manager.Barrier(len(attempts))
        with context.Pool(len(attempts)) as pool:
            running = [pool.apply_async(deed, (*attempt, ready)) for attempt in attempts]
            return Counter(attempt.get(ATTEMPT_SECONDS) for attempt in running)


def overlaps(session: Session) -> int:
    """Pairs of core claims that lie on one unit at once."""
    other = aliased(Claim)
    return (
        session.scalar(
            select(func.count())
            .select_from(Claim)
            .join(other, (other.space_id == Claim.space_id) & (other.id > Claim.id))
            .where(
                Claim.is_core, other.is_core, Claim.starts_at < other.ends_at, Claim.ends_at > other.starts_at
            )
        )
        or 0
    )


def test_thirty_two_people_want_one_desk(
    session: Session, database_url: str, cast: Cast, people: list[int], now: datetime
) -> None:
    wish = Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))
    assert race(session, database_url, [wish], people, now) == {"won": 1, "space_taken": PEOPLE - 1}
    assert session.scalar(select(func.count(Booking.id))) == 1
    assert overlaps(session) == 0


def test_thirty_two_people_want_the_whole_or_a_part_or_any_desk(
    session: Session, database_url: str, cast: Cast, people: list[int], now: datetime
) -> None:
    morning = on_day(TUESDAY, 9, 12, house=cast.house)
    later = on_day(TUESDAY, 11, 13, house=cast.house)
    pool = Wish(span=morning, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    wishes = [
        Wish(span=morning, space_ids=(cast.area.id,)),
        Wish(span=later, space_ids=(cast.half_a.id,)),
        pool,
        Wish(span=later, space_ids=(cast.desk.id, cast.second_desk.id)),
    ]
    got = race(session, database_url, wishes, people, now)
    assert set(got) == {"won", "space_taken"}
    # The area goes to one, whole or half; the two desks go to two of the pool, or both to one.
    assert got["won"] in (2, 3)
    assert overlaps(session) == 0


def test_one_form_for_any_desk_sent_by_eight_clicks_books_once(
    session: Session, database_url: str, cast: Cast, now: datetime
) -> None:
    for number in range(3, 9):
        make_space(session, cast.house, number=number)
    session.commit()
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    wish = Wish(span=span, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    attempts = [(database_url, cast.alice.id, wish, now) for _click in range(8)]
    assert compete(session, try_to_send, attempts) == {"won": 8}
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_people_who_swap_their_desks_do_not_wait_for_each_other_for_ever(
    session: Session, database_url: str, cast: Cast, now: datetime
) -> None:
    attempts = []
    for number in range(8):
        desk, other = (cast.desk, cast.second_desk) if number % 2 else (cast.second_desk, cast.desk)
        span = on_day(TUESDAY, 8 + number, 9 + number, house=cast.house)
        booking = book(session, desk, cast.alice, span, now=now)
        wishes = [Wish(span=span, space_ids=(space.id,)) for space in (other, desk, other, desk, other)]
        attempts.append((database_url, cast.alice.id, booking.id, wishes, now))
    assert compete(session, try_to_change, attempts) == {"won won won won won": 8}
    assert overlaps(session) == 0


def test_a_blocking_is_lifted_once(session: Session, database_url: str, cast: Cast, now: datetime) -> None:
    blocking = block_space(
        session,
        cast.desk.id,
        span=on_day(TUESDAY, 9, 12, house=cast.house),
        reason=BlockingReason.OTHER,
        by=cast.nora,
        now=now,
    )
    session.commit()
    attempts = [(database_url, cast.nora.id, blocking.id, now) for _click in range(8)]
    assert compete(session, try_to_lift, attempts) == {"won": 1, "not_possible_in_state": 7}


@pytest.mark.parametrize("others", [("job", "job"), ("job", "book"), ("book", "book")], ids="-".join)
def test_coming_late_races_the_release_and_whoever_wants_the_rest(
    session: Session, database_url: str, cast: Cast, now: datetime, others: tuple[str, str]
) -> None:
    """Either the latecomer keeps the desk or one other has it, never both, and the job settles once."""
    await_check_in(session, cast.house)
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    booking_id, half_past = booking.id, span.starts_at + timedelta(minutes=30)
    rest = Wish(span=on_day(TUESDAY, time(9, 30), 12, house=cast.house), space_ids=(cast.desk.id,))
    rivals = [(cast.alice.id, "come")] + [
        (user.id, what) for what, user in zip(others * 2, [cast.bob, cast.charlie] * 2, strict=True)
    ]
    attempts = [(database_url, user, what, booking_id, rest, half_past) for user, what in rivals]
    got = compete(session, try_presence, attempts)
    state = session.get_one(Booking, booking_id).state
    assert got["come won"] + got["book won"] == 1
    assert got["come won"] == (state is BookingState.USED)
    assert set(got) <= {"come won", "come space_taken", "job won", "book won", "book space_taken"}
    whats = session.scalars(select(BookingEvent.what).where(BookingEvent.booking_id == booking_id)).all()
    assert whats.count("no_show") <= 1
    assert overlaps(session) == 0
