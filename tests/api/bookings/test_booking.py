"""Booking over the API: what is answered, and what is refused with which code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.demand import UnmetDemand
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from tests.api.conftest import Program
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)
Programs = Callable[..., Program]


def wish(space: Space, **more: Any) -> dict[str, Any]:
    """A body for a booking on Tuesday morning."""
    return {
        "spaces": [space.public_id],
        "starts_at": "2026-11-24T09:00:00+01:00",
        "ends_at": "2026-11-24T12:00:00+01:00",
        **more,
    }


def bookings(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Booking)) or 0


def test_a_free_desk_is_booked_at_once(program: Programs, session: Session, cast: Cast) -> None:
    body = wish(cast.desk, title="Prototyp bauen", people=1, theme="chancen", public=False, layout=None)
    answer = program(cast.alice, Scope.BOOK).post("/bookings", body, expect=201)
    told = answer.get_json()
    booking = session.scalars(select(Booking)).one()
    assert booking.span == on_day(TUESDAY, 9, 12, house=cast.house)
    assert (told["id"], told["reference"], told["uid"]) == (booking.id, booking.reference, booking.uid)
    assert (told["state"], told["sequence"], told["version"]) == ("confirmed", 0, 1)
    assert told["starts_at"] == "2026-11-24T09:00:00+01:00"
    assert told["state_since"] == "2026-11-23T09:00:00+01:00"
    assert told["occupied_from"] == told["starts_at"]
    assert told["spaces"] == [cast.desk.public_id]
    assert (told["title"], told["theme"], told["people"]) == ("Prototyp bauen", "chancen", 1)
    assert (told["option_rank"], told["option_until"], told["series"]) == (None, None, None)
    assert answer.headers["Location"] == told["links"]["self"]
    again = program(cast.alice).get(told["links"]["self"])
    assert again.get_json() == told
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_taken_time_is_a_conflict_with_spans_and_alternatives(
    program: Programs, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 10, 11, house=cast.house), now=now)
    session.commit()
    told = program(cast.alice, Scope.BOOK).post("/bookings", wish(cast.desk), expect=409).get_json()
    assert told["code"] == "space_taken"
    assert told["conflicts"] == [
        {"starts_at": "2026-11-24T10:00:00+01:00", "ends_at": "2026-11-24T11:00:00+01:00"}
    ]
    assert 1 <= len(told["alternatives"]) <= 5
    assert set(told["alternatives"][0]) == {"difference", "spaces", "location", "starts_at", "ends_at"}
    assert "Bob" not in str(told)
    other = told["alternatives"][0]
    chosen = {name: other[name] for name in ("spaces", "starts_at", "ends_at")}
    program(cast.alice, Scope.BOOK).post("/bookings", chosen, expect=201)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"starts_at": "2026-11-22T09:00:00+01:00", "ends_at": "2026-11-22T12:00:00+01:00"}, {"in_the_past"}),
        ({"starts_at": "2026-11-24T05:00:00+01:00", "ends_at": "2026-11-24T07:00:00+01:00"}, {"closed"}),
        ({"ends_at": "2026-11-24T09:05:00+01:00"}, {"too_short", "off_raster"}),
        (
            {"starts_at": "2028-11-24T09:00:00+01:00", "ends_at": "2028-11-24T12:00:00+01:00"},
            {"too_far_ahead"},
        ),
        ({"people": 9}, {"over_capacity"}),
        ({"layout": "rows"}, {"layout_unknown"}),
        ({"spaces": ["nowhere"]}, {"space_unknown"}),
        ({"ends_at": "2026-11-24T08:00:00+01:00"}, {"ends_before_it_begins"}),
        ({"organisation": 999}, {"not_allowed"}),
    ],
    ids=lambda value: "-".join(sorted(value)) if isinstance(value, set) else "with",
)
def test_every_broken_rule_is_listed(
    program: Programs, session: Session, cast: Cast, changes: dict[str, Any], codes: set[str]
) -> None:
    body = wish(cast.desk) | changes
    told = program(cast.alice, Scope.BOOK).post("/bookings", body, expect=422).get_json()
    assert codes <= {one["code"] for one in told["errors"]}
    assert told["code"] in {one["code"] for one in told["errors"]}
    assert all(one["detail"] for one in told["errors"])
    assert bookings(session) == 0


def test_a_time_without_offset_is_refused(program: Programs, cast: Cast) -> None:
    body = wish(cast.desk, starts_at="2026-11-24T09:00:00")
    told = program(cast.alice, Scope.BOOK).post("/bookings", body, expect=422).get_json()
    assert told["code"] == "time_without_offset"


def test_a_pop_up_slot_needs_an_application(program: Programs, cast: Cast) -> None:
    body = wish(cast.popup, starts_at="2026-12-07T00:00:00+01:00", ends_at="2026-12-14T00:00:00+01:00")
    told = program(cast.alice, Scope.BOOK).post("/bookings", body, expect=422).get_json()
    assert "needs_application" in {one["code"] for one in told["errors"]}
    staff = body | {"booked_for": cast.alice.email, "override_reason": "Ausnahme"}
    told = program(cast.nora, Scope.STAFF).post("/bookings", staff, expect=422).get_json()
    assert told["code"] == "needs_application"


def test_an_event_area_becomes_an_option_with_its_rank_and_deadline(
    program: Programs, session: Session, cast: Cast
) -> None:
    body = wish(
        cast.area, title="Lesung", people=20, layout=Layout.ROWS.value, setup_minutes=60, teardown_minutes=30
    )
    told = program(cast.alice, Scope.BOOK).post("/bookings", body, expect=201).get_json()
    assert (told["state"], told["option_rank"]) == ("option", 1)
    assert told["option_until"] is not None
    assert told["occupied_from"] == "2026-11-24T08:00:00+01:00"
    assert told["occupied_until"] == "2026-11-24T12:30:00+01:00"
    second = program(cast.bob, Scope.BOOK).post("/bookings", body, expect=201).get_json()
    assert (second["state"], second["option_rank"]) == ("option", 2)


def test_staff_book_for_somebody_and_after_the_fact(program: Programs, session: Session, cast: Cast) -> None:
    nora = program(cast.nora, Scope.STAFF)
    yesterday = {"starts_at": "2026-11-22T09:00:00+01:00", "ends_at": "2026-11-22T12:00:00+01:00"}
    body = wish(cast.desk, **yesterday, booked_for=cast.bob.email, entered_later=True)
    told = nora.post("/bookings", body, expect=201).get_json()
    assert (told["state"], told["entered_later"], told["booked_by"]) == ("used", True, cast.bob.name)
    assert session.scalars(select(Booking)).one().entered_by_id == cast.nora.id
    refused = wish(cast.desk, booked_for=cast.bob.email)
    told = program(cast.nora, Scope.BOOK).post("/bookings", refused, expect=422).get_json()
    assert told["code"] == "not_allowed"
    told = program(cast.alice, Scope.STAFF).post("/bookings", refused, expect=422).get_json()
    assert told["code"] == "not_allowed"
    told = nora.post("/bookings", wish(cast.desk, booked_for="nobody@example.org"), expect=422).get_json()
    assert told["code"] == "person_unknown"


def test_a_reading_token_books_nothing(program: Programs, session: Session, cast: Cast) -> None:
    assert (
        program(cast.alice).post("/bookings", wish(cast.desk), expect=403).get_json()["code"]
        == "scope_missing"
    )
    assert program().post("/bookings", wish(cast.desk), expect=401).get_json()["code"] == "token_missing"
    assert bookings(session) == 0


def test_all_spaces_are_booked_or_none(
    program: Programs, session: Session, cast: Cast, now: datetime
) -> None:
    other = cast.second_desk
    book(session, other, cast.bob, on_day(TUESDAY, 10, 11, house=cast.house), now=now)
    session.commit()
    body = wish(cast.desk, spaces=[cast.desk.public_id, other.public_id])
    program(cast.alice, Scope.BOOK).post("/bookings", body, expect=409)
    assert bookings(session) == 1
    later = body | {"starts_at": "2026-11-24T13:00:00+01:00", "ends_at": "2026-11-24T14:00:00+01:00"}
    told = program(cast.alice, Scope.BOOK).post("/bookings", later, expect=201).get_json()
    assert told["spaces"] == [cast.desk.public_id, other.public_id]
    assert told["state"] == BookingState.CONFIRMED.value
    mixed = body | {"spaces": [cast.desk.public_id, cast.room.public_id]}
    told = program(cast.alice, Scope.BOOK).post("/bookings", mixed, expect=422).get_json()
    assert told["code"] == "spaces_not_together"


def test_a_repeated_key_gives_the_same_answer(program: Programs, session: Session, cast: Cast) -> None:
    alice, key = program(cast.alice, Scope.BOOK), {"Idempotency-Key": "one"}
    first = alice.post("/bookings", wish(cast.desk), headers=key, expect=201)
    again = alice.post("/bookings", wish(cast.desk), headers=key, expect=201)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert bookings(session) == 1
    other = wish(cast.desk, title="Anders")
    told = alice.post("/bookings", other, headers=key, expect=422).get_json()
    assert told["code"] == "idempotency_key_reused"


def test_a_refused_wish_counts_as_unmet_demand_once(
    program: Programs, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    session.commit()
    alice, key = program(cast.alice, Scope.BOOK), {"Idempotency-Key": "two"}
    first = alice.post("/bookings", wish(cast.desk), headers=key, expect=409)
    again = alice.post("/bookings", wish(cast.desk), headers=key, expect=409)
    assert first.data == again.data
    assert session.scalars(select(UnmetDemand)).one().number == 1
    assert timedelta(minutes=session.scalars(select(UnmetDemand)).one().minutes) == timedelta(hours=3)
