"""Which call of the API reaches whose booking: by person, by what their token may, and by house."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.api.tokens.kinds import Scope
from labspace.bookings.wishes import Details
from tests.api.conftest import Program
from tests.factories import Cast, book, make_user, on_day
from tests.scene import TUESDAY
from tests.support.rows import Rows

CALLERS = (
    "nobody", "alice read", "alice book", "bob book", "charlie book", "nora book", "nora staff", "wanda staff",
    "ada staff",
)  # fmt: skip
"""Alice booked for Acme, Bob is of Acme, Nora runs Bochum, Wanda runs Witten, Ada administers; and how far the token reaches."""

# What each of CALLERS is answered about Alice's booking in Bochum. 200 stands for any answer of the call itself.
ANYBODY = (200,) * 9
SIGNED_IN = (401, *(200,) * 8)
BOOKERS = (401, 403, *(200,) * 7)
OWNER_OR_TEAM = (401, 403, 200, 403, 404, 404, 200, 404, 200)
NO_DATE = (401, 403, 404, 403, 404, 404, 404, 404, 404)
TEAM = (401, 403, 403, 403, 403, 403, 200, 404, 200)
RIGHTS: Mapping[str, tuple[int, ...]] = {
    "GET /api/v1/locations": ANYBODY,
    "GET /api/v1/locations/{slug}/floor-plans": ANYBODY,
    "GET /api/v1/spaces": ANYBODY,
    "GET /api/v1/availability": ANYBODY,
    "GET /api/v1/search": ANYBODY,
    "GET /api/v1/programme": ANYBODY,
    "GET /api/v1/occupancy": ANYBODY,
    "GET /api/v1/occupancy/indicators": ANYBODY,
    "GET /api/v1/bookings": SIGNED_IN,
    "POST /api/v1/bookings": BOOKERS,
    "POST /api/v1/bookings/preview": BOOKERS,
    # Bob sees what is booked for his organisation and changes nothing of it.
    "GET /api/v1/bookings/{booking}": (401, 200, 200, 200, 404, 404, 200, 404, 200),
    "PATCH /api/v1/bookings/{booking}": OWNER_OR_TEAM,
    "POST /api/v1/bookings/{booking}/confirmation": TEAM,
    "POST /api/v1/bookings/{booking}/rejection": TEAM,
    "POST /api/v1/bookings/{booking}/cancellation": OWNER_OR_TEAM,
    "POST /api/v1/bookings/{booking}/check-in": OWNER_OR_TEAM,
    "POST /api/v1/bookings/{booking}/check-out": OWNER_OR_TEAM,
    "POST /api/v1/bookings/{booking}/no-show": TEAM,
    "POST /api/v1/bookings/{booking}/attendance": OWNER_OR_TEAM,
    # It is of no series, so for those who may there is no such date.
    "POST /api/v1/bookings/{booking}/occurrences/{day}/cancellation": NO_DATE,
    "POST /api/v1/bookings/{booking}/occurrences/{day}/restoration": NO_DATE,
    "GET /api/v1/bookings/{booking}/history": TEAM,
}  # fmt: skip

BODIES: Mapping[str, object] = {
    "PATCH /api/v1/bookings/{booking}": {"title": "Neuer Titel"},
    "POST /api/v1/bookings/{booking}/rejection": {"reason": "Passt nicht."},
    "POST /api/v1/bookings/{booking}/attendance": {"people": 3},
}

NASTY: tuple[object, ...] = (
    None, [], "x", 1, True, {}, {"": ""}, {"spaces": None}, {"spaces": []}, {"spaces": [[]]}, {"spaces": ["\x00"]},
    {"spaces": ["bochum-desk-01"] * 500}, {"title": "x" * 60_000}, {"title": "\ud800"}, {"people": 1e400},
    {"people": -1}, {"people": 10**30}, {"starts_at": "2026-11-24T09:00:00"}, {"starts_at": "9999-12-31T23:59:59Z"},
    {"starts_at": "0001-01-01T00:00:00+14:00"}, {"recurrence": "FREQ=SECONDLY"}, {"recurrence": "RRULE:" * 999},
    {"unknown": {"deep": [[[[[[]]]]]]}}, {"organisation": 10**30}, {"booked_for": "alice@example.org\r\nX: y"},
    {"on_conflict": "perhaps"}, {"theme": "'; DROP TABLE booking;--"}, {"reason": "\x00\x1b[31m"},
)  # fmt: skip
RAW = (
    b"", b"{", b"null", b"\xff\xfe", b'{"title": NaN}', b'{"a":1,"a":2}', b"[" * 50_000, b'"' + b"x" * 200_000,
    b'{"title":"\\ud800"}',
)  # fmt: skip


@pytest.fixture
def engine_name() -> str:
    """Rights do not depend on the engine."""
    return "sqlite"


@pytest.fixture
def booking_id(session: Session, cast: Cast, now: datetime) -> int:
    """Alice's desk on Tuesday, for Acme."""
    details = Details(title="Geheim", organisation_id=cast.acme.id)
    span = on_day(TUESDAY, 10, 12, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now, details=details)
    session.commit()
    return booking.id


@pytest.fixture
def callers(
    session: Session, cast: Cast, now: datetime, program: Callable[..., Program]
) -> Mapping[str, Program]:
    wanda = make_user(session, "Wanda", now=now)
    session.add(StaffRole(user_id=wanda.id, location_id=cast.other_house.id))
    session.commit()
    people: Mapping[str, User] = {
        "alice": cast.alice, "bob": cast.bob, "charlie": cast.charlie, "nora": cast.nora, "wanda": wanda,
        "ada": cast.ada,
    }  # fmt: skip

    def made(caller: str) -> Program:
        name, _, scope = caller.partition(" ")
        return program(people[name], Scope(scope)) if scope else program()

    return {caller: made(caller) for caller in CALLERS}


def address(path: str, booking_id: int) -> str:
    parts = {"{booking}": str(booking_id), "{slug}": "bochum", "{day}": TUESDAY.isoformat()}
    for name, value in parts.items():
        path = path.replace(name, value)
    asked = {
        "/availability": "?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z",
        "/search": "?kind=desk&minutes=60",
        "/occupancy": "?from=2026-10-01&to=2026-10-31",
        "/occupancy/indicators": "?from=2026-10-01&to=2026-10-31",
    }
    return path + asked.get(path.removeprefix("/api/v1"), "")


def declared(app: Flask, program: Callable[..., Program]) -> set[str]:
    paths = program().get("/openapi.json").get_json()["paths"]
    return {f"{method.upper()} {path}" for path, calls in paths.items() for method in calls}


def test_every_call_is_in_the_table(app: Flask, program: Callable[..., Program]) -> None:
    found = declared(app, program)
    prefixed = {call if " /api/v1" in call else call.replace(" ", " /api/v1", 1) for call in found}
    assert prefixed == set(RIGHTS)


@pytest.mark.parametrize("call", RIGHTS)
def test_the_right_people_are_answered(callers: Mapping[str, Program], booking_id: int, call: str) -> None:
    method, _, path = call.partition(" ")
    body = BODIES.get(call, {})
    options: dict[str, Any] = (
        {} if method == "GET" else {"data": json.dumps(body), "content_type": "application/json"}
    )
    statuses = {
        caller: one.call(method, address(path, booking_id), **options).status_code
        for caller, one in callers.items()
    }
    answered = tuple(status if status in {401, 403, 404} else 200 for status in statuses.values())
    assert answered == RIGHTS[call], statuses


@pytest.mark.parametrize("call", [call for call in RIGHTS if "{booking}" in call])
def test_a_booking_one_may_not_see_is_like_one_that_is_not_there(
    callers: Mapping[str, Program], booking_id: int, call: str
) -> None:
    method, _, path = call.partition(" ")
    options: dict[str, Any] = {} if method == "GET" else {"data": "{}", "content_type": "application/json"}
    told = [
        callers["charlie book"].call(method, address(path, number), **options).get_json(force=True)
        for number in (booking_id, 99_999_999)
    ]
    assert told[0]["code"] == told[1]["code"]
    assert told[0]["detail"] == told[1]["detail"]


@pytest.mark.parametrize("caller", ["nobody", "alice book", "nora staff", "ada staff"])
def test_whatever_is_sent_is_refused_whole(
    callers: Mapping[str, Program], session: Session, booking_id: int, caller: str
) -> None:
    """The answer is a problem with a code, never an error, and nothing is half written."""
    rows, one = Rows(session), callers[caller]
    bodies = [json.dumps(body, allow_nan=True).encode() for body in NASTY]
    for call in [call for call in RIGHTS if not call.startswith("GET")]:
        method, _, path = call.partition(" ")
        for number, body in enumerate([*bodies, *RAW]):
            if number % 4 != len(call) % 4:
                continue
            before = rows.count()
            answer = one.call(method, address(path, booking_id), data=body, content_type="application/json")
            if answer.status_code >= 400:
                assert rows.count() == before, f"{call} {body[:80]!r}: {answer.status_code}"
