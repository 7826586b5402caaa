"""Twins: the same steps by pages on one room and by the API on another lead to the same, whatever they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.conftest import NOW
from tests.factories import Cast, make_space

Step = tuple[Any, ...]
QUARTER = timedelta(minutes=15)
DAY = datetime.fromisoformat("2026-11-24T00:00:00+01:00")


@dataclass
class Twins:
    """A booking by pages and one by the API, on rooms that are alike."""

    app: Flask
    cast: Cast
    paged: Space
    called: Space
    tokens: dict[str, str]
    now: datetime = NOW

    def user(self, name: str) -> User:
        user: User = getattr(self.cast, name)
        return user

    def page(self, who: str, path: str, form: dict[str, str]) -> None:
        """Send a form as somebody who is signed in."""
        client: FlaskClient = self.app.test_client()
        key = self.user(who).get_id()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = key, True
        self.forget()
        answer = Context().run(client.post, path, data=form)
        assert answer.status_code < 500, answer.text[:500]

    def call(self, who: str, method: str, path: str, body: dict[str, Any]) -> None:
        """Send the same to the API."""
        self.forget()
        answer = Context().run(
            self.app.test_client().open,
            f"/api/v1{path}",
            method=method,
            data=json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.tokens[who]}"},
        )
        assert answer.status_code < 500, answer.text[:500]
        assert answer.status_code != 401

    def booking(self, twin: str) -> Booking | None:
        db.session.expire_all()
        space = self.paged if twin == "paged" else self.called
        found = db.session.query(Booking).filter(Booking.spaces.any(Space.id == space.id))
        newest: Booking | None = found.order_by(Booking.id.desc()).first()
        return newest

    def forget(self) -> None:
        """End what was read, so that the next step begins like any request."""
        db.session.rollback()

    def seen(self, twin: str) -> tuple[object, ...] | None:
        """All that pages and the API could differ in."""
        one = self.booking(twin)
        if one is None:
            return None
        return (
            one.state,
            one.starts_at,
            one.ends_at,
            one.title,
            one.people,
            one.cancel_code,
            one.checked_in_at,
            one.used_until,
            one.check_in_until,
            one.version,
            one.sequence,
        )

    def take(self, step: Step) -> None:
        """Do a step twice: by page, and by the API."""
        what, *values = step
        getattr(self, f"do_{what}")(*values)

    def do_wait(self, quarters: int) -> None:
        self.now += quarters * QUARTER

    def do_book(self, start: int, length: int, people: int) -> None:
        begins, ends = DAY + start * QUARTER, DAY + (start + length) * QUARTER
        form = {"flaeche": self.paged.public_id, "personen": str(people), "titel": "", "fuer": ""}
        self.page("alice", "/buchungen", form | clock(begins, ends))
        body = {"spaces": [self.called.public_id], "people": people}
        self.call("alice", "POST", "/bookings", body | span(begins, ends))

    def do_change(self, start: int, length: int, people: int, who: str) -> None:
        paged, called = self.booking("paged"), self.booking("called")
        if paged is None or called is None:
            return
        begins, ends = DAY + start * QUARTER, DAY + (start + length) * QUARTER
        form = {"flaeche": self.paged.public_id, "personen": str(people), "titel": f"{start}", "hinweis": ""}
        path = f"/buchungen/{paged.reference}/aenderung"
        self.page(who, path, form | clock(begins, ends) | {"version": str(paged.version)})
        body = {"title": f"{start}", "people": people, **span(begins, ends)}
        self.call(who, "PATCH", f"/bookings/{called.id}", body)

    def do_step(self, what: str, who: str) -> None:
        paged, called = self.booking("paged"), self.booking("called")
        if paged is None or called is None:
            return
        path, form, body = PAGES[what, who]
        where = path.format(reference=paged.reference)
        self.page(who, where, form | {"version": str(paged.version)})
        self.call(who, "POST", f"/bookings/{called.id}/{what}", body)


def clock(begins: datetime, ends: datetime) -> dict[str, str]:
    return {"tag": f"{begins:%d.%m.%Y}", "von": f"{begins:%H:%M}", "bis": f"{ends:%H:%M}"}


def span(begins: datetime, ends: datetime) -> dict[str, str]:
    return {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}


OWN, TEAM = "/buchungen/{reference}", "/team/bochum/buchungen/{reference}"
NEEDED: dict[str, str] = {}
PAGES: dict[tuple[str, str], tuple[str, dict[str, str], dict[str, str]]] = {
    ("cancellation", "alice"): (f"{OWN}/stornierung", {"reason": "illness"}, {"code": "illness"}),
    ("cancellation", "nora"): (f"{TEAM}/stornierung", {"reason": "damage"}, {"code": "damage"}),
    ("cancellation", "charlie"): (f"{OWN}/stornierung", {"reason": "illness"}, {"code": "illness"}),
    ("check-in", "alice"): (f"{OWN}/check-in", NEEDED, NEEDED),
    ("check-in", "nora"): (f"{TEAM}/check-in", NEEDED, NEEDED),
    ("check-in", "charlie"): (f"{TEAM}/check-in", NEEDED, NEEDED),
    ("check-out", "alice"): (f"{OWN}/check-out", NEEDED, NEEDED),
    ("check-out", "nora"): (f"{TEAM}/check-out", NEEDED, NEEDED),
    ("no-show", "nora"): (f"{TEAM}/nichterscheinen", NEEDED, NEEDED),
    ("no-show", "alice"): (f"{TEAM}/nichterscheinen", NEEDED, NEEDED),
    ("confirmation", "nora"): ("/team/bochum/anfragen/{reference}/bestaetigung", NEEDED, NEEDED),
    ("rejection", "nora"): (
        "/team/bochum/anfragen/{reference}/ablehnung",
        {"grund": "Nein."},
        {"reason": "Nein."},
    ),
}


@pytest.fixture
def twins(app: Flask, session: Session, cast: Cast) -> Callable[[], Twins]:
    """Makes pairs; each has rooms of its own, so that what happened to others is in nobody's way."""
    tokens = {
        user.name.lower(): create_token(
            session, user.id, name="Zwilling", scope=Scope.STAFF, days=30, now=NOW
        )
        for user in (cast.alice, cast.nora, cast.charlie)
    }
    session.commit()
    numbers = count(10)

    def make() -> Twins:
        session.rollback()
        rooms = [
            make_space(session, cast.house, SpaceKind.MEETING_ROOM, next(numbers), capacity=8) for _ in "ab"
        ]
        session.commit()
        return Twins(app, cast, rooms[0], rooms[1], tokens)

    return make


starts, lengths, peoples = st.integers(30, 74), st.integers(1, 40), st.integers(1, 10)
steps = st.one_of(
    st.tuples(st.just("wait"), st.sampled_from([1, 2, 4, 30, 96])),
    st.tuples(st.just("change"), starts, lengths, peoples, st.sampled_from(["alice", "nora", "charlie"])),
    st.tuples(st.just("step"), *[st.sampled_from(sorted(PAGES))]).map(lambda one: ("step", *one[1])),
)
sequences = st.tuples(
    st.tuples(st.just("book"), starts, lengths, peoples), st.lists(steps, min_size=2, max_size=8)
).map(lambda both: [both[0], *both[1]])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequences)
@example([("book", 36, 12, 4), ("wait", 96), ("step", "check-in", "alice"), ("step", "check-out", "nora")])
@example([("book", 36, 12, 4), ("wait", 100), ("step", "no-show", "nora"), ("step", "check-in", "nora")])
@example([("book", 36, 12, 4), ("change", 40, 8, 9, "alice"), ("change", 40, 8, 5, "alice")])
def test_pages_and_api_agree_on_what_is_allowed(
    app: Flask, session: Session, cast: Cast, twins: Callable[[], Twins], sequence: list[Step]
) -> None:
    pair = twins()
    for step in sequence:
        with time_machine.travel(pair.now, tick=False):
            pair.take(step)
        assert pair.seen("paged") == pair.seen("called"), step
