"""The personal feed over HTTP: the right bytes, validators, links."""

from __future__ import annotations

import gzip
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from labspace import create_app
from labspace.bookings.actions import (
    cancel_booking,
    check_in,
    move_booking,
    retell_booking,
)
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.linking import personal_link, renew_link
from labspace.calendars.links import token_of
from labspace.calendars.models import CalendarEntry, FeedLink
from labspace.db import begin_write, db
from labspace.spaces.models import Space
from tests.factories import book, on_day

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def booking(session, cast, now):
    """Alice's desk tomorrow from nine to eleven."""
    span = on_day(TOMORROW, 9, 11, house=cast.house)
    return book(session, cast.desk, cast.alice, span, now=now, details=Details(title="Probe"))


@pytest.fixture
def address(session, cast, booking, app, now):
    """Where Alice's feed is."""
    link = personal_link(session, cast.alice, now=now)
    session.commit()
    return f"/kalender/{link.id}-{token_of(app.secret_key, link.id, link.generation)}.ics"


@pytest.fixture
def fetch(app, address):
    """What a calendar program gets: a client without cookies."""

    def get(path=address, *, method="GET", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client(use_cookies=False).open(path, method=method, headers=names)

    return get


def lines(response):
    return response.get_data(as_text=True).replace("\r\n ", "").split("\r\n")


def test_a_booking_is_an_event_of_its_owner(fetch, booking):
    answer = fetch()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    text = lines(answer)
    assert f"UID:{booking.uid}" in text
    assert "SUMMARY:Probe (Desk 1)" in text
    assert "DTSTART;TZID=Europe/Berlin:20261124T090000" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert "X-PUBLISHED-TTL:PT1H" in text
    assert not any(line.startswith(("METHOD", "ORGANIZER", "ATTENDEE")) for line in text)


def test_nothing_is_remembered_and_nothing_searched(fetch):
    headers = fetch().headers
    assert "Set-Cookie" not in headers
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "private, no-cache"
    assert "Accept-Encoding" in headers["Vary"]
    assert "Content-Disposition" not in headers


def test_a_signed_in_browser_gets_no_cookie_either(visit, cast, address):
    page = visit(cast.alice).get(f"{address}?lang=en")
    assert "Set-Cookie" not in page.headers


def test_two_fetches_are_the_same_bytes_also_from_another_process(fetch, app, address, settings):
    first = fetch()
    other = create_app(settings)
    second = other.test_client(use_cookies=False).get(address)
    with other.app_context():
        db.engine.dispose()
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


def test_gzip_has_an_etag_of_its_own(fetch):
    plain, zipped = fetch(), fetch(Accept_Encoding="gzip")
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("form", ["{}", '"other", {}', "W/{}", "*"])
def test_what_is_known_is_not_sent_again(fetch, form):
    etag = fetch().headers["ETag"]
    answer = fetch(If_None_Match=form.format(etag))
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)


def test_dates_work_as_validators_too(fetch):
    modified = fetch().headers["Last-Modified"]
    assert fetch(If_Modified_Since=modified).status_code == 304
    assert fetch(If_Modified_Since="Thu, 01 Jan 2026 00:00:00 GMT").status_code == 200
    assert fetch(If_Modified_Since="yesterday").status_code == 200
    assert fetch(If_None_Match='"stale"', If_Modified_Since=modified).status_code == 200


def test_head_equals_get_without_a_body(fetch):
    head, get = fetch(method="HEAD"), fetch()
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert head.headers["ETag"] == get.headers["ETag"]
    assert fetch(method="HEAD", If_None_Match=get.headers["ETag"]).status_code == 304


def changes(session, cast, booking, now):
    """Every kind of change that shows, by name."""
    later = Wish(span=on_day(TOMORROW, 13, 15, house=cast.house), space_ids=(cast.desk.id,))
    return {
        "moved": lambda: move_booking(session, booking.id, later, by=cast.alice, now=now),
        "cancelled": lambda: cancel_booking(session, booking.id, by=cast.alice, now=now),
        "retold": lambda: retell_booking(
            session, booking.id, title="Neu", people=1, note_text="", by=cast.alice, now=now
        ),
        "another": lambda: book(session, cast.second_desk, cast.alice, later.span, now=now),
        "space renamed": lambda: rename(session, cast.desk, "Fensterplatz"),
        "house renamed": lambda: rename_house(session, cast.house),
    }


def rename(session, space, name):
    begin_write(session)
    session.get_one(Space, space.id).name = name
    session.commit()


def rename_house(session, house):
    begin_write(session)
    house.name = "Anderes Haus"
    session.commit()


@pytest.mark.parametrize(
    "change", ["moved", "cancelled", "retold", "another", "space renamed", "house renamed"]
)
def test_every_change_moves_both_validators(session, cast, booking, fetch, now, change):
    before = fetch()
    changes(session, cast, booking, now)[change]()
    session.commit()
    after = fetch(If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    assert fetch(If_Modified_Since=before.headers["Last-Modified"]).status_code == 200
    assert after.data != before.data


def test_a_renamed_space_raises_last_modified_but_not_sequence(session, cast, fetch, now):
    before = lines(fetch())
    rename(session, cast.desk, "Fenster\nplatz, links")
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        after = lines(fetch())
    assert "SUMMARY:Probe (Fenster platz\\, links)" in after
    assert "SEQUENCE:0" in after
    stamp = [line for line in after if line.startswith(("LAST-MODIFIED", "DTSTAMP"))]
    assert stamp == ["DTSTAMP:20261123T090000Z", "LAST-MODIFIED:20261123T090000Z"]
    assert "LAST-MODIFIED:20261123T080000Z" in before


def test_an_untouched_event_keeps_its_stamps(session, cast, booking, fetch, now):
    fetch()
    before = session.scalars(select(CalendarEntry.ics).where(CalendarEntry.booking_id == booking.id)).one()
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        span = on_day(TOMORROW, 13, 15, house=cast.house)
        book(session, cast.second_desk, cast.alice, span, now=now + timedelta(hours=2))
        assert before in fetch().data


def test_what_shows_nothing_new_changes_nothing(session, cast, booking, fetch, now):
    before = fetch().headers["ETag"]
    check_in(session, booking.id, by=cast.nora, now=booking.starts_at)
    session.commit()
    assert fetch().headers["ETag"] == before


def test_a_cancelled_booking_stays_struck_out_for_thirty_days(session, cast, booking, fetch, now):
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    text = lines(fetch())
    assert "STATUS:CANCELLED" in text
    assert "SUMMARY:Abgesagt: Probe (Desk 1)" in text
    assert "SEQUENCE:1" in text
    before = fetch()
    with time_machine.travel(now + timedelta(days=30), tick=False):
        assert fetch(If_None_Match=before.headers["ETag"]).status_code == 304
    with time_machine.travel(now + timedelta(days=31), tick=False):
        after = fetch(If_None_Match=before.headers["ETag"])
        assert after.status_code == 200
        assert b"VEVENT" not in after.data
        assert fetch(If_Modified_Since=before.headers["Last-Modified"]).status_code == 200


def test_a_day_goes_by_without_a_change_where_nothing_enters_or_leaves(fetch, now):
    etag = fetch().headers["ETag"]
    with time_machine.travel(now + timedelta(days=5), tick=False):
        assert fetch(If_None_Match=etag).status_code == 304


def test_a_year_later_the_event_leaves_and_both_validators_say_so(fetch, now):
    before = fetch()
    with time_machine.travel(now + timedelta(days=367), tick=False):
        after = fetch(If_None_Match=before.headers["ETag"])
        assert after.status_code == 200
        assert b"VEVENT" not in after.data
        assert after.headers["Last-Modified"] != before.headers["Last-Modified"]


def test_a_new_link_retires_the_old_one(session, cast, fetch, address, app, now):
    link = renew_link(session, session.scalars(select(FeedLink)).one().id, now=now)
    session.commit()
    answer = fetch()
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (410, "noindex")
    assert b"VCALENDAR" not in answer.data
    assert fetch(f"/kalender/{link.id}-{token_of(app.secret_key, link.id, 2)}.ics").status_code == 200


@pytest.mark.parametrize("token", ["wrong", "ä", "x" * 3000])
def test_a_wrong_link_is_unknown(fetch, token):
    assert fetch(f"/kalender/1-{token}.ics").status_code == 404
    assert fetch(f"/kalender/999999-{token}.ics").status_code == 404
    assert fetch(f"/kalender/99999999999999999999-{token}.ics").status_code == 404


def test_a_disabled_person_has_no_feed(session, cast, fetch, now):
    cast.alice.disabled_at = now
    session.commit()
    assert fetch().status_code == 410


def test_the_feed_speaks_its_owners_language(session, cast, booking, fetch, now):
    german = fetch()
    cast.alice.locale = "en"
    session.commit()
    english = fetch(If_None_Match=german.headers["ETag"])
    assert english.status_code == 200
    assert "Booking number" in english.get_data(as_text=True).replace("\r\n ", "")


def test_a_feed_costs_few_statements(fetch, session, cast, now):
    statements: list[str] = []
    etag = fetch().headers["ETag"]
    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    fetch(If_None_Match=etag)
    assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_somebody_elses_bookings_are_not_in_it(session, cast, fetch, now):
    book(session, cast.second_desk, cast.bob, on_day(TOMORROW, 9, 11, house=cast.house), now=now)
    assert fetch().data.count(b"BEGIN:VEVENT") == 1


def test_bookings_of_people_without_a_feed_store_nothing(session, cast, now):
    book(session, cast.desk, cast.bob, on_day(TOMORROW, 9, 11, house=cast.house), now=now)
    assert session.scalars(select(CalendarEntry)).all() == []


def test_the_first_fetch_is_noted_at_once_and_later_ones_together(session, fetch, now):
    def noted():
        session.expire_all()
        return session.scalars(select(FeedLink.fetched_at)).one()

    fetch()
    assert noted() == now
    for minutes, written in ((1, 0), (3, 0), (9, 9)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            fetch()
        assert noted() == now + timedelta(minutes=written)


def test_robots_may_come(fetch):
    assert fetch("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow:\n"
