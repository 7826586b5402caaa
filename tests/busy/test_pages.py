"""The team's pages: subscribe, look first, take over, decide, remove."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details
from labspace.busy import jobs
from labspace.busy.fetching import Fetched, NotFetched
from labspace.busy.models import BusyCalendar, BusyCollision
from labspace.busy.staff import index as index_page
from labspace.busy.states import CalendarState, Decision
from tests.busy.calendar_text import SAMPLES, calendar, event
from tests.busy.conftest import ADDRESS, taken
from tests.factories import Cast, book, on_day
from tests.scene import TUESDAY
from tests.support.statements import counted

LIST = "/team/bochum/kalender-abos"
NINE_TO_TWELVE = ("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT3H")


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Fetched | NotFetched) -> None:
    """What lies at every address, one answer after the other."""
    waiting = list(answers)

    def fetch(*_args: Any, **_more: Any) -> Fetched:
        answer = waiting.pop(0)
        if isinstance(answer, NotFetched):
            raise answer
        return answer

    monkeypatch.setattr(index_page, "fetch", fetch)
    monkeypatch.setattr(jobs, "fetch", fetch)


def test_a_house_without_calendars_is_led_to_the_first(cast: Cast, visit) -> None:
    page = visit(cast.nora).get(LIST)
    assert "Noch kein Kalender" in page.text
    visit(cast.alice).get(LIST, expect=403)


def test_staff_look_before_anything_is_taken(
    session: Session, cast: Cast, now: datetime, visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(
        session,
        cast.room,
        cast.alice,
        on_day(TUESDAY, 10, 11, house=cast.house),
        now=now,
        details=Details(title="Prototyp"),
    )
    answering(monkeypatch, Fetched(calendar(event(*NINE_TO_TWELVE, title="Betriebsrat")), '"1"'))
    form = {"name": "Exchange Raum 2", "flaeche": cast.room.public_id, "adresse": ADDRESS}
    answer = visit(cast.nora).post(f"{LIST}/neu", form, expect=303)
    page = visit(cast.nora).get(answer.location)
    for words in ("Betriebsrat", "liegt über einer Buchung", "Prototyp", "Übernehmen"):
        assert words in page.text
    assert "geheim" not in page.text
    assert taken(session, cast.room) == []
    row = session.scalars(select(BusyCalendar)).one()
    visit(cast.nora).post(f"{LIST}/{row.id}/uebernahme", {}, expect=303)
    assert taken(session, cast.room) == ["24.11. 09:00–10:00", "24.11. 11:15–12:00"]
    assert "Belegt (Kalender „Exchange Raum 2“)" in visit(cast.nora).get("/team/bochum?tag=2026-11-24").text


def test_an_uploaded_file_is_a_calendar_too(session: Session, cast: Cast, visit) -> None:
    content = (SAMPLES / "broken.ics").read_bytes()
    form = {"name": "Datei", "flaeche": cast.room.public_id, "datei": (BytesIO(content), "raum.ics")}
    answer = visit(cast.nora).post(f"{LIST}/neu", form, expect=303)
    page = visit(cast.nora).get(answer.location)
    assert "Die Zeitzone „Mond/Krater“ ist unbekannt." in page.text
    assert "Guter Termin" in page.text
    row = session.scalars(select(BusyCalendar)).one()
    visit(cast.nora).post(f"{LIST}/{row.id}/uebernahme", {}, expect=303)
    newer = calendar(event(*NINE_TO_TWELVE))
    visit(cast.nora).post(f"{LIST}/{row.id}/datei", {"datei": (BytesIO(newer), "raum.ics")}, expect=303)
    assert taken(session, cast.room) == ["24.11. 09:00–12:00"]
    page = visit(cast.nora).post(
        f"{LIST}/{row.id}/datei", {"datei": (BytesIO(b"<html>"), "raum.ics")}, expect=422
    )
    assert "keine Kalenderdatei" in page.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param({"adresse": ""}, "entweder eine Adresse", id="nothing"),
        pytest.param({"adresse": "ftp://x.example/k"}, "keine Adresse eines Kalenders", id="no address"),
        pytest.param({"adresse": "http://a:b@x.example/k"}, "nur über https", id="a password in the clear"),
        pytest.param(
            {"adresse": "http://127.0.0.1:9/k.ics"}, "nicht im öffentlichen Netz", id="the own machine"
        ),
        pytest.param({"adresse": ADDRESS, "name": ""}, "einen Namen", id="no name"),
        pytest.param({"adresse": ADDRESS, "flaeche": "nirgends"}, "aus der Liste", id="no space"),
    ],
)
def test_what_cannot_be_subscribed_to_is_said_beside_its_field(
    cast: Cast, visit, form: dict[str, str], words: str
) -> None:
    filled = {"name": "Raum", "flaeche": cast.room.public_id, **form}
    page = visit(cast.nora).post(f"{LIST}/neu", filled, expect=422)
    assert words in page.text
    assert filled["name"] in page.text


def test_a_failed_look_is_told_and_what_was_taken_over_stays(
    session: Session,
    cast: Cast,
    visit,
    subscribe: Callable[..., BusyCalendar],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = subscribe(event(*NINE_TO_TWELVE))
    answering(monkeypatch, NotFetched("gone", status=404), Fetched(b"<html>"), Fetched(None))
    visit(cast.nora).post(f"{LIST}/{row.id}/abgleich", {}, expect=303)
    page = visit(cast.nora).get(f"{LIST}/{row.id}")
    assert "keinen Kalender mehr" in page.text
    visit(cast.nora).post(f"{LIST}/{row.id}/abgleich", {}, expect=303)
    session.expire_all()
    assert (row.failures, row.problem) == (2, "no_calendar")
    assert taken(session, cast.room) == ["24.11. 09:00–12:00"]
    visit(cast.nora).post(f"{LIST}/{row.id}/abgleich", {}, expect=303)
    session.expire_all()
    assert (row.failures, row.problem) == (0, "")


@pytest.fixture
def collision(
    session: Session, cast: Cast, now: datetime, subscribe: Callable[..., BusyCalendar]
) -> BusyCollision:
    span = on_day(TUESDAY, 10, 11, house=cast.house)
    book(session, cast.room, cast.alice, span, now=now, details=Details(title="Prototyp"))
    subscribe(event(*NINE_TO_TWELVE, title="Betriebsrat"))
    return session.scalars(select(BusyCollision)).one()


def test_a_collision_is_listed_and_can_be_decided_for_the_booking(
    session: Session, cast: Cast, visit, collision: BusyCollision
) -> None:
    assert "1 Termin liegt über einer Buchung" in visit(cast.nora).get(LIST).text
    assert "Termin über einer Buchung" in visit(cast.nora).get("/team/bochum").text
    address = f"{LIST}/konflikte/{collision.id}"
    page = visit(cast.nora).get(address)
    assert "Betriebsrat" in page.text
    assert "Prototyp" in page.text
    visit(cast.nora).post(address, {}, expect=422)
    visit(cast.nora).post(address, {"entscheidung": "keep_booking"}, expect=303)
    session.expire_all()
    assert collision.decision is Decision.KEEP_BOOKING
    assert "Schon entschieden" in visit(cast.nora).get(LIST).text
    page = visit(cast.nora).post(address, {"entscheidung": "dismiss_event"}, expect=422)
    assert "hat schon jemand entschieden" in page.text


def test_cancelling_for_an_event_wants_a_reason_and_tells_the_booker(
    session: Session, cast: Cast, visit, collision: BusyCollision
) -> None:
    address = f"{LIST}/konflikte/{collision.id}"
    page = visit(cast.nora).post(address, {"entscheidung": "cancel_booking"}, expect=422)
    assert "Bitte einen Grund angeben" in page.text
    filled = {"entscheidung": "cancel_booking", "reason": "other", "worte": "Der Raum ist anders belegt."}
    visit(cast.nora).post(address, filled, expect=303)
    session.expire_all()
    booking = session.scalars(select(Booking)).one()
    assert (booking.state, booking.cancel_reason) == (
        BookingState.CANCELLED_HOUSE,
        "Der Raum ist anders belegt.",
    )
    assert taken(session, cast.room) == ["24.11. 09:00–12:00"]


def test_pausing_resuming_and_removing_say_what_they_do(
    session: Session, cast: Cast, visit, subscribe: Callable[..., BusyCalendar]
) -> None:
    row = subscribe(event(*NINE_TO_TWELVE))
    nora = visit(cast.nora)
    nora.post(f"{LIST}/{row.id}/pause", {}, expect=303)
    assert "Fortsetzen" in nora.get(f"{LIST}/{row.id}").text
    nora.post(f"{LIST}/{row.id}/fortsetzung", {}, expect=303)
    nora.post(f"{LIST}/{row.id}/fortsetzung", {}, expect=303)
    assert "sofort frei" in nora.get(f"{LIST}/{row.id}/entfernung").text
    nora.post(f"{LIST}/{row.id}/entfernung", {}, expect=303)
    session.expire_all()
    assert (row.state, taken(session, cast.room)) == (CalendarState.REMOVED, [])
    nora.get(f"{LIST}/{row.id}", expect=404)


def test_statements_of_the_list_do_not_follow_its_length(
    session: Session, cast: Cast, visit, subscribe: Callable[..., BusyCalendar]
) -> None:
    subscribe(event(*NINE_TO_TWELVE))
    nora = visit(cast.nora)
    nora.get(LIST)
    with counted(session) as few:
        nora.get(LIST)
    for _ in range(3):
        subscribe(event(*NINE_TO_TWELVE), space=cast.desk)
    with counted(session) as many:
        nora.get(LIST)
    assert len(many) == len(few)
