"""The public programme as a calendar: only what was released, stable stamps, and every change at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.scopes import FeedKind, Scope
from labspace.events.actions import EventDetails, request_event
from labspace.events.programme.actions import Wording, propose_text, release_text, withdraw_text
from labspace.events.programme.models import PublicEvent, PublicText
from labspace.locations.models import Location
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from tests.calendars.feeds import subscribe
from tests.factories import Cast, on_day
from tests.support.statements import counted

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
WORDS = Wording(title="Lesung; mit Musik", words="Neue Texte,\nalte Lieder.", organiser_name="Lesekreis")
Fetch = Callable[..., TestResponse]


@pytest.fixture
def event(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's public event on 1 December, confirmed and released."""
    wish = Wish(
        span=on_day(date(2026, 12, 1), 14, 16, house=cast.house),
        space_ids=(cast.area.id,),
        details=Details(title="Intern: Lesung Acme", people=40, layout=Layout.ROWS, is_public=True),
    )
    about = EventDetails(purpose="Lesen", organiser_name="Acme")
    booking = request_event(session, wish, about, booked_by=cast.alice, now=now).booking
    session.execute(update(Booking).where(Booking.id == booking.id).values(is_public=True))
    session.commit()
    confirm_booking(session, booking.id, by=cast.nora, now=now)
    text = propose_text(session, booking.id, WORDS, by=cast.alice, now=now)
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    return booking


@pytest.fixture
def fetch(app: Flask) -> Fetch:
    """What a calendar program gets: a client without cookies."""

    def get(path: str = "/programm.ics", *, method: str = "GET", **headers: Any) -> TestResponse:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client(use_cookies=False).open(path, method=method, headers=names)

    return get


def events(answer: TestResponse) -> list[Any]:
    return list(Calendar.from_ical(answer.get_data()).walk("VEVENT"))


def test_a_released_event_stands_in_the_feeds_of_its_house_and_of_all(
    session: Session, event: Booking, fetch: Fetch
) -> None:
    for path in ("/programm.ics", "/standorte/bochum/programm.ics"):
        answer = fetch(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert "Set-Cookie" not in answer.headers
        [found] = events(answer)
        assert str(found["SUMMARY"]) == "Lesung; mit Musik"
        assert str(found["UID"]) == session.get_one(PublicEvent, event.id).uid != event.uid
        assert str(found["TRANSP"]) == "TRANSPARENT"
        assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt
    assert events(fetch("/standorte/witten/programm.ics")) == []
    assert fetch("/standorte/gibt-es-nicht/programm.ics").status_code == 404


def test_nothing_in_it_tells_of_a_person_or_the_booking(
    session: Session, event: Booking, fetch: Fetch
) -> None:
    text = fetch().get_data(as_text=True).replace("\r\n ", "")
    for secret in (
        "Alice",
        "alice@",
        "Acme",
        "Intern",
        event.reference,
        event.uid,
        "ORGANIZER",
        "ATTENDEE",
        "METHOD",
    ):
        assert secret not in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert "X-PUBLISHED-TTL:PT1H" in text


def test_unchanged_it_answers_304_and_the_same_bytes(event: Booking, fetch: Fetch, now: datetime) -> None:
    first = fetch()
    again = fetch()
    assert first.get_data() == again.get_data()
    assert first.headers["Cache-Control"] == "public, max-age=900"
    assert fetch(If_None_Match=first.headers["ETag"]).status_code == 304
    assert fetch(If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    assert fetch(method="HEAD").headers["ETag"] == first.headers["ETag"]
    zipped = fetch(Accept_Encoding="gzip")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] != first.headers["ETag"]


def test_a_move_a_new_text_and_a_cancellation_reach_it_at_once(
    session: Session, cast: Cast, event: Booking, fetch: Fetch, now: datetime
) -> None:
    known = fetch()
    [first] = events(known)
    details = Details(title=event.title, people=40, layout=Layout.ROWS)
    later = on_day(date(2026, 12, 2), 14, 16, house=cast.house)
    move_booking(
        session, event.id, Wish(span=later, space_ids=(cast.area.id,), details=details), by=cast.nora, now=now
    )
    session.commit()
    moved = fetch(If_None_Match=known.headers["ETag"])
    [second] = events(moved)
    assert second["DTSTART"].dt == later.starts_at
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt
    cancel_booking(session, event.id, by=cast.nora, now=now, by_house=True, reason="Heizung defekt")
    session.commit()
    [third] = events(fetch(If_None_Match=moved.headers["ETag"]))
    assert (str(third["SUMMARY"]), str(third["STATUS"])) == ("Fällt aus: Lesung; mit Musik", "CANCELLED")
    assert "Heizung" not in fetch().get_data(as_text=True)
    with time_machine.travel(later.ends_at + 2 * DAY, tick=False):
        assert events(fetch()) == []


def test_taken_out_of_the_programme_it_is_gone(
    session: Session, cast: Cast, event: Booking, fetch: Fetch, now: datetime
) -> None:
    known = fetch()
    text = session.scalars(select(PublicText)).one()
    withdraw_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    answer = fetch(If_None_Match=known.headers["ETag"])
    assert (answer.status_code, events(answer)) == (200, [])


@pytest.mark.parametrize(
    ("renamed", "shown"),
    [
        (update(Location).values(name="Haus am Markt"), "Haus am Markt"),
        (update(Location).values(address="Neuer Weg 1"), "Neuer Weg 1"),
        (update(Space).values(name="Großer Saal"), "Großer Saal"),
    ],
    ids=["house", "address", "space"],
)
def test_a_new_name_reaches_it_at_once(
    session: Session, event: Booking, fetch: Fetch, renamed: Update, shown: str
) -> None:
    for path in ("/programm.ics", "/standorte/bochum/programm.ics"):
        known = fetch(path)
        session.execute(renamed)
        session.commit()
        for asked in (
            {"If_None_Match": known.headers["ETag"]},
            {"If_Modified_Since": known.headers["Last-Modified"]},
        ):
            [found] = events(fetch(path, **asked))
            assert shown in str(found["LOCATION"])
        session.execute(renamed)  # to the same name: nothing to tell
        session.commit()
        assert fetch(path, If_None_Match=fetch(path).headers["ETag"]).status_code == 304
        session.execute(update(Location).values(name="Alt", address="Alt"))
        session.execute(update(Space).values(name="Alt"))
        session.commit()


def test_an_empty_calendar_too_bears_the_new_name_of_its_house(
    session: Session, cast: Cast, fetch: Fetch
) -> None:
    known = fetch("/standorte/witten/programm.ics")
    session.execute(update(Location).values(name="Haus an der Ruhr"))
    session.commit()
    answer = fetch("/standorte/witten/programm.ics", If_Modified_Since=known.headers["Last-Modified"])
    assert "X-WR-CALNAME:Programm – Haus an der Ruhr" in answer.get_data(as_text=True)


def test_what_is_known_costs_two_statements(session: Session, event: Booking, fetch: Fetch) -> None:
    """The revisions of the houses, and the feed."""
    for path in ("/programm.ics", "/standorte/bochum/programm.ics"):
        etag = fetch(path).headers["ETag"]
        with counted(session) as seen:
            assert fetch(path, If_None_Match=etag).status_code == 304
        assert len(seen) == 2, seen


def test_it_speaks_english_where_asked(event: Booking, fetch: Fetch) -> None:
    [found] = events(fetch("/programm.ics?lang=en"))
    assert "Organiser: Lesekreis" in str(found["DESCRIPTION"])


def test_one_event_is_a_file(session: Session, event: Booking, fetch: Fetch) -> None:
    public_id = session.get_one(PublicEvent, event.id).public_id
    answer = fetch(f"/programm/{public_id}.ics")
    assert (answer.status_code, len(events(answer))) == (200, 1)
    assert fetch("/programm/gibtesnicht.ics").status_code == 404


def test_others_see_its_public_title_in_the_calendars_of_house_and_area(
    app: Flask, session: Session, cast: Cast, event: Booking, now: datetime
) -> None:
    house = Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id)
    area = Scope(kind=FeedKind.SPACE, subject_id=cast.area.id)
    readers = [subscribe(app, session, cast.charlie, scope, now=now) for scope in (house, area)]
    for reader in readers:
        assert reader.summaries() == ["Lesung\\; mit Musik"]
        text = "\n".join(reader.lines())
        assert not any(word in text for word in ("Intern", "Alice", "Lesekreis", event.uid, event.reference))
    text_id = session.scalars(select(PublicText.id)).one()
    withdraw_text(session, text_id, by=cast.nora, now=now + DAY)
    session.commit()
    assert [reader.summaries() for reader in readers] == [[f"Belegt: {cast.area.name}"], ["Belegt"]]
