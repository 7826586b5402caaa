"""Pop-ups that are open now stand in the public programme and its calendars, and nothing else of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select, update

from labspace.bookings.actions import (
    cancel_booking,
    place_booking,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.notices.jobs import run_jobs
from labspace.popups.spans import weeks_span
from labspace.popups.tenancies.actions.tenancies import change_end
from labspace.popups.tenancies.models import Tenancy
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import local_moment
from tests.factories import make_space
from tests.popups.tenancies.conftest import FIRST_ON
from tests.support.visit import Page

OPEN = date(2027, 1, 26)
"""A Tuesday of its second week."""
SHOWN = "bis 14.02.2027, geöffnet Di–Sa 11:00–18:00 Uhr"


@pytest.fixture
def at(app, session, cast):
    """Lets the site live on a local day, its jobs done: `with at(OPEN):`."""

    @contextmanager
    def travel(day: date, hour: int = 9) -> Iterator[datetime]:
        moment = local_moment(day, time(hour), zone=cast.house.zone)
        with time_machine.travel(moment, tick=False):
            run_jobs(app)
            session.commit()
            yield moment

    return travel


def events(feed: bytes) -> list[Any]:
    return list(Calendar.from_ical(feed).walk("VEVENT"))


def page_of(tenancy: Tenancy) -> str:
    return f"/pop-up/laeden/{tenancy.id}"


def test_it_is_in_the_programme_while_it_is_open(session, cast, visit, tenancy, at) -> None:
    url = page_of(tenancy)
    assert "Zechenkaffee" not in visit().get("/programm").words()
    visit().get(url, expect=404)
    with at(OPEN):
        for address in ("/programm", "/standorte/bochum/programm", "/programm?monat=2027-02"):
            page = visit().get(address)
            assert "Zechenkaffee" in page.words(), address
            assert SHOWN in page.words()
            assert url in [link.get("href") for link in page.all("a")]
        for address in ("/standorte/witten/programm", "/programm?monat=2027-03", "/programm?thema=handel"):
            assert "Zechenkaffee" not in visit().get(address).words(), address
        words = visit().get(url).words()
        assert "Di–Sa 11:00–18:00 Uhr" in words
        assert "18.01.2027–14.02.2027" in words
    with at(date(2027, 2, 15)):
        assert "Zechenkaffee" not in visit().get("/programm").words()
        visit().get(url, expect=404)


def test_nothing_of_it_names_a_person_or_tells_of_the_application(session, cast, visit, tenancy, at) -> None:
    with at(OPEN):
        for address in ("/programm", "/programm.ics", page_of(tenancy)):
            text = visit().get(address).text.replace("\r\n ", "")
            for secret in (
                "Alice",
                "alice@",
                "Acme",
                "Kaffee.",
                tenancy.booking.reference,
                tenancy.booking.uid,
            ):
                assert secret not in text, (address, secret)


def test_it_is_in_the_calendars_as_whole_days(session, cast, visit, tenancy, at) -> None:
    with at(OPEN):
        for address in ("/programm.ics", "/standorte/bochum/programm.ics"):
            answer = visit().get(address)
            [found] = events(answer.data)
            assert str(found["SUMMARY"]) == "Zechenkaffee"
            assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2027, 1, 18), date(2027, 2, 15))
            assert str(found["TRANSP"]) == "TRANSPARENT"
            assert str(found["URL"]).endswith(page_of(tenancy))
            assert "Geöffnet: Di–Sa" in str(found["DESCRIPTION"])
            assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt
            same = {
                "If-None-Match": answer.headers["ETag"],
                "If-Modified-Since": answer.headers["Last-Modified"],
            }
            visit().get(address, expect=304, headers=same)
        assert "Zechenkaffee" not in visit().get("/standorte/witten/programm.ics").text
        [found] = events(visit().get("/programm.ics?lang=en").data)
        assert "Open: Tue – Sat 11:00–18:00" in str(found["DESCRIPTION"])
    with at(date(2027, 2, 15)):
        for headers in (
            {"If-None-Match": same["If-None-Match"]},
            {"If-Modified-Since": same["If-Modified-Since"]},
        ):
            assert "Zechenkaffee" not in visit().get(address, headers=headers).text


def test_it_enters_and_leaves_a_calendar_known_before(session, cast, visit, tenancy, at, now) -> None:
    known = visit().get("/programm.ics")
    assert events(known.data) == []
    for day, number in ((date(2027, 1, 18), 1), (date(2027, 2, 15), 0)):
        with at(day - timedelta(days=1), 12):
            asked = {"If-None-Match": known.headers["ETag"]}
            visit().get("/programm.ics", expect=304, headers=asked)
        with at(day):
            asked = {"If-Modified-Since": known.headers["Last-Modified"]}
            answer = visit().get("/programm.ics", headers=asked)
            assert len(events(answer.data)) == number, day
            assert answer.headers["ETag"] != known.headers["ETag"]
            known = answer


@pytest.mark.parametrize("fetched_first", [True, False], ids=["known", "new"])
def test_what_changes_of_it_is_in_the_calendar_at_once(
    session, cast, visit, tenancy, at, now, fetched_first
) -> None:
    if fetched_first:
        visit().get("/programm.ics")
    with at(OPEN) as moment:
        last = date(2027, 2, 7)
        change_end(
            session, tenancy.id, last_on=last, price_cents=None, reason="Umzug", by=cast.nora, now=moment
        )
        session.commit()
        [found] = events(visit().get("/programm.ics").data)
        assert found["DTEND"].dt == date(2027, 2, 8)
        session.execute(update(Space).where(Space.id == tenancy.space_id).values(name="Ladenlokal Nord"))
        session.commit()
        [found] = events(visit().get("/programm.ics").data)
        assert "Ladenlokal Nord" in str(found["LOCATION"])


def test_called_off_it_is_gone_at_once(session, cast, visit, tenancy, at) -> None:
    with at(OPEN):
        before = visit().get("/programm.ics").headers["Last-Modified"]
        assert "Zechenkaffee" in visit().get("/programm").words()
    with at(OPEN, 12) as moment:
        cancel_booking(session, tenancy.booking_id, by=cast.nora, now=moment, reason="Wasserschaden")
        session.commit()
        assert "Zechenkaffee" not in visit().get("/programm").words()
        assert "Zechenkaffee" not in visit().get("/programm.ics", headers={"If-Modified-Since": before}).text
        visit().get(page_of(tenancy), expect=404)


def ticks(page: Page) -> list[bool]:
    return [box.get("checked") is not None for box in page.all("input") if box.get("name") == "im-programm"]


def test_nothing_appears_unless_the_team_shows_it(session, cast, visit, tenancy, at) -> None:
    public, inside = page_of(tenancy), f"/pop-up/nutzungen/{tenancy.id}"
    shows = f"/team/bochum/pop-up/nutzungen/{tenancy.id}/programm"
    with at(OPEN):
        known = visit().get("/programm.ics").headers["Last-Modified"]
        assert ticks(visit(cast.nora).get(inside)) == [True]
        assert ticks(visit(cast.alice).get(inside)) == []
    with at(OPEN, 10):
        team = visit(cast.nora)
        for _click in range(2):
            team.post(shows, {})
        page = team.get(inside)
        assert ticks(page) == [False]
        [line] = [
            "".join(one.itertext())
            for one in page.all("li")
            if "Wird nicht im Programm" in "".join(one.itertext())
        ]
        assert cast.nora.name in line
        assert "Zechenkaffee" not in visit().get("/programm").words()
        assert events(visit().get("/programm.ics", headers={"If-Modified-Since": known}).data) == []
        visit().get(public, expect=404)
    with at(OPEN, 11):
        visit(cast.nora).post(shows, {"im-programm": "y"})
        page = visit(cast.nora).get(inside)
        assert ticks(page) == [True]
        assert "Wird im Programm gezeigt" in page.words()
        assert "Zechenkaffee" in visit().get("/programm").words()
        assert [str(one["SUMMARY"]) for one in events(visit().get("/programm.ics").data)] == ["Zechenkaffee"]
        visit().get(public)


def test_without_agreed_hours_it_appears_with_its_first_opened_day(session, cast, visit, tenancy, at) -> None:
    session.execute(update(Tenancy).values(weekly_hours=[]))
    session.commit()
    with at(date(2027, 1, 27)):
        assert "Zechenkaffee" not in visit().get("/programm").words()
        url = f"/pop-up/nutzungen/{tenancy.id}/oeffnung?woche=2027-01-25"
        visit(cast.alice).post(url, {"am-2027-01-26": "11–18"})
        words = visit().get("/programm").words()
        assert "Zechenkaffee" in words
        assert "bis 14.02.2027" in words


def test_an_unaccepted_offer_and_what_staff_let_otherwise_stay_inside(
    session, cast, visit, offer, at, now
) -> None:
    slot = make_space(session, cast.house, SpaceKind.POPUP_SLOT, 2)
    session.commit()
    offer(until=local_moment(date(2027, 1, 17), time(12), zone=cast.house.zone))
    wish = Wish(
        span=weeks_span(FIRST_ON, 4, zone=cast.house.zone),
        space_ids=(slot.id,),
        details=Details(title="Intern", is_public=True),
    )
    door = StaffDoor(entered_by=cast.nora, reason="Eigene Aktion")
    booking = place_booking(
        session, wish, booked_by=cast.nora, now=now, state=BookingState.CONFIRMED, door=door
    )
    tenancy = session.scalars(select(Tenancy).where(Tenancy.booking_id == booking.id)).one()
    tenancy.weekly_hours = [[1, 660, 1080]]
    session.commit()
    with at(OPEN):
        words = visit().get("/programm").words()
        assert "Zechenkaffee" not in words
        assert "Intern" not in words
        visit().get(page_of(tenancy), expect=404)
