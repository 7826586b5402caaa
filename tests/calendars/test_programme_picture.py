"""The picture of a public event in its calendars: shown by programs, told in words, gone when it is taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from icalendar import Calendar
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from labspace.bookings.actions import confirm_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.events.actions import EventDetails, request_event
from labspace.events.programme.actions import Wording, propose_text, release_text, withdraw_text
from labspace.events.programme.models import PublicEvent
from labspace.pictures.actions import add_picture
from labspace.pictures.encoding import encode
from labspace.pictures.kinds import PictureSize
from labspace.pictures.models import Picture
from labspace.pictures.shown import picture_path
from labspace.spaces.kinds import Layout
from tests.calendars.readers import IMAGE_READERS, READERS
from tests.calendars.strict import STRICT, read_strictly
from tests.factories import Cast, on_day
from tests.pictures.files import picture_bytes
from tests.support.clients import Clients

MINUTE = timedelta(minutes=1)
WORDS = Wording(title="Lesung", words="Neue Texte.", organiser_name="Lesekreis")
SEEN = "Eine Bühne, davor Stühle; \\links ein Klavier, rechts die Tür – für alle, die ein Bild nicht sehen können"


@pytest.fixture
def picture(session: Session, cast: Cast, now: datetime) -> Picture:
    encoded = encode(picture_bytes(size=(640, 480)))
    return add_picture(session, encoded, purpose="programme", alternative=SEEN, by=cast.alice, now=now)


@pytest.fixture
def event(session: Session, cast: Cast, picture: Picture, now: datetime) -> Booking:
    """Alice's public event on 1 December, released with its picture."""
    wish = Wish(
        span=on_day(date(2026, 12, 1), 14, 16, house=cast.house),
        space_ids=(cast.area.id,),
        details=Details(title="Lesung", people=40, layout=Layout.ROWS, is_public=True),
    )
    about = EventDetails(purpose="Lesen", organiser_name="Acme")
    booking = request_event(session, wish, about, booked_by=cast.alice, now=now).booking
    session.execute(update(Booking).where(Booking.id == booking.id).values(is_public=True))
    session.commit()
    confirm_booking(session, booking.id, by=cast.nora, now=now)
    release(session, cast, booking, replace(WORDS, picture_id=picture.id), now=now)
    return booking


def release(session: Session, cast: Cast, booking: Booking, words: Wording, *, now: datetime) -> int:
    text = propose_text(session, booking.id, words, by=cast.alice, now=now)
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    return text.id


def fetch(app: Flask, path: str = "/programm.ics") -> TestResponse:
    return app.test_client(use_cookies=False).get(path)


def only(answer: TestResponse) -> Any:
    [found] = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    return found


@pytest.mark.parametrize("reader", IMAGE_READERS)
@pytest.mark.parametrize("path", ["/programm.ics", "/standorte/bochum/programm.ics", "one event"])
def test_programs_find_the_picture_and_its_words(
    app: Flask, session: Session, event: Booking, picture: Picture, reader: str, path: str
) -> None:
    if path == "one event":
        path = f"/programm/{session.get_one(PublicEvent, event.id).public_id}.ics"
    data = fetch(app, path).get_data()
    [(url, kind, display, mimetype)] = IMAGE_READERS[reader](data)
    base_url = app.extensions["labspace.settings"].base_url.rstrip("/")
    assert url == base_url + picture_path(picture, PictureSize.SMALL)
    assert (kind, display, mimetype) == ("uri", "BADGE", "image/webp")
    [read] = READERS[reader](data)
    assert f"Bild: {SEEN}" in read.description.splitlines()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_programs_that_lose_a_calendar_for_one_line_read_it(
    app: Flask, event: Booking, clients: Clients, tmp_path: Any
) -> None:
    read = read_strictly(clients, fetch(app).get_data(), home=tmp_path)
    assert {name: [one.summary for one in read[name]] for name in STRICT} == {
        name: ["Lesung"] for name in STRICT
    }


def test_anybody_gets_the_picture_at_its_address_also_on_the_page_of_another_site(
    app: Flask, event: Booking, picture: Picture
) -> None:
    [(url, *_rest)] = IMAGE_READERS["vobject"](fetch(app).get_data())
    parts = urlsplit(url)
    answer = fetch(app, f"{parts.path}?{parts.query}")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "immutable" in answer.headers["Cache-Control"]
    small = next(file for file in picture.files if file.size is PictureSize.SMALL)
    with app.test_request_context():
        served = url_for("pictures.show", picture_id=picture.id, size="klein", v=small.digest)
    assert picture_path(picture, PictureSize.SMALL) == served


def test_unchanged_two_fetches_are_the_same_bytes(app: Flask, event: Booking) -> None:
    assert fetch(app).get_data() == fetch(app).get_data()


def test_another_picture_and_none_reach_subscribers_at_once(
    app: Flask, session: Session, cast: Cast, event: Booking, now: datetime
) -> None:
    first, known = only(fetch(app)), fetch(app).headers["ETag"]
    encoded = encode(picture_bytes(colour="red"))
    red = add_picture(
        session, encoded, purpose="programme", alternative="Rotes Plakat", by=cast.alice, now=now
    )
    release(session, cast, event, replace(WORDS, picture_id=red.id), now=now + MINUTE)
    answer = fetch(app)
    second = only(answer)
    assert answer.headers["ETag"] != known
    assert str(second["IMAGE"]) != str(first["IMAGE"])
    assert "Bild: Rotes Plakat" in str(second["DESCRIPTION"])
    assert second["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt

    release(session, cast, event, WORDS, now=now + 2 * MINUTE)
    third = only(fetch(app))
    assert "IMAGE" not in third
    assert "Bild" not in str(third["DESCRIPTION"])
    assert third["LAST-MODIFIED"].dt > second["LAST-MODIFIED"].dt
    gone = urlsplit(str(second["IMAGE"]))
    assert fetch(app, f"{gone.path}?{gone.query}").status_code == 404


def test_taken_out_of_the_programme_its_address_shows_nothing(
    app: Flask, session: Session, cast: Cast, event: Booking, picture: Picture, now: datetime
) -> None:
    path, words = (
        picture_path(picture, PictureSize.SMALL),
        replace(WORDS, title="Abend", picture_id=picture.id),
    )
    shown = release(session, cast, event, words, now=now)
    assert fetch(app, path).status_code == 200
    withdraw_text(session, shown, by=cast.nora, now=now + MINUTE)
    session.commit()
    assert fetch(app, path).status_code == 404
