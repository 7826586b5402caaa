"""The month in which an event fits: its days, its areas with reasons, its plan, and the way to the request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.actions import place_booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import SpaceLayout
from tests.factories import Cast, book, make_space, on_day
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]
DAY = date(2026, 12, 1)
MONTH = "/standorte/bochum/eventflaechen?monat=2026-12&von=10:00&bis=12:00&personen=60&bestuhlung=rows"


def test_every_day_says_what_can_be_had(session: Session, cast: Cast, visit: Visit, now: datetime) -> None:
    book(session, cast.half_a, cast.charlie, on_day(DAY, 9, 11, house=cast.house), now=now)
    wish = Wish(
        span=on_day(DAY + timedelta(days=1), 9, 11, house=cast.house),
        space_ids=(cast.half_b.id,),
        details=Details(people=20, layout=Layout.ROWS),
    )
    place_booking(session, wish, booked_by=cast.charlie, now=now, state=BookingState.OPTION)
    session.commit()
    labels = ["".join(span.itertext()) for span in visit().get(MONTH).all("span")]
    assert "Dienstag, 1. Dezember 2026: belegt" in labels
    assert "Mittwoch, 2. Dezember 2026: Option vergeben – Sie bekommen den nächsten Rang" in labels
    assert "Donnerstag, 3. Dezember 2026: 1 Möglichkeit frei" in labels


def test_set_up_reaches_into_what_stands_before(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    book(session, cast.half_a, cast.charlie, on_day(DAY, 8, 10, house=cast.house), now=now)
    assert "1. Dezember 2026: 1 Möglichkeit frei" in visit().get(MONTH).text
    assert "1. Dezember 2026: belegt" in visit().get(MONTH + "&aufbau=60").text


def test_a_day_names_every_area_with_its_reasons_and_leads_to_the_filled_in_request(
    cast: Cast, visit: Visit
) -> None:
    page = visit().get(MONTH + "&tag=2026-12-03&abbau=30")
    words = page.words()
    assert "bis 99 Personen, Reihen" in words
    assert "Für 60 Personen ist hier kein Platz: Zugelassen sind höchstens 50." in words
    assert "nicht stufenlos" in words
    (url,) = [link.get("href", "") for link in page.all("a") if "flaeche=" in link.get("href", "")]
    form = visit(cast.alice).get(url)
    values = {box.get("name"): box.get("value") for box in form.all("input")}
    assert (values["tag"], values["von"], values["personen"]) == ("03.12.2026", "10:00", "60")
    assert urlsplit(url).path == "/veranstaltungen/anfrage"


def test_all_houses_are_searched_at_once(session: Session, cast: Cast, visit: Visit) -> None:
    hall = make_space(session, cast.other_house, SpaceKind.EVENT_AREA, capacity=70)
    session.add(SpaceLayout(space_id=hall.id, layout=Layout.ROWS, capacity=70))
    session.commit()
    url = MONTH.replace("/standorte/bochum", "")
    assert "3. Dezember 2026: 2 Möglichkeiten frei" in visit().get(url).text
    words = visit().get(url + "&tag=2026-12-03").words()
    assert "Stadtlabor Bochum" in words
    assert "Stadtlabor Witten" in words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("personen=", "Bitte angeben, wie viele Personen Sie erwarten.", id="no people"),
        pytest.param("personen=viele", "Bitte geben Sie eine ganze Zahl ein.", id="no number"),
        pytest.param("von=12&bis=10", "Das Ende liegt vor dem Beginn.", id="ends first"),
        pytest.param("von=bald", "Bitte eine Uhrzeit wie 9:00", id="no time"),
        pytest.param("bestuhlung=trampolin", "Bitte wählen Sie etwas aus der Liste.", id="no seating"),
    ],
)
def test_bad_input_is_told(cast: Cast, visit: Visit, query: str, sentence: str) -> None:
    page = visit().get(f"/standorte/bochum/eventflaechen?{query}", expect=422)
    assert sentence in page.words()


@pytest.mark.parametrize("month", ["", "2026-13", "1999-01", "9999-12", "bald", "2026-11"])
def test_a_month_that_cannot_be_is_this_one(cast: Cast, visit: Visit, month: str) -> None:
    assert "November 2026" in visit().get(f"/standorte/bochum/eventflaechen?monat={month}").words()


def test_the_day_the_clocks_change_is_a_day(cast: Cast, visit: Visit) -> None:
    url = "/standorte/bochum/eventflaechen?monat=2027-03&von=2:30&bis=4&personen=10"
    assert "28. März 2027" in visit().get(url).text


def test_the_past_is_over(cast: Cast, visit: Visit) -> None:
    page = visit().get("/standorte/bochum/eventflaechen?monat=2026-11")
    assert "Sonntag, 22. November 2026" not in page.text
    assert "Montag, 23. November 2026" in page.text


def test_the_month_asks_as_little_for_many_areas_as_for_few(
    session: Session, cast: Cast, visit: Visit
) -> None:
    visitor = visit()
    visitor.get(MONTH)
    with statements() as few:
        visitor.get(MONTH)
    for number in range(4, 9):
        hall = make_space(session, cast.house, SpaceKind.EVENT_AREA, number, capacity=70)
        session.add(SpaceLayout(space_id=hall.id, layout=Layout.ROWS, capacity=70))
    cast.house.hours_revision += 1
    session.commit()
    visitor.get(MONTH)
    with statements() as many:
        visitor.get(MONTH)
    assert len(many) == len(few) <= 5
