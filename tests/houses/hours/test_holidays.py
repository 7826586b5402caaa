"""Holidays kept by the team: what closes from a day on, units with hours of their own too, seen and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.houses.dated.models import DatedChange
from labspace.houses.hours.holidays import NotADay, holiday_row, read_own, write_own
from labspace.locations.holiday_rules import HolidayClosing
from labspace.locations.models import Closure
from labspace.occupancy.facts.ground import ground_of
from labspace.occupancy.months import Month
from labspace.spaces.houses import houses_named
from labspace.spaces.models import SpaceHours
from labspace.spaces.queries import bookable_spans, openings
from labspace.times import TimeSpan
from tests.factories import LONG_AGO, Cast, book, on_day
from tests.support.filled import filled
from tests.support.visit import Visitor

PAGE = "/team/bochum/feiertage"
CHRISTMAS, EVE = date(2026, 12, 25), date(2026, 12, 24)


@pytest.fixture(autouse=True)
def region(session: Session, cast: Cast) -> None:
    cast.house.holiday_region = "DE-NW"
    session.commit()


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on the morning of Christmas Eve."""
    return book(session, cast.desk, cast.alice, on_day(EVE, 9, 12, house=cast.house), now=now)


def opening(session: Session, cast: Cast, day: date) -> list[TimeSpan]:
    window = TimeSpan.of_days(day, day, zone=cast.house.zone)
    return houses_named(session, [cast.house.id])[cast.house.id].open_spans(window)


def test_own_days_close_the_house_once_bookings_were_seen(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    nora = visit(cast.nora)
    start = filled(nora.get(PAGE))
    assert start["feiertage"] == "all"
    sent = {
        **start,
        "ab": "01.12.2026",
        "eigene": "24.12. Heiligabend / Christmas Eve\nOstern-48 Rosenmontag",
    }
    asked = nora.post(PAGE, sent, expect=409)
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in asked.all("a")]
    assert opening(session, cast, EVE)
    nora.post(PAGE, {**sent, **filled(asked), "buchungen": "behalten"})
    session.expire_all()
    assert opening(session, cast, EVE) == []
    page = nora.get(PAGE)
    assert "Do, 24.12.2026Heiligabend" in page.words()
    assert "Mo, 08.02.2027Rosenmontag" in page.words()
    day = visit(None).get("/standorte/bochum?tag=2026-12-24").words()
    assert "geschlossen (Heiligabend)" in day
    change_id = session.scalars(select(DatedChange.id)).one()
    nora.post(f"/team/bochum/festlegungen/{change_id}/ruecknahme")
    session.expire_all()
    assert opening(session, cast, EVE)


def test_the_house_may_open_on_some_holidays_or_all(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    sent = {**filled(nora.get(PAGE)), "ab": "01.12.2026"}
    nora.post(PAGE, {**sent, "feiertage": "some", "namen": ["Zweiter Weihnachtstag"]})
    session.expire_all()
    assert opening(session, cast, CHRISTMAS)
    assert opening(session, cast, date(2026, 12, 26)) == []
    sent = {**filled(nora.get(PAGE)), "ab": "24.12.2026", "bis_tag": "31.12.2026", "feiertage": "none"}
    nora.post(PAGE, sent)
    session.expire_all()
    assert opening(session, cast, date(2026, 12, 26))
    assert opening(session, cast, date(2027, 12, 26)) == []


def test_taking_back_is_asked_about_too(visit, session: Session, cast: Cast, now: datetime) -> None:
    nora = visit(cast.nora)
    nora.post(PAGE, {**filled(nora.get(PAGE)), "ab": "01.12.2026", "feiertage": "none"})
    late = book(session, cast.desk, cast.alice, on_day(CHRISTMAS, 9, 12, house=cast.house), now=now)
    change_id = session.scalars(select(DatedChange.id)).one()
    undo = f"/team/bochum/festlegungen/{change_id}/ruecknahme"
    asked = nora.post(undo, expect=409)
    assert f"/buchungen/{late.reference}" in [link.get("href") for link in asked.all("a")]
    assert opening(session, cast, CHRISTMAS)
    nora.post(undo, filled(asked))
    session.expire_all()
    assert opening(session, cast, CHRISTMAS) == []


def test_another_land_counts_from_its_day_on_and_is_taken_back(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    epiphany, all_saints = date(2027, 1, 6), date(2027, 11, 1)
    rule = {**holiday_row(HolidayClosing.ALL), "valid_from": LONG_AGO.isoformat(), "valid_until": None}
    cast.house.holiday_rules = [rule]
    session.commit()
    touched = book(session, cast.desk, cast.alice, on_day(epiphany, 9, 12, house=cast.house), now=now)
    months = [Month(2026, 11), Month(2026, 12), Month(2027, 2)]
    house = houses_named(session, [cast.house.id])[cast.house.id]
    grounds = [ground_of(session, house, month) for month in months]
    nora = visit(cast.nora)
    start = filled(nora.get(PAGE))
    assert start["land"] == "DE-NW"
    sent = {**start, "ab": "01.12.2026", "land": "DE-ST"}
    asked = nora.post(PAGE, sent, expect=409)
    assert f"/buchungen/{touched.reference}" in [link.get("href") for link in asked.all("a")]
    assert opening(session, cast, epiphany)
    nora.post(PAGE, {**sent, **filled(asked), "buchungen": "behalten"})
    session.expire_all()
    assert (opening(session, cast, epiphany), bool(opening(session, cast, all_saints))) == ([], True)
    assert opening(session, cast, date(2026, 11, 30))
    house = houses_named(session, [cast.house.id])[cast.house.id]
    assert [ground_of(session, house, month) == ground for month, ground in zip(months, grounds, strict=True)] == [
        True, False, False,
    ]  # fmt: skip
    days = (date(2026, 11, 30), date(2026, 12, 1))
    assert [house.region_on(day) for day in days] == ["DE-NW", "DE-ST"]
    assert [cast.house.region_on(day) for day in days] == ["DE-NW", "DE-ST"]
    assert "BundeslandSachsen-Anhalt" in nora.get(PAGE).words()
    assert "Heilige Drei Könige" in nora.get("/team/bochum?tag=2027-01-06").words()
    change_id = session.scalars(select(DatedChange.id)).one()
    words = nora.get(f"/team/bochum/festlegungen/{change_id}").words()
    assert words.index("BundeslandNordrhein-Westfalen") < words.index("BundeslandSachsen-Anhalt")
    nora.post(f"/team/bochum/festlegungen/{change_id}/ruecknahme")
    session.expire_all()
    assert (bool(opening(session, cast, epiphany)), opening(session, cast, all_saints)) == (True, [])


def test_a_house_without_a_land_gets_one(visit, session: Session, cast: Cast) -> None:
    cast.house.holiday_region, cast.house.closed_on_holidays = "", False
    session.commit()
    nora = visit(cast.nora)
    start = filled(nora.get(PAGE))
    assert (start["land"], start["feiertage"]) == ("", "none")
    assert opening(session, cast, CHRISTMAS)
    nora.post(PAGE, {**start, "ab": "01.12.2026", "land": "DE-HE", "feiertage": "all"})
    session.expire_all()
    assert opening(session, cast, CHRISTMAS) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"land": "DE-XX"}, "aus der Liste"), ({"land": "hessen"}, "aus der Liste"),
        ({"feiertage": "manche"}, "aus der Liste"), ({"feiertage": ""}, "was an Feiertagen gilt"),
        ({"feiertage": "some"}, "mindestens einen"), ({"namen": "Kirmes"}, "aus der Liste"),
        ({"eigene": "Heiligabend"}, "Diese Zeile verstehen wir nicht"), ({"eigene": "31.02. Nie"}, "verstehen wir nicht"),
        ({"eigene": "Sonntag Ruhe"}, "verstehen wir nicht"), ({"eigene": "24.12. " + "x" * 99}, "verstehen wir nicht"),
        ({"eigene": "\n".join(f"{day}.01. Tag" for day in range(1, 25))}, "höchstens 20"),
        ({"ab": "gestern"}, "Was war, bleibt"),
    ],
    ids=lambda value: " ".join(value).replace("\n", " ") if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_cannot_be_is_refused(
    visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    page = nora.post(PAGE, {**filled(nora.get(PAGE)), "eigene": "24.12. Heiligabend", **changed}, expect=422)
    assert words in page.words()
    assert session.scalar(select(func.count(DatedChange.id))) == 0


def test_what_is_written_is_read_again() -> None:
    own = read_own("24.12. Heiligabend / Christmas Eve\n\n  Ostern-48 Rosenmontag ")
    assert read_own(write_own({"own": own})) == own
    with pytest.raises(NotADay):
        read_own("irgendwann")


def test_a_space_with_hours_of_its_own_is_closed_on_holidays_with_its_house(
    session: Session, cast: Cast
) -> None:
    session.add_all(
        SpaceHours(
            space_id=cast.desk.id, weekday=weekday, opens_minute=420, closes_minute=1320, valid_from=LONG_AGO
        )
        for weekday in range(7)
    )
    session.commit()
    for day, spans in ((CHRISTMAS, []), (EVE, [on_day(EVE, 7, 22, house=cast.house)])):
        window = TimeSpan.of_days(day, day, zone=cast.house.zone)
        assert bookable_spans(session, [cast.desk], window)[cast.desk.id] == spans
        assert openings(session, [cast.desk], window).spaces[cast.desk.id] == spans
        house = houses_named(session, [cast.house.id])[cast.house.id]
        assert house.bookable(window, on=day)[cast.desk.id] == spans


def test_the_public_page_says_why_the_house_is_closed(visit, session: Session, cast: Cast) -> None:
    whole, part = date(2026, 11, 26), date(2026, 11, 27)
    for span, german, english in (
        (TimeSpan.of_days(whole, whole, zone=cast.house.zone), "Betriebsversammlung", "Staff meeting"),
        (on_day(part, 12, 18, house=cast.house), "Rohrbruch", ""),
        (on_day(date(2026, 11, 28), 20, 22, house=cast.house), "Nachts", ""),
    ):
        session.add(Closure(location_id=cast.house.id, span=span, reason=german, reason_en=english))
    session.commit()
    visitor = visit(None)
    assert "geschlossen (Betriebsversammlung)" in visitor.get("/standorte/bochum?tag=2026-11-26").words()
    english = visit(None, language="en").get("/standorte/bochum?tag=2026-11-26&lang=en").words()
    assert "closed (Staff meeting)" in english
    words = visitor.get("/standorte/bochum?tag=2026-11-27").words()
    assert "geöffnet 08:00–12:00 Uhr, sonst geschlossen (Rohrbruch)" in words
    assert "Nachts" not in visitor.get("/standorte/bochum?tag=2026-11-28").words()


def test_public_holidays_are_called_in_the_language_of_the_page(
    visit: Callable[..., Visitor], cast: Cast
) -> None:
    german = visit(cast.nora).get("/team/bochum/feiertage").words()
    english = visit(cast.nora, language="en").get("/team/bochum/feiertage").words()
    assert "Karfreitag" in german
    assert "Good Friday" not in german
    assert "Good Friday" in english
    assert "Karfreitag" not in english
    path = "/team/bochum?tag=2027-05-01"
    assert "Erster Mai" in visit(cast.nora).get(path).words()
    told = visit(cast.nora, language="en").get(path).words()
    assert "Labor Day" in told
    assert "Erster Mai" not in told
