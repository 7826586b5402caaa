"""A booking's life over the API: who may take which step, from where, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.events.actions import EventDetails, request_event
from labspace.spaces.kinds import Layout
from tests.api.conftest import Program
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)
Programs = Callable[..., Program]


@pytest.fixture
def desk_booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Tuesday from 9 to 12, for Acme."""
    details = Details(title="Prototyp", organisation_id=cast.acme.id)
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    return book(session, cast.desk, cast.alice, span, now=now, details=details)


@pytest.fixture
def event(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's option on the event area on Tuesday from 14 to 16."""
    wish = Wish(
        span=on_day(TUESDAY, 14, 16, house=cast.house),
        space_ids=(cast.area.id,),
        details=Details(title="Lesung", people=20, layout=Layout.ROWS),
    )
    about = EventDetails(purpose="Lesen", organiser_name="Acme")
    booking = request_event(session, wish, about, booked_by=cast.alice, now=now).booking
    session.commit()
    return booking


def at(moment: str) -> Any:
    return time_machine.travel(datetime.fromisoformat(moment), tick=False)


STEPS = ("confirmation", "rejection", "cancellation", "check-in", "check-out", "no-show", "attendance")


def test_others_learn_nothing_and_fellows_only_read(
    program: Programs, cast: Cast, desk_booking: Booking
) -> None:
    address = f"/bookings/{desk_booking.id}"
    for user in (cast.charlie,):
        for name in (address, f"/bookings/{desk_booking.reference}", f"{address}/history"):
            program(user, Scope.STAFF).get(name, expect=404)
        for step in STEPS:
            program(user, Scope.STAFF).post(f"{address}/{step}", {}, expect=404)
        program(user, Scope.STAFF).call("PATCH", address, json={"title": "Meins"}, expect=404)
        day = "2026-11-24"
        for what in ("cancellation", "restoration"):
            program(user, Scope.STAFF).post(f"{address}/occurrences/{day}/{what}", {}, expect=404)
    bob = program(cast.bob, Scope.STAFF)
    assert bob.get(address).get_json()["booked_by"] == cast.alice.name
    for step in STEPS:
        assert bob.post(f"{address}/{step}", {}, expect=403).get_json()["code"] == "not_yours"
    bob.call("PATCH", address, json={"title": "Meins"}, expect=403)
    bob.get(f"{address}/history", expect=403)
    program().get(address, expect=401)


def test_staff_need_the_scope_for_what_is_not_theirs(
    program: Programs, cast: Cast, desk_booking: Booking
) -> None:
    address = f"/bookings/{desk_booking.id}"
    program(cast.nora, Scope.BOOK).get(address, expect=404)
    assert program(cast.nora, Scope.STAFF).get(address).get_json()["links"]["history"]
    program(cast.nora, Scope.BOOK).get(f"{address}/history", expect=403)
    lines = program(cast.nora, Scope.STAFF).get(f"{address}/history").get_json()["items"]
    assert [(one["what"], one["actor"]) for one in lines] == [("placed", cast.alice.name)]
    program(cast.alice, Scope.STAFF).get(f"{address}/history", expect=403)


@pytest.mark.parametrize("name", ["99999", "0", "BO-NOTHERE", "9" * 40, "%20", "%E2%80%AE", "1.5"])
def test_a_booking_nobody_has_is_not_found(program: Programs, cast: Cast, name: str) -> None:
    program(cast.alice).get(f"/bookings/{name}", expect=404)


def test_cancelling_says_early_late_or_by_the_house(
    program: Programs, session: Session, cast: Cast, desk_booking: Booking, now: datetime
) -> None:
    told = (
        program(cast.alice, Scope.BOOK)
        .post(f"/bookings/{desk_booking.id}/cancellation", {"code": "not_needed"})
        .get_json()
    )
    assert told["state"] == "cancelled_early"
    assert told["cancelled"] == {"code": "not_needed", "reason": ""}
    again = program(cast.alice, Scope.BOOK).post(f"/bookings/{desk_booking.id}/cancellation", expect=409)
    assert again.get_json()["code"] == "not_possible_in_state"
    other = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    nora = program(cast.nora, Scope.STAFF)
    told = nora.post(f"/bookings/{other.id}/cancellation", expect=422).get_json()
    assert told["code"] == "reason_missing"
    told = nora.post(f"/bookings/{other.id}/cancellation", {"code": "damage"}).get_json()
    assert told["state"] == "cancelled_house"


def test_coming_and_leaving(program: Programs, cast: Cast, desk_booking: Booking) -> None:
    alice, address = program(cast.alice, Scope.BOOK), f"/bookings/{desk_booking.id}"
    early = alice.post(f"{address}/check-in", expect=409).get_json()
    assert (early["code"], early["errors"][0]["rule"]) == ("not_possible_in_state", "not_begun")
    with at("2026-11-24T09:05:00+01:00"):
        assert alice.post(f"{address}/check-out", expect=409).get_json()["code"] == "not_possible_in_state"
        told = alice.post(f"{address}/check-in").get_json()
        assert (told["state"], told["checked_in_at"]) == ("used", "2026-11-24T09:05:00+01:00")
        alice.post(f"{address}/check-in", expect=409)
    with at("2026-11-24T11:00:00+01:00"):
        told = alice.post(f"{address}/check-out").get_json()
        assert told["used_until"] == "2026-11-24T11:00:00+01:00"
        told = program(cast.nora, Scope.STAFF).post(f"{address}/no-show").get_json()
        assert told["state"] == "no_show"


def test_an_option_is_confirmed_or_rejected_by_the_team(
    program: Programs, cast: Cast, event: Booking
) -> None:
    address = f"/bookings/{event.id}"
    program(cast.alice, Scope.BOOK).post(f"{address}/confirmation", expect=403)
    told = program(cast.alice, Scope.STAFF).post(f"{address}/confirmation", expect=403).get_json()
    assert told["code"] == "not_yours"
    nora = program(cast.nora, Scope.STAFF)
    assert nora.post(f"{address}/rejection", {}, expect=422).get_json()["code"] == "reason_missing"
    told = nora.post(f"{address}/confirmation", {"conditions": ["Um 22 Uhr ist Ruhe."]}).get_json()
    assert (told["state"], told["option_rank"], told["option_until"]) == ("confirmed", None, None)
    assert nora.post(f"{address}/confirmation", expect=409).get_json()["code"] == "not_possible_in_state"
    nora.post(f"{address}/rejection", {"reason": "doch nicht"}, expect=409)


def test_a_second_option_waits_for_the_first(
    program: Programs, session: Session, cast: Cast, event: Booking, now: datetime
) -> None:
    wish = Wish(span=event.span, space_ids=(cast.area.id,), details=Details(people=20, layout=Layout.ROWS))
    second = place_booking(session, wish, booked_by=cast.bob, now=now, state=BookingState.OPTION)
    session.commit()
    nora = program(cast.nora, Scope.STAFF)
    told = nora.post(f"/bookings/{second.id}/confirmation", expect=409).get_json()
    assert (told["code"], told["errors"][0]["rule"]) == ("not_possible_in_state", "higher_rank_first")
    told = nora.post(f"/bookings/{event.id}/rejection", {"code": "not_this_day"}).get_json()
    assert (told["state"], told["cancelled"]["code"]) == ("rejected", "not_this_day")
    assert nora.get(f"/bookings/{second.id}").get_json()["option_rank"] == 1


def test_who_came_to_an_event_decides_it(program: Programs, cast: Cast, event: Booking) -> None:
    nora, address = program(cast.nora, Scope.STAFF), f"/bookings/{event.id}"
    nora.post(f"{address}/confirmation")
    nora.post(f"{address}/attendance", {"people": 17}, expect=409)
    with at("2026-11-25T09:00:00+01:00"):
        told = nora.post(f"{address}/attendance", {"people": 17, "source": "tally"}).get_json()
        assert told["state"] == "used"
        told = nora.post(f"{address}/attendance", {}, expect=422).get_json()
        assert told["errors"][0]["field"] == "people"


def test_a_change_is_checked_like_a_new_booking(
    program: Programs, session: Session, cast: Cast, desk_booking: Booking, now: datetime
) -> None:
    alice, address = program(cast.alice, Scope.BOOK), f"/bookings/{desk_booking.id}"
    before = alice.get(address)
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 13, 15, house=cast.house), now=now)
    told = alice.call("PATCH", address, json={"ends_at": "2026-11-24T14:00:00+01:00"}, expect=409).get_json()
    assert told["code"] == "space_taken"
    assert told["conflicts"]
    assert told["alternatives"]
    told = alice.call(
        "PATCH", address, json={"starts_at": "2026-11-22T09:00:00+01:00"}, expect=422
    ).get_json()
    assert "in_the_past" in {one["code"] for one in told["errors"]}
    assert alice.get(address).data == before.data
    change = {
        "title": "Neu",
        "spaces": [cast.second_desk.public_id],
        "starts_at": "2026-11-24T10:00:00+01:00",
        "ends_at": "2026-11-24T14:00:00+01:00",
    }
    told = alice.call("PATCH", address, json=change, expect=200).get_json()
    assert {name: told[name] for name in change} == change
    assert told["version"] > before.get_json()["version"]
    assert told["reference"] == before.get_json()["reference"]


def test_who_changes_what_another_changed_first_is_told_so(
    program: Programs, cast: Cast, desk_booking: Booking
) -> None:
    alice, address = program(cast.alice, Scope.BOOK), f"/bookings/{desk_booking.id}"
    seen = alice.get(address).headers["ETag"]
    changed = alice.call("PATCH", address, json={"title": "Eins"}, headers={"If-Match": seen}, expect=200)
    told = alice.call(
        "PATCH", address, json={"title": "Zwei"}, headers={"If-Match": seen}, expect=412
    ).get_json()
    assert told["code"] == "changed_meanwhile"
    alice.post(f"{address}/cancellation", {}, headers={"If-Match": seen}, expect=412)
    alice.post(f"{address}/cancellation", {}, headers={"If-Match": '"what"'}, expect=412)
    newest = {"If-Match": changed.headers["ETag"]}
    assert alice.post(f"{address}/cancellation", {}, headers=newest).get_json()["state"] == "cancelled_early"


def test_an_unchanged_booking_is_not_sent_again(program: Programs, cast: Cast, desk_booking: Booking) -> None:
    alice, address = program(cast.alice, Scope.BOOK), f"/bookings/{desk_booking.id}"
    seen = {"If-None-Match": alice.get(address).headers["ETag"]}
    alice.get(address, headers=seen, expect=304)
    alice.call("PATCH", address, json={"title": "Neu"}, expect=200)
    assert alice.get(address, headers=seen).get_json()["title"] == "Neu"
