"""The rules for how calendars are answered, for every kind of feed: one event in each, and what happens to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.scopes import FeedKind, Scope, personal
from labspace.events.actions import EventDetails, request_event
from labspace.events.programme.actions import Wording, propose_text, release_text
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space
from tests.calendars.feeds import subscribe
from tests.calendars.readers import READERS
from tests.factories import Cast, book, on_day

KINDS = [*FeedKind, None]
"""None: the public programme."""
EVIL = "Saal\r\nATTENDEE:mailto:x@example.org\nX-EVIL:1; „A\\Neu“, 🎉"
Fetch = Callable[..., TestResponse]

pytestmark = [
    pytest.mark.parametrize("engine_name", ["sqlite"]),
    pytest.mark.parametrize(
        "kind", KINDS, ids=[kind.name.lower() if kind else "programme" for kind in KINDS]
    ),
]


@pytest.fixture
def event(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's public event on 1 December, confirmed and released: every feed shows it."""
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
    text = propose_text(
        session,
        booking.id,
        Wording(title="Lesung", words="Neue Texte", organiser_name="Lesekreis"),
        by=cast.alice,
        now=now,
    )
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    return booking


@pytest.fixture
def fetch(
    app: Flask, session: Session, cast: Cast, event: Booking, now: datetime, kind: FeedKind | None
) -> Fetch:
    """Gets the feed of this kind as a calendar program does."""
    path = "/programm.ics"
    if kind is not None:
        scopes = {
            FeedKind.PERSONAL: personal(cast.alice.id),
            FeedKind.SPACE: Scope(kind=kind, subject_id=cast.area.id),
            FeedKind.HOUSE_KIND: Scope(kind=kind, subject_id=cast.house.id, space_kind=SpaceKind.EVENT_AREA),
        }
        scope = scopes.get(kind, Scope(kind=kind, subject_id=cast.house.id))
        reader = cast.alice if kind is FeedKind.PERSONAL else cast.nora
        path = subscribe(app, session, reader, scope, now=now).path

    def get(*, method: str = "GET", **headers: Any) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client(use_cookies=False).open(path, method=method, headers=named)

    return get


def lines(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")


def events_in(answer: TestResponse) -> list[str]:
    return answer.get_data(as_text=True).split("BEGIN:VEVENT\r\n")[1:]


def assert_changed(fetch: Fetch, before: TestResponse) -> TestResponse:
    """Both validators say that something changed; the new answer."""
    after = fetch(If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    assert fetch(If_Modified_Since=before.headers["Last-Modified"]).status_code == 200
    assert fetch(If_None_Match=after.headers["ETag"]).status_code == 304
    return after


def test_it_is_answered_as_calendars_expect(fetch: Fetch) -> None:
    answer = fetch()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert not {"Set-Cookie", "Content-Disposition", "Location"} & set(answer.headers.keys())
    assert "Accept-Encoding" in answer.headers["Vary"]
    etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
    assert etag.startswith('"')
    for accept in ("text/html", "application/calendar+json", "*/*"):
        assert fetch(Accept=accept).data == answer.data
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = fetch(If_None_Match=known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert fetch(If_Modified_Since=modified).status_code == 304
    assert fetch(If_Modified_Since="gestern").status_code == 200
    assert fetch(If_None_Match='"x"', If_Modified_Since=modified).status_code == 200
    head = fetch(method="HEAD")
    assert (head.data, head.headers["ETag"], head.headers["Content-Length"]) == (
        b"",
        etag,
        str(len(answer.data)),
    )
    assert fetch(method="HEAD", If_None_Match=etag).status_code == 304
    assert fetch(Accept_Encoding="gzip").headers["ETag"] != etag


def test_it_says_what_every_feed_says_and_invites_nobody(fetch: Fetch, event: Booking) -> None:
    text = lines(fetch())
    names = [line.partition(":")[0].partition(";")[0] for line in text]
    for name in ("VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "TZID"):
        assert names.count(name) == 1, name
    assert not set(names) & {"METHOD", "ORGANIZER", "ATTENDEE", "X-WR-TIMEZONE"}
    for one in events_in(fetch()):
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS", "TRANSP"):
            assert one.count(f"\r\n{name}") + one.startswith(name) == 1, name
    uids = [line for line in text if line.startswith("UID:")]
    assert uids
    assert len(uids) == len(set(uids))
    assert all(uid.endswith("@labspace") and "alice" not in uid.lower() for uid in uids)
    stamps = {
        line.partition(":")[2] for line in text if line.startswith(("DTSTAMP", "LAST-MODIFIED", "CREATED"))
    }
    assert all(stamp.endswith("Z") for stamp in stamps)


def test_a_name_with_a_line_break_a_cancellation_and_the_day_that_rolls_reach_it(
    session: Session, cast: Cast, fetch: Fetch, event: Booking, now: datetime, kind: FeedKind | None
) -> None:
    before = fetch()
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        session.execute(update(Space).where(Space.id == cast.area.id).values(name=EVIL, name_en=EVIL))
        session.commit()
        renamed = assert_changed(fetch, before)
        assert not any(line.startswith(("ATTENDEE", "X-EVIL")) for line in lines(renamed))
        for read in READERS.values():
            found = read(renamed.data)
            assert len(found) == len(events_in(renamed))
            assert all("X-EVIL" in one.summary + one.location for one in found)
        later = now + timedelta(minutes=6)
        with time_machine.travel(later, tick=False):
            cancel_booking(session, event.id, by=cast.nora, now=later, by_house=True, reason="Heizung")
            session.commit()
            gone = assert_changed(fetch, renamed)
    if kind in (FeedKind.SPACE, FeedKind.HOUSE, FeedKind.HOUSE_KIND, FeedKind.STAFF):
        assert events_in(gone) == []
        return
    assert "STATUS:CANCELLED" in lines(gone)
    assert "Heizung" not in gone.get_data(as_text=True)
    with time_machine.travel(now + timedelta(days=40), tick=False):
        assert events_in(assert_changed(fetch, gone)) == []


def test_what_is_untouched_keeps_its_bytes(
    session: Session, cast: Cast, fetch: Fetch, event: Booking, now: datetime, kind: FeedKind | None
) -> None:
    before = fetch()
    later = now + timedelta(hours=2)
    with time_machine.travel(later, tick=False):
        book(session, cast.desk, cast.bob, on_day(date(2026, 12, 1), 14, 16, house=cast.house), now=later)
        after = fetch(If_None_Match=before.headers["ETag"])
        assert after.status_code == (200 if kind is FeedKind.HOUSE else 304)
        kept = events_in(fetch())
    assert all(one.removesuffix("END:VCALENDAR\r\n") in "".join(kept) for one in events_in(before))
