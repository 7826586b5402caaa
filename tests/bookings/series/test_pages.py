"""Series through the pages: chosen, previewed, booked, looked at, changed, called off, taken up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.queries import dates_of, skipped_dates_of
from labspace.bookings.states import BookingState
from tests.bookings.prices.test_prices import put_tariff
from tests.factories import Cast, book, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
TUESDAYS = [TUESDAY + timedelta(weeks=week) for week in range(4)]
DESK = "bochum-desk-01"


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Pages do not depend on the engine; what they call is tested on both."""
    return str(request.param)


def form(**more: object) -> dict[str, object]:
    return {
        "flaeche": DESK,
        "tag": "24.11.2026",
        "von": "9:00",
        "bis": "12:00",
        "personen": "1",
        "fuer": "",
        "titel": "Sprint",
        "theme": "",
        "once": "form-1",
        "wiederholung": "woechentlich",
        "abstand": "1",
        "serienende": "",
        "anzahl": "4",
        **more,
    }


def placed(visit, session: Session, cast: Cast, **more: object) -> Series:
    visit(cast.alice).post("/serien", form(modus="frei", **more), expect=303)
    session.expire_all()
    return session.scalars(select(Series).order_by(Series.id.desc())).first()  # type: ignore[return-value]


def take_third(session: Session, cast: Cast, now: datetime) -> Booking:
    return book(session, cast.desk, cast.bob, on_day(TUESDAYS[2], 11, 13, house=cast.house), now=now)


def test_the_form_shows_every_date_before_anything_is_booked(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    take_third(session, cast, now)
    page = visit(cast.alice).post("/buchungen", form(serie="1"), expect=200)
    words = page.words()
    assert "3 von 4 Terminen sind frei." in words
    assert "Jede Woche: Dienstag" in words
    assert "schon belegt" in words
    assert "Stattdessen nehmen: Desk 2 zur selben Zeit" in words
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_with_a_repetition_chosen_the_main_button_books_nothing_yet(
    visit, session: Session, cast: Cast
) -> None:
    page = visit(cast.alice).post("/buchungen", form(), expect=200)
    assert "4 Termine, alle frei." in page.words()
    assert session.scalar(select(func.count(Booking.id))) == 0


def test_the_preview_says_what_the_free_dates_cost_together_and_each_keeps_its_price(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    put_tariff(session, cast, hour_cents=400)
    take_third(session, cast, now)
    words = visit(cast.alice).post("/buchungen", form(serie="1"), expect=200).words()
    assert "36,00" in words
    assert "keine Rechnung" in words
    series = placed(visit, session, cast)
    assert {one.booking.price_cents for one in dates_of(session, series.id) if one.booking} == {1200}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"wiederholung": ""}, "Bitte wählen, wie oft"),
        ({"anzahl": ""}, "den letzten Tag oder die Zahl der Termine"),
        ({"serienende": "18.12.2026"}, "eines von beiden"),
        ({"anzahl": "", "serienende": "irgendwann"}, "Diesen Tag kennen wir nicht"),
        ({"anzahl": "201"}, "von 1 bis 200"),
        ({"abstand": "0"}, "von 1 bis 52"),
        ({"wochentage": "9"}, "aus der Liste"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(
    visit, cast: Cast, wrong: dict[str, object], sentence: str
) -> None:
    page = visit(cast.alice).post("/buchungen", form(serie="1", **wrong), expect=422)
    assert sentence in page.words()


def test_a_series_is_booked_and_its_page_shows_all_dates(visit, session: Session, cast: Cast) -> None:
    page = visit(cast.alice).post("/serien", form(modus="alle"), expect=303)
    series = session.scalars(select(Series)).one()
    assert page.location == f"/serien/{series.reference}"
    words = visit(cast.alice).get(page.location).words()
    for day in ("24.11.2026", "01.12.2026", "08.12.2026", "15.12.2026"):
        assert day in words
    assert "Noch 4 Termine" in words


def test_what_was_taken_meanwhile_refuses_all_and_shows_which(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    take_third(session, cast, now)
    page = visit(cast.alice).post("/serien", form(modus="alle"), expect=409)
    assert "Gebucht ist noch nichts" in page.words()
    assert session.scalar(select(func.count(Series.id))) == 0


def test_a_ticked_alternative_is_booked_with_the_others(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    take_third(session, cast, now)
    series = placed(visit, session, cast, statt="2026-12-08|bochum-desk-02|540|720")
    spaces = [one.booking.spaces[0].public_id for one in dates_of(session, series.id) if one.booking]
    assert spaces == [DESK, DESK, "bochum-desk-02", DESK]


@pytest.mark.parametrize("nonsense", ["x", "2026-12-08|bochum-desk-02|a|b", "2026-12-08|witten-desk-01|0|9"])
def test_an_alternative_that_is_none_is_left_out(visit, session: Session, cast: Cast, nonsense: str) -> None:
    series = placed(visit, session, cast, statt=nonsense)
    assert all(not one.is_exception for one in dates_of(session, series.id))


def test_a_skipped_date_is_offered_and_taken_up_with_one_click(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    rival = take_third(session, cast, now)
    placed(visit, session, cast)
    (one,) = skipped_dates_of(session, cast.alice.id, now=now)
    alice = visit(cast.alice)
    assert "Noch nicht möglich" in alice.get("/ausgefallene-termine").words()
    refused = alice.post(f"/ausgefallene-termine/{one.id}/aufnahme", {}, expect=409)
    assert "schon belegt" in refused.words()
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    assert "Termin aufnehmen" in alice.get("/ausgefallene-termine").words()
    first = alice.post(f"/ausgefallene-termine/{one.id}/aufnahme", {}, expect=303)
    again = alice.post(f"/ausgefallene-termine/{one.id}/aufnahme", {}, expect=303)
    assert first.location == again.location
    assert "Nichts ausgefallen" in alice.get("/ausgefallene-termine").words()


def test_a_skipped_date_takes_what_is_free_instead(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    take_third(session, cast, now)
    placed(visit, session, cast)
    (one,) = skipped_dates_of(session, cast.alice.id, now=now)
    statt = "2026-12-08|bochum-desk-02|540|720"
    visit(cast.alice).post(f"/ausgefallene-termine/{one.id}/aufnahme", {"statt": statt}, expect=303)
    session.expire_all()
    date_ = session.get_one(SeriesDate, one.id)
    assert date_.is_exception
    assert date_.booking is not None
    assert date_.booking.spaces == [cast.second_desk]


def test_one_gives_a_skipped_date_up(visit, session: Session, cast: Cast, now: datetime) -> None:
    take_third(session, cast, now)
    placed(visit, session, cast)
    (one,) = skipped_dates_of(session, cast.alice.id, now=now)
    visit(cast.charlie).post(f"/ausgefallene-termine/{one.id}/verzicht", {}, expect=404)
    visit(cast.alice).post(f"/ausgefallene-termine/{one.id}/verzicht", {}, expect=303)
    assert "Nichts ausgefallen" in visit(cast.alice).get("/ausgefallene-termine").words()


def test_many_skipped_dates_are_judged_in_few_statements(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    counts = []
    for number, extra in ((1, 0), (2, 8)):
        for week in range(number, number + 1 + extra):
            hour = 13 if number == 1 else 8
            span = on_day(TUESDAY + timedelta(days=week), hour, hour + 1, house=cast.house)
            book(session, cast.desk, cast.bob, span, now=now)
        placed(
            visit,
            session,
            cast,
            wiederholung="taeglich",
            anzahl="12",
            von="13:30" if number == 1 else "8:30",
            bis="15" if number == 1 else "9:30",
            once=f"form-{number}",
        )
        alice = visit(cast.alice)
        with counted(session) as seen:
            alice.get("/ausgefallene-termine")
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 2, counts


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 200), ("bob", 404), ("charlie", 404), ("nora", 200), ("ada", 200)]
)
def test_a_private_series_is_seen_by_its_owner_and_the_staff(
    visit, session: Session, cast: Cast, person: str, status: int
) -> None:
    series = placed(visit, session, cast)
    visit(getattr(cast, person)).get(f"/serien/{series.reference}", expect=status)


def references(session: Session, series: Series) -> list[str]:
    return [one.booking.reference for one in dates_of(session, series.id) if one.booking]


def change(**more: object) -> dict[str, object]:
    return {
        "tag": "08.12.2026",
        "von": "10:00",
        "bis": "13:00",
        "flaeche": DESK,
        "personen": "1",
        "titel": "Sprint",
        "hinweis": "",
        "version": "1",
        **more,
    }


def test_a_booking_of_a_series_asks_what_a_change_is_for(visit, session: Session, cast: Cast) -> None:
    series = placed(visit, session, cast)
    third = references(session, series)[2]
    words = visit(cast.alice).get(f"/buchungen/{third}/aenderung").words()
    assert "Nur diesen Termin" in words
    assert "Diesen und alle folgenden (2 Termine)" in words
    assert "Alle kommenden (4 Termine)" in words
    assert "Teil einer Serie" in visit(cast.alice).get(f"/buchungen/{third}").words()


def test_a_change_from_here_on_leads_to_the_new_series(visit, session: Session, cast: Cast) -> None:
    series = placed(visit, session, cast)
    third = references(session, series)[2]
    page = visit(cast.alice).post(f"/buchungen/{third}/aenderung", change(umfang="ab"), expect=303)
    session.expire_all()
    later = session.scalars(select(Series).where(Series.predecessor_id == series.id)).one()
    assert page.location == f"/serien/{later.reference}"
    assert series.reference in visit(cast.alice).get(page.location).words()
    assert later.reference in visit(cast.alice).get(f"/serien/{series.reference}").words()


def test_a_refused_change_of_all_says_which_dates_stand_against_it(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    series = placed(visit, session, cast)
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[3], 12, 13, house=cast.house), now=now)
    third = references(session, series)[2]
    page = visit(cast.alice).post(f"/buchungen/{third}/aenderung", change(umfang="alle"), expect=409)
    assert "Di, 15.12.2026" in page.words()
    assert "Geändert ist nichts" in page.words()


def test_only_this_date_is_changed_by_default(visit, session: Session, cast: Cast) -> None:
    series = placed(visit, session, cast)
    third = references(session, series)[2]
    visit(cast.alice).post(f"/buchungen/{third}/aenderung", change(), expect=303)
    session.expire_all()
    assert [one.is_exception for one in dates_of(session, series.id)] == [False, False, True, False]


def test_calling_off_names_what_is_lost_and_does_it(visit, session: Session, cast: Cast) -> None:
    series = placed(visit, session, cast)
    second = references(session, series)[1]
    words = visit(cast.alice).get(f"/buchungen/{second}/stornierung").words()
    assert "Diesen und alle folgenden (3 Termine)" in words
    assert "Di, 15.12.2026, 09:00–12:00 Uhr" in words
    data = {"reason": "", "worte": "", "version": "1", "umfang": "ab"}
    page = visit(cast.alice).post(f"/buchungen/{second}/stornierung", data, expect=303)
    assert page.location == f"/serien/{series.reference}"
    session.expire_all()
    states = [one.booking.state for one in dates_of(session, series.id) if one.booking]
    early = BookingState.CANCELLED_EARLY
    assert states == [BookingState.CONFIRMED, early, early, early]


def test_the_house_calls_all_off_and_they_can_be_taken_up(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    series = placed(visit, session, cast)
    first = references(session, series)[0]
    nora = visit(cast.nora)
    address = f"/team/bochum/buchungen/{first}/stornierung"
    assert "Alle kommenden (4 Termine)" in nora.get(address).words()
    data = {"reason": "damage", "worte": "", "version": "1", "umfang": "alle"}
    page = nora.post(address, data, expect=303)
    assert page.location == f"/serien/{series.reference}"
    session.expire_all()
    assert len(skipped_dates_of(session, cast.alice.id, now=now)) == 4
    assert "vom Haus abgesagt" in visit(cast.alice).get(page.location).words()


def test_my_bookings_lead_to_series_and_skipped_dates(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    take_third(session, cast, now)
    series = placed(visit, session, cast)
    page = visit(cast.alice).get("/buchungen")
    links = {link.get("href") for link in page.all("a")}
    assert {f"/serien/{series.reference}", "/ausgefallene-termine"} <= links
