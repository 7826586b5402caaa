"""Lists of bookings: whose, which, page by page, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.models import Booking
from tests.api.conftest import Program
from tests.factories import Cast, book, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
Programs = Callable[..., Program]


@pytest.fixture
def some(session: Session, cast: Cast, now: datetime) -> list[Booking]:
    """Alice on six days, Bob beside her on the second desk."""
    found = []
    for number in range(6):
        span = on_day(TUESDAY + timedelta(days=number), 9, 12, house=cast.house)
        found.append(book(session, cast.desk, cast.alice, span, now=now))
        book(session, cast.second_desk, cast.bob, span, now=now)
    return found


def told(program: Program, query: str = "") -> list[int]:
    return [one["id"] for one in program.get(f"/bookings{query}").get_json()["items"]]


def test_one_lists_ones_own_and_the_team_all_of_its_house(
    program: Programs, cast: Cast, some: list[Booking]
) -> None:
    own = [one.id for one in some]
    assert told(program(cast.alice)) == own
    assert told(program(cast.charlie)) == []
    assert told(program(cast.nora)) == []
    assert len(told(program(cast.nora, Scope.STAFF))) == 12
    assert len(told(program(cast.ada, Scope.STAFF))) == 12
    assert told(program(cast.nora, Scope.STAFF), "?mine=true") == []
    program().get("/bookings", expect=401)


def test_pages_go_on_where_the_last_ended(program: Programs, cast: Cast, some: list[Booking]) -> None:
    nora, url, found = program(cast.nora, Scope.STAFF), "/bookings?limit=5", list[int]()
    while url:
        content = nora.get(url).get_json()
        found += [one["id"] for one in content["items"]]
        url = content["next"]
    assert found == told(nora)
    assert len(set(found)) == 12


def test_a_window_a_house_and_states_narrow_the_list(
    program: Programs, session: Session, cast: Cast, some: list[Booking]
) -> None:
    alice = program(cast.alice, Scope.BOOK)
    ids = [one.id for one in some]
    assert told(alice, "?from=2026-11-25T12:00:00%2B01:00&to=2026-11-27T09:00:00%2B01:00") == ids[2:3]
    assert told(alice, "?from=2026-11-25T11:59:00%2B01:00&to=2026-11-27T09:01:00%2B01:00") == ids[1:4]
    assert told(alice, "?location=witten") == []
    assert told(alice, "?location=bochum") == ids
    alice.post(f"/bookings/{ids[0]}/cancellation")
    assert told(alice, "?state=cancelled_early") == ids[:1]
    assert told(alice, "?state=cancelled_early&state=confirmed") == ids


@pytest.mark.parametrize(
    "query", ["?state=gone", "?limit=0", "?limit=501", "?from=2026-11-25", "?after=x", "?what=1", "?mine=1"]
)
def test_what_a_list_does_not_know_is_refused(program: Programs, cast: Cast, query: str) -> None:
    program(cast.alice).get(f"/bookings{query}", expect=422)


def test_statements_do_not_grow_with_the_bookings(
    program: Programs, session: Session, cast: Cast, some: list[Booking], now: datetime
) -> None:
    nora = program(cast.nora, Scope.STAFF)
    nora.get("/bookings?limit=2")
    with counted(session) as few:
        nora.get("/bookings?limit=2")
    with counted(session) as many:
        nora.get("/bookings")
    assert len(many) <= len(few) <= 6
