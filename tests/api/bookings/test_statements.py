"""What booking over the API asks of the database: little more than the page, whatever is booked already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from tests.api.conftest import Program
from tests.factories import Cast, book, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
MOST = 16
"""Of a free desk: the token, the booking itself, its letter, and what is answered of it."""


def test_statements_to_book_a_desk_do_not_grow(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    alice = program(cast.alice, Scope.BOOK)

    def asked(number: int) -> int:
        day = TUESDAY + timedelta(days=number)
        body = {"starts_at": f"{day}T09:00:00+01:00", "ends_at": f"{day}T12:00:00+01:00"}
        with counted(session) as found:
            alice.post("/bookings", body | {"spaces": [cast.desk.public_id]}, expect=201)
        return len(found)

    asked(0)
    few = asked(1)
    for number in range(2, 12):
        span = on_day(TUESDAY + timedelta(days=number), 13, 15, house=cast.house)
        book(session, cast.desk, cast.bob, span, now=now)
    assert asked(2) <= few <= MOST
