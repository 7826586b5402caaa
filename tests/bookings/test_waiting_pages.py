"""The waiting list as people see it: joining from a refusal, the offer, one click, taking back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.bookings.demand import Shortage, UnmetDemand
from labspace.bookings.models import Booking
from labspace.bookings.waiting.actions import serve_waiting
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, on_day
from tests.support.visit import Page, Visitor

TUESDAY = date(2026, 11, 24)
ASKED = {"tag": "2026-11-24", "von": "9:00", "bis": "12:00"}
WISH = {
    "tag": "24.11.2026",
    "bis_tag": "24.11.2026",
    "wochentag": ["1"],
    "von": "9:00",
    "bis": "12:00",
    "dauer": "180",
    "personen": "1",
    "fuer": "",
}


@pytest.fixture
def taken(session: Session, cast: Cast, now: datetime) -> Booking:
    return book(session, cast.desk, cast.charlie, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


def link(page: Page, start: str) -> str:
    return next(found for a in page.all("a") if (found := a.get("href") or "").startswith(start))


def offered(session: Session, cast: Cast, taken: Booking, now: datetime) -> str:
    """The path in the mail, once the desk is free."""
    cancel_booking(session, taken.id, by=cast.charlie, now=now)
    session.commit()
    serve_waiting(session, now=now)
    session.commit()
    mail = session.scalars(select(OutboxRow).where(OutboxRow.topic.like("waiting:%"))).one()
    found = re.search(r"/warteliste/angebote/\S+", mail.plain)
    assert found
    return found[0]


def test_from_the_refused_form_to_the_booking(
    visit: Callable[..., Visitor], session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    alice = visit(cast.alice)
    refused = alice.post("/buchungen", {"flaeche": cast.desk.public_id, **ASKED, "fuer": ""}, expect=409)
    form = alice.get(link(refused, "/warteliste/neu"))
    assert "Desk 1" in form.words()
    alice.post("/warteliste", {"flaeche": cast.desk.public_id, **WISH})
    listed = alice.get("/warteliste").words()
    assert "Sie sind als Nächstes dran." in listed
    assert "Di, 24.11.2026" in listed
    path = offered(session, cast, taken, now)
    assert "Buchen oder ablehnen" in alice.get("/warteliste").words()
    page = visit().get(path)
    assert "Verbindlich buchen" in page.words()
    assert "Alice" not in page.text
    assert visit().post(f"{path}/buchung").location == path
    assert "Diese Zeit ist für Sie gebucht" in visit().get(path).words()
    booking = session.scalars(select(Booking).where(Booking.booked_by_id == cast.alice.id)).one()
    assert booking.reference in alice.get("/warteliste").text
    assert alice.post(f"{path}/buchung").location == f"/buchungen/{booking.reference}"


def test_the_plan_leads_to_the_list_where_a_desk_is_taken(
    visit: Callable[..., Visitor], cast: Cast, taken: Booking
) -> None:
    page = visit().get(f"/standorte/bochum?tag=2026-11-24&von=09:00&bis=12:00&flaeche={cast.desk.public_id}")
    form = visit(cast.alice).get(link(page, "/warteliste/neu"))
    values = {control.get("name"): control.get("value") for control in form.all("input")}
    assert (values["von"], values["bis"], values["tag"]) == ("09:00", "12:00", "24.11.2026")


def test_declined_it_says_so(
    visit: Callable[..., Visitor], session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    visit(cast.alice).post("/warteliste", {"flaeche": cast.desk.public_id, **WISH})
    path = offered(session, cast, taken, now)
    visit().post(f"{path}/ablehnung")
    assert session.scalars(select(WaitingOffer.state)).one() is OfferState.DECLINED
    assert "Das Angebot ist abgelehnt" in visit().get(path).words()
    assert "gilt nicht mehr" in visit().post(f"{path}/buchung", expect=409).words()


def test_what_is_free_already_is_held_at_once(
    visit: Callable[..., Visitor], session: Session, cast: Cast
) -> None:
    alice = visit(cast.alice)
    alice.post("/warteliste", {"standort": ["bochum"], "art": "desk", **WISH})
    assert "Es ist schon etwas frei" in alice.get("/warteliste").words()
    assert session.scalars(select(WaitingOffer.state)).one() is OfferState.OPEN


def test_only_ones_own_wish_is_taken_back(
    visit: Callable[..., Visitor], session: Session, cast: Cast, taken: Booking
) -> None:
    visit(cast.alice).post("/warteliste", {"flaeche": cast.desk.public_id, **WISH})
    wish = session.scalars(select(WaitingWish)).one()
    visit(cast.bob).post(f"/warteliste/{wish.id}/rueckzug", expect=404)
    visit(cast.alice).post(f"/warteliste/{wish.id}/rueckzug")
    session.refresh(wish)
    assert wish.state is WishState.WITHDRAWN
    assert "zurückgezogen" in visit(cast.alice).get("/warteliste").words()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"bis_tag": "23.11.2026"}, "Der letzte Tag liegt vor dem ersten"),
        ({"wochentag": []}, "mindestens einen Wochentag"),
        ({"bis": "8:00"}, "Das Ende liegt vor dem Beginn"),
        ({"dauer": "240"}, "passt nicht zwischen"),
        ({"tag": "1.1.2020", "bis_tag": "2.1.2020"}, "in der Vergangenheit"),
        ({"tag": "gestern?"}, "Diesen Tag kennen wir nicht"),
        ({"personen": "9"}, "Eine solche Fläche gibt es hier nicht"),
    ],
)
def test_what_cannot_be_waited_for_gets_a_sentence(
    visit: Callable[..., Visitor], session: Session, cast: Cast, more: dict[str, object], sentence: str
) -> None:
    values = {"standort": ["bochum"], "art": "desk", **WISH, **more}
    page = visit(cast.alice).post("/warteliste", values, expect=422)
    assert sentence in page.words()
    assert session.scalars(select(WaitingWish)).all() == []


@pytest.mark.parametrize("token", ["ungueltig", "MQ.abc", "x" * 500])
def test_a_link_that_was_not_made_here_opens_nothing(
    visit: Callable[..., Visitor], cast: Cast, token: str
) -> None:
    visit().get(f"/warteliste/angebote/{token}", expect=404)
    visit().post(f"/warteliste/angebote/{token}/buchung", expect=404)


def test_it_speaks_english(visit: Callable[..., Visitor], cast: Cast, taken: Booking) -> None:
    english = visit(cast.alice, language="en")
    english.post(
        "/warteliste", {"flaeche": cast.desk.public_id, **WISH, "tag": "2026-11-24", "bis_tag": "2026-11-24"}
    )
    assert "You are next." in english.get("/warteliste").words()


def counted(session: Session) -> dict[Shortage, tuple[date, int, int]]:
    session.rollback()
    return {
        row.shortage: (row.week_on, row.number, row.minutes) for row in session.scalars(select(UnmetDemand))
    }


def test_what_was_missing_is_counted_without_a_name(
    visit: Callable[..., Visitor], app: Flask, session: Session, cast: Cast, taken: Booking
) -> None:
    monday = date(2026, 11, 23)
    alice = visit(cast.alice)
    for _click in range(2):
        alice.post("/buchungen", {"flaeche": cast.desk.public_id, **ASKED, "fuer": ""}, expect=409)
    alice.post(
        "/buchungen", {"flaeche": cast.desk.public_id, **ASKED, "fuer": "", "personen": "7"}, expect=422
    )
    visit(cast.bob).post("/buchungen", {"flaeche": cast.second_desk.public_id, **ASKED, "fuer": ""})
    alice.get("/buchungen/neu?standort=bochum&art=desk&tag=2026-11-24&von=9:00&bis=12:00")
    alice.post("/warteliste", {"flaeche": cast.desk.public_id, **WISH})
    assert counted(session) == {
        Shortage.TAKEN: (monday, 2, 360),
        Shortage.CAPACITY: (monday, 1, 180),
        Shortage.NOTHING_FREE: (monday, 1, 180),
        Shortage.WAITING: (monday, 1, 180),
    }


def test_the_team_sees_what_was_missing_and_nobody_else(
    visit: Callable[..., Visitor], cast: Cast, taken: Booking
) -> None:
    assert "Noch nichts gezählt" in visit(cast.nora).get("/team/bochum/nachfrage").words()
    visit(cast.alice).post("/buchungen", {"flaeche": cast.desk.public_id, **ASKED, "fuer": ""}, expect=409)
    page = visit(cast.nora).get("/team/bochum/nachfrage")
    cells = ["".join(cell.itertext()) for cell in page.all("td")]
    assert cells == ["Arbeitsplätze", "0", "1", "0", "0", "3,0"]
    assert "Alice" not in page.text
    visit(cast.alice).get("/team/bochum/nachfrage", expect=403)


def test_who_books_their_own_desk_again_is_not_in_want_of_one(
    visit: Callable[..., Visitor], app: Flask, session: Session, cast: Cast, taken: Booking
) -> None:
    visit(taken.booked_by).post(
        "/buchungen", {"flaeche": cast.desk.public_id, **ASKED, "fuer": ""}, expect=409
    )
    assert counted(session) == {}
