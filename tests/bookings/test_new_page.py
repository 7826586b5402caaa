"""Booking through the page."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import Product
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.factories import LONG_AGO, Cast, book, make_house, make_space, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
DESK = "bochum-desk-01"


def form(**more: object) -> dict[str, object]:
    return {
        "flaeche": DESK,
        "tag": "24.11.2026",
        "von": "9:00",
        "bis": "13:00",
        "personen": "1",
        "fuer": "",
        "theme": "",
        "once": "form-1",
        **more,
    }


def count(session: Session) -> int:
    return session.scalar(select(func.count(Booking.id))) or 0


def test_a_visitor_signs_in_and_comes_back(visit, cast: Cast) -> None:
    page = visit().get(f"/buchungen/neu?flaeche={DESK}&tag=2026-11-24&von=09:00&bis=13:00", expect=303)
    assert page.location.startswith("/anmeldung?next=/buchungen/neu?flaeche%3D")


def test_a_link_from_the_plan_fills_in_the_form(visit, cast: Cast) -> None:
    page = visit(cast.alice).get(f"/buchungen/neu?flaeche={DESK}&tag=2026-11-24&von=09:00&bis=13:00")
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (values["tag"], values["von"], values["bis"]) == ("24.11.2026", "09:00", "13:00")
    assert "Acme" in page.words()
    assert "bis Di, 24.11.2026, 08:00 Uhr" in page.words()


def test_without_a_time_the_next_open_hours_are_proposed(visit, cast: Cast) -> None:
    page = visit(cast.alice).get(f"/buchungen/neu?flaeche={DESK}")
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (values["tag"], values["von"], values["bis"]) == ("23.11.2026", "09:00", "11:00")


def test_a_desk_is_booked_and_confirmed(visit, session: Session, cast: Cast) -> None:
    page = visit(cast.alice).post("/buchungen", form(tag="morgen", von="9", bis="13"))
    booking = session.scalars(select(Booking)).one()
    assert page.location == f"/buchungen/{booking.reference}"
    assert (booking.state, booking.booked_by_id) == (BookingState.CONFIRMED, cast.alice.id)
    assert booking.span == on_day(TUESDAY, 9, 13, house=cast.house)
    assert booking.organisation_id is None


def test_it_is_booked_for_the_organisation_with_title_and_theme(visit, session: Session, cast: Cast) -> None:
    visit(cast.alice).post(
        "/buchungen", form(fuer=str(cast.acme.id), titel=" Kundentermin ", theme="industrie")
    )
    booking = session.scalars(select(Booking)).one()
    assert (booking.organisation_id, booking.title, booking.theme) == (
        cast.acme.id,
        "Kundentermin",
        Theme.INDUSTRIE,
    )


def test_the_form_sent_twice_books_once(visit, session: Session, cast: Cast) -> None:
    alice = visit(cast.alice)
    assert alice.post("/buchungen", form()).location == alice.post("/buchungen", form()).location
    assert count(session) == 1


def test_the_form_sent_again_with_another_time_asks_first(visit, session: Session, cast: Cast) -> None:
    alice = visit(cast.alice)
    alice.post("/buchungen", form())
    page = alice.post("/buchungen", form(tag="25.11.2026"), expect=422)
    assert "Dieses Formular ist schon abgeschickt" in page.words()
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    alice.post("/buchungen", form(tag="25.11.2026", once=values["once"]))
    assert count(session) == 2


def test_any_free_desk_gives_a_desk_until_none_is_left(visit, session: Session, cast: Cast) -> None:
    pool = {name: value for name, value in form().items() if name != "flaeche"} | {
        "standort": "bochum",
        "art": "desk",
    }
    alice = visit(cast.alice)
    alice.get("/buchungen/neu?standort=bochum&art=desk&tag=2026-11-24&von=09:00&bis=13:00")
    for once in ("a", "b"):
        alice.post("/buchungen", {**pool, "once": once})
    page = alice.post("/buchungen", {**pool, "once": "c"}, expect=409)
    assert "keine passende Fläche mehr frei" in page.words()
    assert "Stadtlabor Witten" in page.words()
    assert count(session) == 2


def test_a_taken_desk_comes_back_with_alternatives_and_the_input(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.charlie, on_day(TUESDAY, 9, 13, house=cast.house), now=now)
    page = visit(cast.alice).post("/buchungen", form(titel="Werkstatt"), expect=409)
    words = page.words()
    assert "schon belegt" in words
    assert "Charlie" not in words
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (values["titel"], values["tag"], values["once"]) == ("Werkstatt", "24.11.2026", "form-1")
    links = [link.get("href") for link in page.all("a") if "offer" in (link.get("class") or "")]
    assert any("flaeche=bochum-desk-02" in link and "von=09:00" in link for link in links)
    assert any("flaeche=bochum-desk-01" in link and "von=13:00" in link for link in links)
    assert any("flaeche=witten-desk-01" in link for link in links)
    for link in links:
        visit(cast.alice).get(link)


def test_the_plans_link_already_says_what_stands_against_it(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.charlie, on_day(TUESDAY, 9, 13, house=cast.house), now=now)
    page = visit(cast.alice).get(f"/buchungen/neu?flaeche={DESK}&tag=2026-11-24&von=06:00&bis=10:00")
    assert "schon belegt" in page.words()
    assert "geschlossen" in page.words()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"tag": "31.02.2026"}, "Diesen Tag kennen wir nicht", id="a day that does not exist"),
        pytest.param({"tag": ""}, "Bitte einen Tag angeben", id="no day"),
        pytest.param({"von": "neun"}, "Uhrzeit wie 9:00", id="no time"),
        pytest.param({"von": "14:00"}, "Das Ende liegt vor dem Beginn", id="ends before it begins"),
        pytest.param({"tag": "22.11.2026"}, "liegt in der Vergangenheit", id="in the past"),
        pytest.param({"von": "6:00"}, "Zu dieser Zeit ist geschlossen", id="closed"),
        pytest.param({"von": "9:05"}, "im Raster von 15 Minuten", id="off the raster"),
        pytest.param({"von": "12:45"}, "mindestens 30 Minuten", id="too short"),
        pytest.param(
            {"tag": "28.03.2027", "von": "2:30"},
            "Diese Uhrzeit gibt es an diesem Tag nicht",
            id="skipped hour",
        ),
        pytest.param({"tag": "24.11.2028"}, "So weit im Voraus", id="too far ahead"),
        pytest.param({"personen": "5"}, "kein Platz", id="too many people"),
        pytest.param({"personen": "-1"}, "Zahl von 1 an", id="fewer than one"),
        pytest.param({"personen": "viele"}, "ganze Zahl", id="no number"),
        pytest.param({"titel": "x" * 400_000}, "höchstens 200 Zeichen", id="a very long title"),
        pytest.param({"titel": "a\x00b\x07"}, "Steuerzeichen", id="control characters"),
        pytest.param({"theme": "<script>"}, "aus der Liste", id="unknown theme"),
        pytest.param({"fuer": "99999"}, "aus der Liste", id="an organisation of others"),
        pytest.param(
            {"tag": "9999-12-31", "bis": "24:00"}, "Diesen Tag kennen wir nicht", id="the last day of all"
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_books_nothing(
    visit, session: Session, cast: Cast, changed: dict[str, str], sentence: str
) -> None:
    page = visit(cast.alice).post("/buchungen", form(**changed), expect=422)
    assert sentence in page.words()
    assert count(session) == 0


def test_a_title_of_a_megabyte_is_too_much(visit, session: Session, cast: Cast) -> None:
    visit(cast.alice).post("/buchungen", form(titel="x" * 1_000_000), expect=413)
    assert count(session) == 0


@pytest.mark.parametrize(
    "query",
    [
        "flaeche=nowhere",
        "flaeche=%07",
        "flaeche=bochum-desk-01&flaeche=witten-desk-01",
        "flaeche=bochum-desk-01&flaeche=bochum-meeting-room-01",
        "standort=nirgends&art=desk",
        "standort=bochum&art=throne",
        "standort=bochum",
    ],
)
def test_an_unknown_space_is_not_found(visit, cast: Cast, query: str) -> None:
    visit(cast.alice).get(f"/buchungen/neu?{query}", expect=404)
    visit(cast.alice).post(
        "/buchungen", dict(pair.split("=") for pair in query.split("&")), expect=404
    ) if query.count("flaeche") < 2 else None


def test_without_a_space_the_houses_are_shown(visit, cast: Cast) -> None:
    assert visit(cast.alice).get("/buchungen/neu", expect=303).location == "/"


@pytest.mark.parametrize(
    ("space", "address"),
    [
        ("bochum-event-area-01", "/veranstaltungen/anfrage?flaeche=bochum-event-area-01&tag=2026-12-01"),
        ("bochum-popup-slot-01", "/pop-up/bewerbung?flaeche=bochum-popup-slot-01&tag=2026-12-01"),
    ],
)
def test_kinds_that_are_asked_for_have_a_form_of_their_own(
    visit, cast: Cast, space: str, address: str
) -> None:
    page = visit(cast.alice).get(f"/buchungen/neu?flaeche={space}&tag=2026-12-01", expect=303)
    assert page.location == address
    assert (
        visit(cast.alice)
        .post("/buchungen", form(flaeche=space, tag="2026-12-01"))
        .location.startswith(address.partition("?")[0])
    )


def test_who_has_not_confirmed_the_address_is_told_so(visit, session: Session, cast: Cast) -> None:
    cast.charlie.confirmed_at = None
    session.commit()
    page = visit(cast.charlie).post("/buchungen", form(), expect=422)
    assert "bestätigen Sie zuerst Ihre E-Mail-Adresse" in page.words()


def test_several_spaces_are_booked_together_or_not_at_all(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    both = form(flaeche=[DESK, "bochum-desk-02"])
    book(session, cast.second_desk, cast.charlie, on_day(TUESDAY, 12, 13, house=cast.house), now=now)
    visit(cast.alice).post("/buchungen", both, expect=409)
    assert count(session) == 1
    visit(cast.alice).post("/buchungen", {**both, "tag": "25.11.2026"})
    assert (
        len(session.scalars(select(Booking).where(Booking.booked_by_id == cast.alice.id)).one().spaces) == 2
    )


def test_the_page_asks_the_same_number_of_questions_of_a_large_house(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.charlie, on_day(TUESDAY, 9, 13, house=cast.house), now=now)
    alice = visit(cast.alice)
    address = f"/buchungen/neu?flaeche={DESK}&tag=2026-11-24&von=09:00&bis=13:00"
    alice.get(address)
    with counted(session) as small:
        alice.get(address)
    for number in range(3, 30):
        desk = make_space(session, cast.house, number=number)
        session.commit()
        book(session, desk, cast.charlie, on_day(TUESDAY, 9, 13, house=cast.house), now=now)
    make_space(session, make_house(session, "herne"))
    session.commit()
    alice.get(address)
    with counted(session) as large:
        alice.get(address)
    assert len(large) == len(small) <= 24


def test_it_speaks_english(visit, cast: Cast) -> None:
    page = visit(cast.alice, language="en").get(
        f"/buchungen/neu?flaeche={DESK}&tag=tomorrow&von=9&bis=13&lang=en"
    )
    assert "Book Desk 1" in page.words()
    assert "until Tue, 24 November 2026, 08:00" in page.words()


def test_a_span_is_what_was_typed(visit, session: Session, cast: Cast) -> None:
    visit(cast.alice).post("/buchungen", form(von="13:00", bis="18:00"))
    booking = session.scalars(select(Booking)).one()
    assert booking.span == TimeSpan(
        datetime.fromisoformat("2026-11-24T13:00:00+01:00"),
        datetime.fromisoformat("2026-11-24T18:00:00+01:00"),
    )


def test_who_asks_for_their_own_desk_again_is_told_that_it_is_theirs(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 13, house=cast.house), now=now)
    link = f"/buchungen/neu?flaeche={DESK}&tag=2026-11-24&von=10:00&bis=12:00"
    assert "schon von Ihnen gebucht" in visit(cast.alice).get(link).words()
    assert "schon von Ihnen gebucht" in visit(cast.alice).post("/buchungen", form(), expect=409).words()
    assert "schon belegt" in visit(cast.bob).get(link).words()
    assert "schon belegt" in visit(cast.bob).post("/buchungen", form(once="b"), expect=409).words()


def test_where_only_products_can_be_booked_the_next_one_is_proposed(
    visit, session: Session, cast: Cast
) -> None:
    whole = Product(id="tag", name=Texts(de="Tag", en="Day"), starts_minute=480, ends_minute=1080)
    afternoon = Product(
        id="nachmittag", name=Texts(de="Nachmittag", en="Afternoon"), starts_minute=780, ends_minute=1080
    )
    rule = BookingRule(location_id=cast.house.id, kind=SpaceKind.DESK, valid_from=LONG_AGO)
    rule.products, rule.free_hours = (whole, afternoon), False
    session.add(rule)
    session.commit()
    page = visit(cast.alice).get(f"/buchungen/neu?flaeche={DESK}")
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (values["tag"], values["von"], values["bis"]) == ("23.11.2026", "13:00", "18:00")
    assert "Nachmittag" in page.words()


def test_the_proposal_is_as_long_as_the_rules_want_it(visit, session: Session, cast: Cast) -> None:
    rule = BookingRule(location_id=cast.house.id, kind=SpaceKind.DESK, valid_from=LONG_AGO)
    rule.min_minutes = 240
    session.add(rule)
    session.commit()
    page = visit(cast.alice).get(f"/buchungen/neu?flaeche={DESK}")
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (values["von"], values["bis"]) == ("09:00", "13:00")
