"""Series over the API: what would become of each date, what did, and single dates called off or taken up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking
from tests.api.conftest import Program
from tests.factories import Cast, book, on_day

TAKEN = date(2026, 12, 8)
Programs = Callable[..., Program]


def weekly(cast: Cast, **more: Any) -> dict[str, Any]:
    """A desk on four Tuesdays from 1 December on."""
    return {
        "spaces": [cast.desk.public_id],
        "starts_at": "2026-12-01T09:00:00+01:00",
        "ends_at": "2026-12-01T12:00:00+01:00",
        "title": "Jour fixe",
        "recurrence": "FREQ=WEEKLY;COUNT=4",
        **more,
    }


@pytest.fixture
def rival(session: Session, cast: Cast, now: datetime) -> Booking:
    """Bob has the second of these Tuesdays."""
    return book(session, cast.desk, cast.bob, on_day(TAKEN, 10, 11, house=cast.house), now=now)


def bookings(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Booking)) or 0


def test_a_series_is_booked_with_all_its_dates(program: Programs, session: Session, cast: Cast) -> None:
    told = program(cast.alice, Scope.BOOK).post("/bookings", weekly(cast), expect=201).get_json()
    assert bookings(session) == 4
    series = told["series"]
    assert (series["date"], series["recurrence"]) == ("2026-12-01", "FREQ=WEEKLY;BYDAY=TU;COUNT=4")
    assert [one["date"] for one in series["dates"]] == [
        "2026-12-01",
        "2026-12-08",
        "2026-12-15",
        "2026-12-22",
    ]
    assert {one["state"] for one in series["dates"]} == {"booked"}


def test_one_taken_date_refuses_all_unless_it_may_be_skipped(
    program: Programs, session: Session, cast: Cast, rival: Booking
) -> None:
    alice = program(cast.alice, Scope.BOOK)
    told = alice.post("/bookings", weekly(cast), expect=409).get_json()
    assert told["code"] == "space_taken"
    assert [one["starts_at"][:10] for one in told["conflicts"]] == ["2026-12-08"]
    assert bookings(session) == 1
    told = alice.post("/bookings", weekly(cast, on_conflict="skip"), expect=201).get_json()
    skipped = told["series"]["dates"][1]
    assert (skipped["state"], skipped["booking"]) == ("skipped", None)
    assert [one["code"] for one in skipped["why"]] == ["space_taken"]
    assert bookings(session) == 4


def test_a_preview_says_it_date_by_date_and_writes_nothing(
    program: Programs, session: Session, cast: Cast, rival: Booking
) -> None:
    alice = program(cast.alice, Scope.BOOK)
    told = alice.post("/bookings/preview", weekly(cast)).get_json()
    assert told["would"] == "refuse"
    assert [one["would"] for one in told["dates"]] == ["book", "refuse", "book", "book"]
    assert told["dates"][1]["alternatives"]
    told = alice.post("/bookings/preview", weekly(cast, on_conflict="skip")).get_json()
    assert told["would"] == "book"
    assert [one["would"] for one in told["dates"]] == ["book", "skip", "book", "book"]
    assert bookings(session) == 1
    single = weekly(cast, recurrence=None)
    assert alice.post("/bookings/preview", single).get_json()["would"] == "book"
    closed = single | {"starts_at": "2026-12-01T04:00:00+01:00", "ends_at": "2026-12-01T05:00:00+01:00"}
    told = alice.post("/bookings/preview", closed).get_json()
    assert (told["would"], told["dates"][0]["why"][0]["code"]) == ("refuse", "closed")


def test_the_hour_that_the_clock_skips_is_told(program: Programs, cast: Cast) -> None:
    body = weekly(
        cast,
        starts_at="2027-03-27T02:30:00+01:00",
        ends_at="2027-03-27T04:00:00+01:00",
        recurrence="FREQ=DAILY;COUNT=2",
    )
    told = program(cast.alice, Scope.BOOK).post("/bookings/preview", body).get_json()
    assert "local_time_does_not_exist" in {one["code"] for one in told["dates"][1]["why"]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recurrence": "FREQ=YEARLY;COUNT=2"}, "recurrence_not_kept"),
        ({"recurrence": "FREQ=WEEKLY"}, "recurrence_not_kept"),
        ({"recurrence": "FREQ=DAILY;COUNT=900"}, "series_too_long"),
        ({"recurrence": "FREQ=WEEKLY;UNTIL=20261130"}, "series_without_dates"),
        ({"ends_at": "2026-12-02T12:00:00+01:00"}, "series_over_midnight"),
        ({"setup_minutes": 30}, "not_in_series"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(
    program: Programs, session: Session, cast: Cast, changes: dict[str, Any], code: str
) -> None:
    told = program(cast.alice, Scope.BOOK).post("/bookings", weekly(cast, **changes), expect=422).get_json()
    assert [one["code"] for one in told["errors"]] == [code]
    assert bookings(session) == 0


def test_a_date_is_called_off_and_a_skipped_one_taken_up_again(
    program: Programs, session: Session, cast: Cast, rival: Booking, now: datetime
) -> None:
    alice = program(cast.alice, Scope.BOOK)
    first = alice.post("/bookings", weekly(cast, on_conflict="skip"), expect=201).get_json()
    dates = f"/bookings/{first['id']}/occurrences"
    told = alice.post(f"{dates}/2026-12-15/cancellation", {}).get_json()
    assert (told["state"], told["series"]["date"]) == ("cancelled_early", "2026-12-15")
    alice.post(f"{dates}/2026-12-15/cancellation", {}, expect=409)
    assert alice.post(f"{dates}/2026-12-08/restoration", expect=409).get_json()["code"] == "space_taken"
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    told = alice.post(f"{dates}/2026-12-08/restoration").get_json()
    assert (told["state"], told["starts_at"]) == ("confirmed", "2026-12-08T09:00:00+01:00")
    again = alice.post(f"{dates}/2026-12-08/restoration").get_json()
    assert again["id"] == told["id"]
    for day in ("2026-12-09", "heute", "2026-13-01", "20261208"):
        alice.post(f"{dates}/{day}/restoration", expect=404)
    program(cast.nora, Scope.STAFF).post(f"{dates}/2026-12-15/restoration", expect=403)


def test_a_skipped_date_is_put_away(program: Programs, cast: Cast, rival: Booking) -> None:
    alice = program(cast.alice, Scope.BOOK)
    first = alice.post("/bookings", weekly(cast, on_conflict="skip"), expect=201).get_json()
    dates = f"/bookings/{first['id']}/occurrences"
    told = alice.post(f"{dates}/2026-12-08/cancellation").get_json()
    assert told["series"]["dates"][1]["state"] == "given_up"
    alice.post(f"{dates}/2026-12-08/restoration", expect=409)
    alice.post(f"{dates}/2026-12-08/cancellation", expect=409)
