"""If-Match on every call that changes a booking: what another changed first stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.events.actions import EventDetails, request_event
from labspace.events.attendance.actions import tell_attendance
from labspace.spaces.kinds import Layout
from labspace.visits.kinds import VisitSource
from tests.api.conftest import Program
from tests.factories import Cast, book, on_day
from tests.support.rows import Rows

TUESDAY = date(2026, 11, 24)
TAKEN = date(2026, 12, 8)
"""Bob's, so that Alice's series skips it."""
NEW = {"POST /bookings", "POST /bookings/preview"}
"""They change no booking there is."""

Programs = Callable[..., Program]


@dataclass(frozen=True)
class Change:
    """A call that changes a booking: whose, by whom, when, and what was done before."""

    to: str = "desk"
    by: str = "alice"
    body: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    after: str = ""

    @property
    def scope(self) -> Scope:
        return Scope.STAFF if self.by == "nora" else Scope.BOOK


CHANGES: Mapping[str, Change] = {
    "PATCH /bookings/{booking}": Change(body={"title": "Neuer Titel"}),
    "POST /bookings/{booking}/confirmation": Change(to="event", by="nora"),
    "POST /bookings/{booking}/rejection": Change(to="event", by="nora", body={"code": "not_this_day"}),
    "POST /bookings/{booking}/cancellation": Change(body={"code": "not_needed"}),
    "POST /bookings/{booking}/check-in": Change(at="2026-11-24T09:05:00+01:00"),
    "POST /bookings/{booking}/check-out": Change(at="2026-11-24T09:05:00+01:00", after="check-in"),
    "POST /bookings/{booking}/no-show": Change(by="nora", at="2026-11-24T10:30:00+01:00"),
    "POST /bookings/{booking}/attendance": Change(
        to="settled", by="nora", body={"people": 17}, at="2026-11-25T09:00:00+01:00"
    ),
    "POST /bookings/{booking}/occurrences/{day}/cancellation": Change(to="series"),
    "POST /bookings/{booking}/occurrences/{day}/restoration": Change(to="skipped"),
}


class Bookings:
    """A desk, an event and a series of Alice, made when they are asked for."""

    def __init__(self, session: Session, cast: Cast, program: Programs, now: datetime) -> None:
        self.session, self.cast, self.program, self.now = session, cast, program, now

    def desk(self) -> tuple[int, str]:
        span = on_day(TUESDAY, 9, 12, house=self.cast.house)
        return book(self.session, self.cast.desk, self.cast.alice, span, now=self.now).id, ""

    def event(self) -> tuple[int, str]:
        wish = Wish(
            span=on_day(TUESDAY, 14, 16, house=self.cast.house),
            space_ids=(self.cast.area.id,),
            details=Details(title="Lesung", people=20, layout=Layout.ROWS),
        )
        about = EventDetails(purpose="Lesen", organiser_name="Acme")
        found = request_event(self.session, wish, about, booked_by=self.cast.alice, now=self.now).booking
        self.session.commit()
        return found.id, ""

    def settled(self) -> tuple[int, str]:
        number, _day = self.event()
        self.program(self.cast.nora, Scope.STAFF).post(f"/bookings/{number}/confirmation")
        return number, ""

    def series(self) -> tuple[int, str]:
        return self._weekly()["id"], "2026-12-01"

    def skipped(self) -> tuple[int, str]:
        found = self._weekly()["id"]
        return found, TAKEN.isoformat()

    def _weekly(self) -> dict[str, Any]:
        span = on_day(TAKEN, 10, 11, house=self.cast.house)
        rival = book(self.session, self.cast.desk, self.cast.bob, span, now=self.now)
        body = {
            "spaces": [self.cast.desk.public_id],
            "starts_at": "2026-12-01T09:00:00+01:00",
            "ends_at": "2026-12-01T12:00:00+01:00",
            "recurrence": "FREQ=WEEKLY;COUNT=4",
            "on_conflict": "skip",
        }
        alice = self.program(self.cast.alice, Scope.BOOK)
        told: dict[str, Any] = alice.post("/bookings", body, expect=201).get_json()
        cancel_booking(self.session, rival.id, by=self.cast.bob, now=self.now)
        self.session.commit()
        return told


@pytest.fixture
def bookings(session: Session, cast: Cast, program: Programs, now: datetime) -> Bookings:
    return Bookings(session, cast, program, now)


def test_every_call_that_changes_a_booking_promises_it(program: Programs, cast: Cast) -> None:
    paths = program().get("/openapi.json").get_json()["paths"]
    writing = {
        f"{method.upper()} {path}": call
        for path, calls in paths.items()
        for method, call in calls.items()
        if method != "get"
    }
    assert set(writing) == set(CHANGES) | NEW
    for name, call in writing.items():
        headers = {one["name"] for one in call["parameters"] if one["in"] == "header"}
        assert ("If-Match" in headers, "412" in call["responses"]) == (name in CHANGES,) * 2, name
        # It may be named and need not be.
        assert "428" not in call["responses"]


@pytest.mark.parametrize("name", CHANGES)
def test_what_another_changed_first_stays_and_the_newest_is_changed(
    bookings: Bookings, session: Session, cast: Cast, program: Programs, name: str
) -> None:
    change, (method, path) = CHANGES[name], name.split(" ")
    number, day = getattr(bookings, change.to)()
    address = f"/bookings/{number}"
    target = path.replace("{booking}", str(number)).replace("{day}", day)
    who, nora = program(getattr(cast, change.by), change.scope), program(cast.nora, Scope.STAFF)
    old = who.get(address).headers["ETag"]
    program(cast.alice, Scope.BOOK).call("PATCH", address, json={"note": "Mit Beamer"}, expect=200)
    with time_machine.travel(datetime.fromisoformat(change.at) if change.at else bookings.now, tick=False):
        if change.after:
            nora.post(f"{address}/{change.after}")
        rows = Rows(session)
        before = (rows.count(), nora.get(address).data, nora.get(f"{address}/history").data)
        for stale in (old, f"W/{old}", '"what"', '"999-0-0"', ""):
            refused = who.call(
                method, target, json=change.body, headers={"If-Match": stale}, expect=412
            ).get_json(force=True)
            assert refused["code"] == "changed_meanwhile", stale
            assert (rows.count(), nora.get(address).data, nora.get(f"{address}/history").data) == before
        newest = who.get(address).headers["ETag"]
        done = who.call(method, target, json=change.body, headers={"If-Match": f'"what", {newest}'})
        assert done.status_code == 200, done.text
        assert done.headers["ETag"] not in {old, newest}
        assert done.headers["ETag"] == who.get(f"/bookings/{done.get_json()['id']}").headers["ETag"]
        assert who.get(address).headers["ETag"] != newest


@pytest.mark.parametrize("what", ["cancellation", "restoration"])
def test_who_takes_any_state_names_a_star(
    bookings: Bookings, cast: Cast, program: Programs, what: str
) -> None:
    number, day = bookings.skipped()
    address = f"/bookings/{number}/occurrences/{day}/{what}"
    program(cast.alice, Scope.BOOK).post(address, headers={"If-Match": "*"})


@pytest.mark.parametrize("what", ["cancellation", "restoration"])
def test_a_skipped_date_is_guarded_by_all_dates_of_its_series(
    bookings: Bookings, cast: Cast, program: Programs, what: str
) -> None:
    number, day = bookings.skipped()
    alice, address = program(cast.alice, Scope.BOOK), f"/bookings/{number}"
    seen = alice.get(address)
    # Another program of hers puts the date away: the booking it looked at is as it was, the series is not.
    alice.post(f"{address}/occurrences/{day}/cancellation")
    assert alice.get(address).get_json()["version"] == seen.get_json()["version"]
    stale = {"If-Match": seen.headers["ETag"]}
    told = alice.post(f"{address}/occurrences/{day}/{what}", headers=stale, expect=412).get_json()
    assert told["code"] == "changed_meanwhile"


def test_a_date_read_in_one_language_is_taken_up_in_another(
    bookings: Bookings, cast: Cast, program: Programs
) -> None:
    number, day = bookings.skipped()
    english = program(cast.alice, Scope.BOOK, language="en")
    german = program(cast.alice, Scope.BOOK, language="de").get(f"/bookings/{number}")
    assert german.headers["ETag"] != english.get(f"/bookings/{number}").headers["ETag"]
    seen = {"If-Match": german.headers["ETag"]}
    told = english.post(f"/bookings/{number}/occurrences/{day}/restoration", headers=seen).get_json()
    assert (told["state"], told["series"]["date"]) == ("confirmed", day)


def test_a_count_checks_the_version_again_once_it_holds_the_booking(
    bookings: Bookings, session: Session, cast: Cast, program: Programs
) -> None:
    """Between reading and counting somebody else may have been first."""
    number, _day = bookings.settled()
    with pytest.raises(Refused, match="changed_meanwhile"):
        tell_attendance(
            session,
            number,
            {TUESDAY: 17},
            source=VisitSource.REPORT,
            by=cast.nora,
            now=bookings.now,
            expected_version=session.get_one(Booking, number).version - 1,
        )
