"""Availability: merged, clipped, without persons; past time for the team alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.actions import block_space
from labspace.bookings.claim_models import BlockingReason
from labspace.times import TimeSpan
from tests.api.conftest import Program
from tests.factories import Cast, book, make_space, on_day
from tests.support.statements import counted

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 11, 24)
THAT_DAY = "from=2026-11-24T00:00:00%2B01:00&to=2026-11-25T00:00:00%2B01:00"


def hours(*pairs: tuple[int, int], day: str = "2026-11-24") -> list[dict[str, str]]:
    return [
        {"starts_at": f"{day}T{first:02d}:00:00+01:00", "ends_at": f"{day}T{last:02d}:00:00+01:00"}
        for first, last in pairs
    ]


def test_free_is_bookable_without_busy(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 11, house=cast.house), now=now)
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 11, 12, house=cast.house), now=now)
    answer = program().get(f"/availability?{THAT_DAY}&space={cast.desk.public_id}")
    assert answer.get_json()["items"] == [
        {
            "space": cast.desk.public_id,
            "bookable": hours((8, 18)),
            "busy": hours((9, 12)),
            "free": hours((8, 9), (12, 18)),
        }
    ]
    for word in ("Alice", "alice", "Bob", "BO-"):
        assert word not in answer.text


def test_a_plus_that_became_a_blank_is_read_as_one(program: Callable[..., Program], cast: Cast) -> None:
    plain = "from=2026-11-24T00:00:00+01:00&to=2026-11-25T00:00:00+01:00"
    assert program().get(f"/availability?{plain}").data == program().get(f"/availability?{THAT_DAY}").data


def test_a_window_inside_a_day_clips_everything(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    window = "from=2026-11-24T10:00:00Z&to=2026-11-24T12:00:00Z"
    (item,) = program().get(f"/availability?{window}&space={cast.desk.public_id}").get_json()["items"]
    assert (item["bookable"], item["busy"], item["free"]) == (
        hours((11, 13)),
        hours((11, 12)),
        hours((12, 13)),
    )


def test_a_part_that_is_taken_takes_the_whole(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 10, 12, house=cast.house)
    block_space(session, cast.half_a.id, span=span, reason=BlockingReason.MAINTENANCE, by=cast.nora, now=now)
    found = program().get(f"/availability?{THAT_DAY}&kind=event_area").get_json()["items"]
    assert {item["space"]: item["busy"] for item in found} == {
        cast.area.public_id: hours((10, 12)),
        cast.half_a.public_id: hours((10, 12)),
        cast.half_b.public_id: [],
    }


def test_only_the_team_of_a_house_sees_its_past(program: Callable[..., Program], cast: Cast) -> None:
    # It is Monday, 09:00: for everybody else the window begins today at midnight.
    url = "/availability?from=2026-11-21T00:00:00Z&to=2026-11-24T00:00:00Z&location={}"
    seen = {
        who: {
            span["starts_at"][:10]
            for item in caller.get(url.format(house)).get_json()["items"]
            for span in item["bookable"]
        }
        for who, caller, house in (
            ("nobody", program(), "bochum"),
            ("alice", program(cast.alice, Scope.STAFF), "bochum"),
            ("nora, reading", program(cast.nora, Scope.READ), "bochum"),
            ("nora", program(cast.nora, Scope.STAFF), "bochum"),
            ("nora elsewhere", program(cast.nora, Scope.STAFF), "witten"),
        )
    }
    today, all_days = {"2026-11-23"}, {"2026-11-21", "2026-11-22", "2026-11-23"}
    assert seen == {
        "nobody": today,
        "alice": today,
        "nora, reading": today,
        "nora": all_days,
        "nora elsewhere": today,
    }


def test_a_window_that_is_over_is_empty(program: Callable[..., Program], cast: Cast) -> None:
    items = (
        program().get("/availability?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z").get_json()["items"]
    )
    assert items
    assert all(item["bookable"] == item["busy"] == item["free"] == [] for item in items)


def test_a_space_counts_from_its_first_to_its_last_day(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    cast.desk.valid_until = date(2026, 11, 25)
    cast.second_desk.valid_from = date(2026, 11, 26)
    window = "from=2026-11-25T00:00:00%2B01:00&to=2026-11-27T00:00:00%2B01:00&kind=desk&location=bochum"
    found = program().get(f"/availability?{window}").get_json()["items"]
    assert {item["space"]: item["bookable"] for item in found} == {
        cast.desk.public_id: hours((8, 18), day="2026-11-25"),
        cast.second_desk.public_id: hours((8, 18), day="2026-11-26"),
    }


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 422, "invalid"),
        ("from=2026-11-24T00:00:00&to=2026-11-25T00:00:00Z", 422, "time_without_offset"),
        ("from=2026-11-24&to=2026-11-25", 422, "invalid"),
        ("from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z", 422, "invalid"),
        ("from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z", 422, "invalid"),
        ("from=2026-11-24T00:00:00Z&to=2027-11-24T00:00:00Z", 422, "invalid"),
        ("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", 422, "invalid"),
        ("from=2026-11-24T00:00:00%2B25:00&to=2026-11-25T00:00:00Z", 422, "invalid"),
        ("from=2026-11-24T24:00:00Z&to=2026-11-26T00:00:00Z", 422, "invalid"),
        (f"{THAT_DAY}&space=bochum-desk-99", 404, "not_found"),
        (f"{THAT_DAY}&location=paris", 404, "not_found"),
        (f"{THAT_DAY}&kind=", 422, "invalid"),
    ],
    ids=range(12),
)
def test_what_cannot_be_answered_is_told(
    program: Callable[..., Program], cast: Cast, query: str, status: int, code: str
) -> None:
    assert program().get(f"/availability?{query}", expect=status).get_json(force=True)["code"] == code


def test_statements_grow_with_neither_spaces_nor_bookings(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    url = f"/availability?{THAT_DAY}"
    program().get(url)
    with counted(session) as few:
        program().get(url)
    start = on_day(TUESDAY, 9, 10, house=cast.house).starts_at
    for number in range(10, 30):
        space = make_space(session, cast.house, number=number)
        session.commit()
        for hour in range(3):
            begins = start + timedelta(hours=hour)
            book(session, space, cast.alice, TimeSpan(begins, begins + timedelta(minutes=30)), now=now)
    program().get(url)
    with counted(session) as many:
        program().get(url)
    assert len(many) == len(few) == 2
