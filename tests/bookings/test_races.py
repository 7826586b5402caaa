"""Many people, real processes, one space: exactly the right number wins, all others get the kind answer."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from labspace.bookings.models import Booking, Claim
from labspace.bookings.wishes import Wish
from labspace.db import db
from labspace.spaces.kinds import SpaceKind
from tests.bookings.race import ATTEMPT_SECONDS, try_to_book
from tests.factories import Cast, make_user, on_day

PEOPLE = 32
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def people(session: Session, cast: Cast, now: datetime) -> list[int]:
    found = [make_user(session, f"Rival{number}", now=now).id for number in range(PEOPLE)]
    session.commit()
    return found


def race(session: Session, url: str, wishes: list[Wish], people: list[int], now: datetime) -> Counter[str]:
    """What each of the people got; each is a process of its own, and all start at once."""
    # Close our own connections first, so that no process shares them.
    session.close()
    db.engine.dispose()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bookings.race"])
    with context.Manager() as manager:
        ready = manager.Barrier(PEOPLE)
        with context.Pool(PEOPLE) as pool:
            attempts = [
                pool.apply_async(try_to_book, (url, user_id, wishes[index % len(wishes)], now, ready))
                for index, user_id in enumerate(people)
            ]
            return Counter(attempt.get(ATTEMPT_SECONDS) for attempt in attempts)


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
