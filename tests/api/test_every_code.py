"""Each code the API knows is answered by some call, explained on the docs page, and named where it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from labspace.api.ground.codes import all_codes
from labspace.api.limits.counting import Counter
from labspace.api.tokens.kinds import Scope
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.wishes import Details
from labspace.errors import Refusal, Refused
from labspace.spaces.house_rules import Quota, QuotaOwner, QuotaPeriod
from labspace.spaces.kinds import SpaceKind
from tests.api.conftest import Program
from tests.factories import LONG_AGO, Cast, book, on_day

TUESDAY = date(2026, 11, 24)
PROMISED = {
    "time_without_offset": 422, "idempotency_key_reused": 422, "space_taken": 409, "in_the_past": 422, "closed": 422,
    "too_short": 422, "too_long": 422, "off_raster": 422, "too_soon": 422, "too_far_ahead": 422,
    "quota_exceeded": 422, "over_capacity": 422, "layout_unknown": 422, "needs_application": 422, "not_allowed": 422,
    "local_time_does_not_exist": 422, "not_possible_in_state": 409, "not_public": 403,
}  # fmt: skip
"""What every client may rely on, whatever else is added."""

RULES: Mapping[SpaceKind, Mapping[str, Any]] = {
    SpaceKind.DESK: {"horizon_days": 365},
    SpaceKind.CAFE_TABLE: {"lead_minutes": 24 * 60, "max_minutes": 120},
    SpaceKind.MEETING_ROOM: {
        "quotas": (Quota(owner=QuotaOwner.PERSON, period=QuotaPeriod.DAY, most_minutes=60),)
    },
}

Programs = Callable[..., Program]


@dataclass(frozen=True)
class Asked:
    """One call that is refused: by whom (None: without a token), and what it sends."""

    call: str
    by: str | None = "alice"
    scope: Scope = Scope.BOOK
    body: Any = None
    path: str = ""
    """With real parts, where the call has some or asks something."""
    headers: Mapping[str, str] | None = None
    raw: bytes | None = None
    is_declared: bool = True
    """Whether the document names the code at this call; some may meet any address."""


def wish(**more: Any) -> dict[str, Any]:
    """A desk on Tuesday morning, or what is said instead."""
    return {
        "spaces": ["bochum-desk-01"],
        "starts_at": "2026-11-24T09:00:00+01:00",
        "ends_at": "2026-11-24T12:00:00+01:00",
        **more,
    }


def weekly(**more: Any) -> dict[str, Any]:
    """The same as a series."""
    return wish(recurrence="FREQ=WEEKLY;COUNT=2", **more)


def booking(**more: Any) -> Asked:
    """To book what `wish` says."""
    return Asked("POST /bookings", body=wish(**more))


BOOK = "POST /bookings"
ONE = "/bookings/{booking}"
CASES: Mapping[str, Asked] = {
    "bad_request": Asked(BOOK, body=wish(), headers={"Idempotency-Key": "\t"}),
    "body_not_json": Asked(BOOK, raw=b"{"),
    "token_missing": Asked("GET /bookings", by=None),
    "token_not_valid": Asked("GET /bookings", by=None, headers={"Authorization": "Bearer x"}),
    "scope_missing": Asked(BOOK, scope=Scope.READ, body=wish()),
    "not_yours": Asked(f"PATCH {ONE}", by="bob", body={"title": "Meins"}),
    "not_public": Asked("GET /occupancy", by=None, path="/occupancy?from=2026-10-01&to=2026-10-31&group_by=week"),
    "not_found": Asked(f"GET {ONE}", by="charlie"),
    "method_not_allowed": Asked("DELETE /locations", by=None, is_declared=False),
    "space_taken": booking(starts_at="2026-11-24T15:00:00+01:00", ends_at="2026-11-24T17:00:00+01:00"),
    "not_possible_in_state": Asked(f"POST {ONE}/check-out", body={}),
    "changed_meanwhile": Asked(f"PATCH {ONE}", body={"title": "Neu"}, headers={"If-Match": '"7-0-x"'}),
    "too_large": Asked(BOOK, raw=b'"' + b"x" * 70_000),
    "json_expected": Asked(BOOK, raw=b"a=b", headers={"Content-Type": "application/x-www-form-urlencoded"}),
    "invalid": Asked("GET /spaces", by=None, path="/spaces?colour=red"),
    "time_without_offset": booking(starts_at="2026-11-24T09:00:00"),
    "idempotency_key_reused": Asked(BOOK, body=wish(title="Anders"), headers={"Idempotency-Key": "used"}),
    "in_the_past": booking(starts_at="2026-11-20T09:00:00+01:00", ends_at="2026-11-20T12:00:00+01:00"),
    "closed": booking(starts_at="2026-11-24T05:00:00+01:00", ends_at="2026-11-24T07:00:00+01:00"),
    "too_short": booking(ends_at="2026-11-24T09:15:00+01:00"),
    "too_long": booking(spaces=["bochum-cafe-table-01"], ends_at="2026-11-24T17:00:00+01:00"),
    "off_raster": booking(starts_at="2026-11-24T09:07:00+01:00"),
    "too_soon": booking(
        spaces=["bochum-cafe-table-01"],
        starts_at="2026-11-23T10:00:00+01:00",
        ends_at="2026-11-23T11:00:00+01:00",
    ),
    "too_far_ahead": booking(starts_at="2028-11-24T09:00:00+01:00", ends_at="2028-11-24T12:00:00+01:00"),
    "quota_exceeded": booking(spaces=["bochum-meeting-room-01"]),
    "over_capacity": booking(people=9),
    "layout_unknown": booking(layout="rows"),
    "needs_application": booking(
        spaces=["bochum-popup-slot-01"],
        starts_at="2026-12-07T00:00:00+01:00",
        ends_at="2026-12-14T00:00:00+01:00",
    ),
    "not_allowed": booking(booked_for="bob@example.org"),
    "local_time_does_not_exist": Asked(
        BOOK,
        body=weekly(
            starts_at="2027-03-21T02:30:00+01:00", ends_at="2027-03-21T04:00:00+01:00"
        ),
    ),
    "ends_before_it_begins": booking(ends_at="2026-11-24T08:00:00+01:00"),
    "space_unknown": booking(spaces=["nowhere"]),
    "spaces_not_together": booking(spaces=["bochum-desk-01", "bochum-meeting-room-01"]),
    "person_unknown": Asked(BOOK, by="nora", scope=Scope.STAFF, body=wish(booked_for="nobody@example.org")),
    "recurrence_not_kept": Asked(BOOK, body=wish(recurrence="FREQ=YEARLY;COUNT=2")),
    "series_without_dates": Asked(BOOK, body=wish(recurrence="FREQ=WEEKLY;UNTIL=20261101")),
    "series_too_long": Asked(BOOK, body=wish(recurrence="FREQ=DAILY;COUNT=900")),
    "series_over_midnight": Asked(BOOK, body=weekly(ends_at="2026-11-25T12:00:00+01:00")),
    "reason_missing": Asked(f"POST {ONE}/cancellation", by="nora", scope=Scope.STAFF, body={}),
    "too_many_requests": Asked("GET /locations", by=None),
    "unavailable": Asked("GET /locations", by=None),
    "internal_error": Asked("GET /locations", by=None, is_declared=False),
    "refused": Asked("GET /locations", by=None, is_declared=False),
}  # fmt: skip


@pytest.fixture
def engine_name() -> str:
    """What is answered does not depend on the engine."""
    return "sqlite"


def test_each_code_is_known_and_those_that_were_promised_too(app: Flask) -> None:
    known = {one.code: one.status for one in all_codes()}
    assert set(CASES) == set(known)
    assert {name: known.get(name) for name in PROMISED} == PROMISED


@pytest.fixture
def booked(session: Session, cast: Cast, now: datetime) -> int:
    """Alice's desk on Tuesday afternoon, which Bob sees for Acme; and rules that can be broken."""
    session.add_all(
        BookingRule(location_id=cast.house.id, valid_from=LONG_AGO, kind=kind, **rules)
        for kind, rules in RULES.items()
    )
    session.commit()
    span = on_day(TUESDAY, 15, 17, house=cast.house)
    details = Details(organisation_id=cast.acme.id)
    return book(session, cast.desk, cast.alice, span, now=now, details=details).id


def test_each_code_is_answered_explained_and_declared(
    app: Flask, session: Session, cast: Cast, program: Programs, booked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = program().get("/openapi.json").get_json()["paths"]
    docs = app.test_client().get("/api/v1/docs").text
    program(cast.alice, Scope.BOOK).post("/bookings/preview", wish(), headers={"Idempotency-Key": "used"})
    known = {one.code: one for one in all_codes()}
    pairs = {(asked.by, asked.scope) for asked in CASES.values()}
    callers = {pair: program(getattr(cast, pair[0]) if pair[0] else None, pair[1]) for pair in pairs}
    wrong = {}
    for name, asked in CASES.items():
        with monkeypatch.context() as patch:
            BROKEN.get(name, lambda _patch, _app: None)(patch, app)
            german, english = (told(app, asked, callers, booked, language=one) for one in ("de", "en"))
        found = german.get_json(force=True)
        # Of several broken rules the first names the problem, and all are listed.
        listed = {found["code"], *(one["code"] for one in found.get("errors", ()))}
        if german.status_code != known[name].status or name not in listed:
            wrong[name] = (german.status_code, found)
            continue
        assert found["type"] == f"/api/v1/docs#{found['code']}"
        assert f'<tr id="{name}">' in docs
        for field in ("title", "detail"):
            assert found[field] != english.get_json(force=True)[field], name
        if asked.is_declared:
            method, _, path = asked.call.partition(" ")
            declared = paths[path][method.lower()]["responses"][str(known[name].status)]["description"]
            assert name in declared.split(", "), (name, asked.call)
    assert not wrong, json.dumps(wrong)


def told(
    app: Flask,
    asked: Asked,
    callers: Mapping[tuple[str | None, Scope], Program],
    booked: int,
    *,
    language: str,
) -> TestResponse:
    """What the call is answered in a language."""
    method, _, path = asked.call.partition(" ")
    headers = {"Accept-Language": language, **(asked.headers or {})}
    if asked.call == "GET /locations":
        # A program in tests takes no answer from 500 on.
        ask = app.test_client().get
        answer: TestResponse = Context().run(ask, "/api/v1/locations", headers=headers)
        return answer
    data = asked.raw if asked.raw is not None else (json.dumps(asked.body).encode() if asked.body else None)
    if asked.body == {}:
        data = b"{}"
    if data is not None:
        headers.setdefault("Content-Type", "application/json")
    address = (asked.path or path).replace("{booking}", str(booked))
    return callers[asked.by, asked.scope].call(method, address, data=data, headers=headers)


def raising(error: Exception) -> Callable[[pytest.MonkeyPatch, Flask], None]:
    """Let reading the houses end so."""

    def fail(*_values: object) -> None:
        raise error

    return lambda patch, _app: patch.setattr("labspace.api.houses.locations.houses", fail)


def too_often(patch: pytest.MonkeyPatch, app: Flask) -> None:
    """Somebody whose calls of this minute are spent."""
    settings = replace(app.extensions["labspace.settings"], api_calls_per_address=1)
    patch.setitem(app.extensions, "labspace.settings", settings)
    patch.setitem(app.extensions, "labspace.api.counter", Counter())


BROKEN: Mapping[str, Callable[[pytest.MonkeyPatch, Flask], None]] = {
    "too_many_requests": too_often,
    "unavailable": raising(OperationalError("SELECT", {}, Exception("gone"))),
    "internal_error": raising(ZeroDivisionError()),
    "refused": raising(Refused(Refusal("not_possible_in_state"))),
}


def test_the_document_is_of_the_version_that_runs(program: Programs, cast: Cast) -> None:
    told = program().get("/openapi.json").get_json()
    assert told["openapi"].split(".")[:2] == ["3", "1"]
    assert (told["info"]["title"], told["info"]["version"]) == ("labspace", version("labspace"))
    assert all(told["info"][name] for name in ("summary", "description"))
