"""Thirty-two programs in processes of their own: one slot goes to one of them, one key gives one booking."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.bookings.models import Booking
from tests.bookings.program_race import send
from tests.bookings.rivals import RIVALS, Race
from tests.factories import Cast, make_user

BODY = {"starts_at": "2026-11-24T09:00:00+01:00", "ends_at": "2026-11-24T12:00:00+01:00"}


def token_of(session: Session, user_id: int, now: datetime) -> str:
    return create_token(session, user_id, name="Rennen", scope=Scope.BOOK, days=1, now=now)


def test_one_of_all_programs_gets_the_slot(session: Session, race: Race, cast: Cast, now: datetime) -> None:
    people = [make_user(session, f"Rival{number}", now=now).id for number in range(RIVALS)]
    session.commit()
    tokens = [token_of(session, user_id, now) for user_id in people]
    body = BODY | {"spaces": [cast.desk.public_id]}
    got = race.once([partial(send, token=one, path="/api/v1/bookings", body=body, now=now) for one in tokens])
    assert got == {"send won": 1, "send 409 space_taken": RIVALS - 1}
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_one_key_gives_one_booking_and_the_same_answer_to_all(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    token = token_of(session, cast.alice.id, now)
    session.commit()
    body = BODY | {"spaces": [cast.desk.public_id]}
    deed = partial(send, token=token, path="/api/v1/bookings", body=body, now=now, key="once")
    got = race.once([deed] * RIVALS)
    assert [key[:8] for key in got] == ["send 201"], got
    assert list(got.values()) == [RIVALS]
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_one_key_gives_one_series_and_the_same_answer_to_all(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    token = token_of(session, cast.alice.id, now)
    session.commit()
    body = BODY | {"spaces": [cast.desk.public_id], "recurrence": "FREQ=WEEKLY;COUNT=3"}
    deed = partial(send, token=token, path="/api/v1/bookings", body=body, now=now, key="series")
    got = race.once([deed] * RIVALS)
    assert [key[:8] for key in got] == ["send 201"], got
    assert list(got.values()) == [RIVALS]
    assert session.scalar(select(func.count(Booking.id))) == 3
