"""The page that offers the feed, and one booking as a file."""

from __future__ import annotations

from datetime import date

import pytest

from labspace.bookings.actions import cancel_booking
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


OTHER_FEEDS = {
    "space {cast.desk.id}": ("Desk 1", ["Belegt"]),
    "house {cast.house.id}": ("Stadtlabor Bochum", ["Belegt: Desk 1"]),
    "kind {cast.house.id} desk": ("Arbeitsplätze", ["Belegt: Desk 1"]),
    "staff {cast.house.id}": ("Team", []),
}


@pytest.mark.parametrize("calendar", OTHER_FEEDS)
def test_other_calendars_are_subscribed_to_with_link_and_steps_of_their_own_and_ended(
    visit, cast, session, app, now, calendar
):
    book(session, cast.desk, cast.alice, on_day(date(2026, 11, 24), 9, 11, house=cast.house), now=now)
    name, summaries = OTHER_FEEDS[calendar]
    nora, reader = visit(cast.nora), app.test_client(use_cookies=False)
    wanted = {"kalender": calendar.format(cast=cast)}
    page_url = nora.post("/kalender/abos", data=wanted, expect=303).location
    page = nora.get(page_url)
    for said in (name, "Outlook", "Google", "Thunderbird", "Nextcloud"):
        assert said in page.words()
    path = page.text.split('value="http://127.0.0.1:5000')[1].split('"')[0]
    assert f"webcal://127.0.0.1:5000{path}" in page.text
    answer = reader.get(path)
    assert answer.status_code == 200
    assert [line[8:] for line in answer.text.split("\r\n") if line.startswith("SUMMARY:")] == summaries
    # Asked for twice it is the same one; once ended it answers nobody any more.
    assert nora.post("/kalender/abos", data=wanted, expect=303).location == page_url
    assert name in nora.get("/kalender").words()
    nora.post(f"{page_url}/ende", expect=303)
    assert reader.get(path).status_code == 410


@pytest.mark.parametrize("calendar", ["staff {cast.other_house.id}", "space 0", "nonsense", ""])
def test_what_nobody_offered_is_no_calendar(visit, cast, calendar):
    visit(cast.nora).post("/kalender/abos", data={"kalender": calendar.format(cast=cast)}, expect=404)


def test_a_day_and_a_week_are_files_with_what_still_stands_then(visit, cast, session, now):
    tuesday, friday, next_monday = date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 30)
    spans = [on_day(day, 9, 11, house=cast.house) for day in (tuesday, friday, next_monday)]
    kept = [book(session, cast.desk, cast.alice, span, now=now) for span in spans]
    gone = book(session, cast.desk, cast.alice, on_day(tuesday, 14, 15, house=cast.house), now=now)
    others = book(session, cast.second_desk, cast.charlie, spans[0], now=now)
    cancel_booking(session, gone.id, by=cast.alice, now=now)
    session.commit()
    alice = visit(cast.alice)
    for named, expected in (("2026-11-24", kept[:1]), ("2026-W48", kept[:2])):
        page = alice.get(f"/kalender/tage/{named}.ics")
        assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert page.headers["Content-Disposition"] == f'attachment; filename="stadtlabor-{named}.ics"'
        found = [line for line in page.text.splitlines() if line.startswith("UID:")]
        assert found == [f"UID:{booking.uid}" for booking in expected]
        assert others.uid not in page.text
    assert alice.get("/kalender/tage/2026-11-25.ics", expect=303).location == "/kalender"
    for wrong in ("2026-W54", "2026-11-31", "1999-01-01", "gestern"):
        alice.get(f"/kalender/tage/{wrong}.ics", expect=404)
