"""The page that offers the feed, and one booking as a file."""

from __future__ import annotations

from datetime import date

from labspace.calendars.models import FeedLink
from tests.factories import book, on_day


def test_visitors_learn_what_they_would_get(visit):
    page = visit().get("/kalender")
    assert "Nach dem Anmelden" in page.words()
    assert "webcal" not in page.text


def test_the_page_shows_both_forms_of_the_link_and_how_to_use_it(visit, cast, session):
    page = visit(cast.alice).get("/kalender")
    feed = session.query(FeedLink).one()
    assert f"webcal://127.0.0.1:5000/kalender/{feed.id}-" in page.text
    assert f'value="http://127.0.0.1:5000/kalender/{feed.id}-' in page.text
    for name in ("Outlook", "Apple", "Google", "Thunderbird", "Nextcloud", "Bisher hat noch kein Kalender"):
        assert name in page.words()


def test_the_page_is_complete_in_english(visit, cast):
    cast.alice.locale = "en"
    words = visit(cast.alice, language="en").get("/kalender").words()
    assert "Bookings in your own calendar" in words
    assert "Kalender" not in words


def test_the_link_on_the_page_works_until_a_new_one_is_made(visit, cast, app):
    alice = visit(cast.alice)

    def link():
        return alice.get("/kalender").text.split('value="http://127.0.0.1:5000')[1].split('"')[0]

    old, reader = link(), app.test_client()
    assert reader.get(old).status_code == 200
    assert "Zuletzt abgerufen" in alice.get("/kalender").words()
    number = old.removeprefix("/kalender/").split("-")[0]
    words = alice.get(f"/kalender/abos/{number}/neuer-link").words()
    assert "bekommt nichts Neues mehr" in words
    assert "Zuletzt abgerufen" in words
    assert alice.post(f"/kalender/abos/{number}/neuer-link", expect=303).location == "/kalender"
    assert reader.get(old).status_code == 410
    assert reader.get(link()).status_code == 200


def test_a_booking_is_a_file_for_its_owner_and_the_staff_only(visit, cast, session, now):
    span = on_day(date(2026, 11, 24), 9, 11, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    address = f"/buchungen/{booking.reference}.ics"
    for user in (cast.alice, cast.nora):
        page = visit(user).get(address)
        assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert page.headers["Content-Disposition"] == f'attachment; filename="{booking.reference}.ics"'
        assert f"UID:{booking.uid}" in page.text
    visit(cast.charlie).get(address, expect=404)
    visit(cast.alice).get("/buchungen/BO-NOTHING.ics", expect=404)
