"""Search: the earliest fitting span of each space, as the rules allow, and what would do instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from labspace.bookings.alternatives import Difference
from labspace.bookings.rulebook.models import BookingRule
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.api.conftest import Program
from tests.factories import LONG_AGO, Cast, book, on_day
from tests.support.statements import counted

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
TO_NIGHT = "to=2026-11-24T00:00:00%2B01:00"


def clock(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(BERLIN).strftime("%d. %H:%M")


def test_each_space_tells_its_earliest_span_the_earliest_first(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.alice, on_day(MONDAY, 9, 12, house=cast.house), now=now)
    found = program().get("/search?kind=desk&minutes=60&location=bochum").get_json()
    assert [(one["space"], clock(one["starts_at"]), clock(one["ends_at"])) for one in found["items"]] == [
        (cast.second_desk.public_id, "23. 09:00", "23. 10:00"),
        (cast.desk.public_id, "23. 12:00", "23. 13:00"),
    ]
    assert found["alternatives"] == []


def test_what_it_finds_can_be_booked(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.room, cast.alice, on_day(MONDAY, 10, 12, house=cast.house), now=now)
    (one,) = program().get("/search?kind=meeting_room&minutes=90&people=8").get_json()["items"]
    # The room's own tear-down of a quarter of an hour lies between the two.
    assert clock(one["starts_at"]) == "23. 12:15"
    first, last = (datetime.fromisoformat(one[name]) for name in ("starts_at", "ends_at"))
    assert book(session, cast.room, cast.bob, TimeSpan(first, last), now=now).reference


def test_people_and_seating_choose_the_space(program: Callable[..., Program], cast: Cast) -> None:
    found = program().get("/search?kind=event_area&minutes=120&people=60&layout=rows").get_json()
    assert [one["space"] for one in found["items"]] == [cast.area.public_id]


def test_whole_days_are_dates_of_the_house(program: Callable[..., Program], cast: Cast) -> None:
    found = program().get("/search?kind=popup_slot&minutes=20160&to=2027-01-20T00:00:00Z").get_json()
    (one,) = found["items"]
    assert (one["starts_at"], one["ends_at"]) == ("2026-11-24T00:00:00+01:00", "2026-12-08T00:00:00+01:00")


def test_where_there_is_none_each_alternative_says_what_differs(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    for desk, person in ((cast.desk, cast.alice), (cast.second_desk, cast.bob)):
        book(session, desk, person, on_day(MONDAY, 9, 12, house=cast.house), now=now)
    url = f"/search?kind=desk&minutes=420&location=bochum&{TO_NIGHT}"
    found = program().get(url).get_json()
    assert found["items"] == []
    assert [
        (one["difference"], one["location"], clock(one["starts_at"]), one["minutes"])
        for one in found["alternatives"]
    ] == [
        ("day", "bochum", "24. 08:00", 420),
        ("day", "bochum", "24. 08:00", 420),
        ("shorter", "bochum", "23. 12:00", 315),
        ("house", "witten", "23. 09:00", 420),
    ]


def test_another_time_of_the_same_day_is_no_other_day(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    for desk, person in ((cast.desk, cast.alice), (cast.second_desk, cast.bob)):
        book(session, desk, person, on_day(MONDAY, 9, 12, house=cast.house), now=now)
    until_noon = "to=2026-11-23T12:00:00%2B01:00"
    found = program().get(f"/search?kind=desk&minutes=60&location=bochum&{until_noon}").get_json()
    assert [(one["difference"], clock(one["starts_at"])) for one in found["alternatives"][:2]] == [
        ("time", "23. 12:00"),
        ("time", "23. 12:00"),
    ]


def test_searching_and_booking_call_differences_alike(program: Callable[..., Program], cast: Cast) -> None:
    schemas = program().get("/openapi.json").get_json()["components"]["schemas"]
    words = [schemas[name]["properties"]["difference"]["enum"] for name in ("InsteadOut", "Instead")]
    assert words[0] == words[1]
    assert {one.value for one in Difference} < set(words[0])


def test_each_day_is_judged_by_the_rules_that_hold_on_it(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    """Until Tuesday nobody stays longer than an hour; from Wednesday on as long as usual."""
    session.add(
        BookingRule(
            location_id=cast.house.id,
            kind=SpaceKind.DESK,
            valid_from=LONG_AGO,
            valid_until=MONDAY + timedelta(days=1),
            max_minutes=60,
        )
    )
    session.commit()
    found = program().get("/search?kind=desk&minutes=240&location=bochum").get_json()["items"]
    assert {clock(one["starts_at"]) for one in found} == {"25. 08:00"}
    first, last = (datetime.fromisoformat(found[0][name]) for name in ("starts_at", "ends_at"))
    assert book(session, cast.desk, cast.bob, TimeSpan(first, last), now=now).reference
    short = program().get("/search?kind=desk&minutes=60&location=bochum").get_json()["items"]
    assert {clock(one["starts_at"]) for one in short} == {"23. 09:00"}


def test_a_space_that_is_new_within_the_window_is_found_from_its_first_day_on(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    cast.second_desk.valid_from = MONDAY + timedelta(days=3)
    cast.desk.valid_until = MONDAY + timedelta(days=1)
    session.commit()
    found = program().get("/search?kind=desk&minutes=60&location=bochum").get_json()["items"]
    assert [(one["space"], clock(one["starts_at"])) for one in found] == [
        (cast.desk.public_id, "23. 09:00"),
        (cast.second_desk.public_id, "26. 08:00"),
    ]
    after = "from=2026-11-25T00:00:00%2B01:00&to=2026-11-26T00:00:00%2B01:00"
    assert program().get(f"/search?kind=desk&minutes=60&location=bochum&{after}").get_json()["items"] == []


def test_no_space_at_all_gives_empty_lists(program: Callable[..., Program], cast: Cast) -> None:
    found = program().get("/search?kind=event_area&minutes=60&people=5000").get_json()
    assert found == {"items": [], "next": None, "alternatives": []}
    past = program().get("/search?kind=desk&minutes=60&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z")
    assert past.get_json()["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        "minutes=60",
        "kind=desk",
        "kind=sofa&minutes=60",
        "kind=desk&minutes=0",
        "kind=desk&minutes=99999999",
        "kind=desk&minutes=60&people=0",
        "kind=desk&minutes=60&layout=heap",
        "kind=desk&minutes=60&from=2026-11-24T00:00:00",
        "kind=desk&minutes=60&from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z",
        "kind=desk&minutes=60&to=2028-11-24T00:00:00Z",
    ],
    ids=range(10),
)
def test_what_cannot_be_sought_is_refused(program: Callable[..., Program], cast: Cast, query: str) -> None:
    program().get(f"/search?{query}", expect=422)


def test_statements_do_not_grow_with_the_bookings(
    program: Callable[..., Program], session: Session, cast: Cast, now: datetime
) -> None:
    url = "/search?kind=desk&minutes=60"
    program().get(url)
    with counted(session) as few:
        program().get(url)
    for hour in range(9, 17):
        book(session, cast.desk, cast.alice, on_day(MONDAY, hour, hour + 1, house=cast.house), now=now)
    with counted(session) as many:
        program().get(url)
    assert len(many) == len(few) <= 3
