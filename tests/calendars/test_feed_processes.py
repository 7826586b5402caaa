"""Feeds from several processes and after a restart: the same bytes, and no booking missed."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.models import CalendarEntry
from labspace.calendars.scopes import FeedKind, Scope, personal
from labspace.db import db
from labspace.spaces.kinds import SpaceKind
from tests.calendars.feeds import subscribe
from tests.factories import Cast, book, on_day

SCRIPT = """
import hashlib, json, sys
from datetime import datetime
from pathlib import Path
import time_machine
from config import Settings
from labspace import create_app
url, folder, now, *paths = sys.argv[1:]
settings = Settings(data_dir=Path(folder), database_url=url, secret_key="only for tests", deliver_in_server=False)
with time_machine.travel(datetime.fromisoformat(now), tick=False):
    client = create_app(settings).test_client(use_cookies=False)
    found = {}
    for path in paths:
        found[path] = {}
        for form in ("identity", "gzip"):
            answer = client.get(path, headers={"Accept-Encoding": form})
            names = ("ETag", "Last-Modified", "Content-Type", "Cache-Control", "Vary")
            said = [answer.headers[name] for name in names]
            found[path][form] = [hashlib.sha256(answer.data).hexdigest(), *said]
print(json.dumps(found))
"""


def asked_elsewhere(
    settings: Settings, paths: list[str], now: datetime, *, seed: str
) -> dict[str, dict[str, list[str]]]:
    """What another process answers, by path; `seed` shuffles its sets and dictionaries."""
    arguments = [settings.database_url, str(settings.data_dir), now.isoformat(), *paths]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=Path(__file__).parents[2],
        env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return dict(json.loads(done.stdout))


PROGRAMME = "/programm.ics"


def test_two_processes_answer_the_same_bytes(
    app: Flask, session: Session, cast: Cast, settings: Settings, now: datetime
) -> None:
    """Of every kind of feed."""
    for hour in (9, 11):
        span = on_day(date(2026, 11, 24), hour, hour + 1, house=cast.house)
        details = Details(title=f"Größe; {hour} 🎉", organisation_id=cast.acme.id)
        book(session, cast.desk, cast.alice, span, now=now, details=details)
    evening = on_day(date(2026, 11, 24), 14, 16, house=cast.house)
    wish = Wish(span=evening, space_ids=(cast.area.id,), details=Details(title="Lesung", people=20))
    place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.REQUESTED)
    session.commit()
    scopes = {
        FeedKind.PERSONAL: personal(cast.alice.id),
        FeedKind.SPACE: Scope(kind=FeedKind.SPACE, subject_id=cast.desk.id),
        FeedKind.HOUSE: Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id),
        FeedKind.HOUSE_KIND: Scope(
            kind=FeedKind.HOUSE_KIND, subject_id=cast.house.id, space_kind=SpaceKind.DESK
        ),
        FeedKind.STAFF: Scope(kind=FeedKind.STAFF, subject_id=cast.house.id),
    }
    assert set(scopes) == set(FeedKind)
    who = {FeedKind.PERSONAL: cast.alice}
    paths = [
        subscribe(app, session, who.get(kind, cast.nora), scope, now=now).path
        for kind, scope in scopes.items()
    ]
    session.commit()
    asked = [*paths, PROGRAMME]
    first, second = (asked_elsewhere(settings, asked, now, seed=seed) for seed in ("1", "2"))
    assert set(first) == set(asked)
    for path in asked:
        assert first[path] == second[path]
        assert first[path]["gzip"][1] != first[path]["identity"][1]


def test_no_booking_is_missed_while_a_feed_is_filled(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    house = Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id)
    reader = subscribe(app, session, cast.charlie, house, now=now)
    alice_id, desk_id, house_row = cast.alice.id, cast.desk.id, cast.house
    spans = [on_day(date(2026, 11, 24), hour, hour + 1, house=house_row) for hour in range(9, 17)]
    session.commit()

    def make(number: int) -> None:
        with app.app_context():
            person = db.session.get_one(type(cast.alice), alice_id)
            wish = Wish(span=spans[number], space_ids=(desk_id,))
            place_booking(db.session(), wish, booked_by=person, now=now)
            db.session.commit()
            db.session.remove()

    def read(_turn: int) -> None:
        assert reader.fetch().status_code == 200

    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(make if turn % 2 else read, turn // 2) for turn in range(2 * len(spans))]
        for one in work:
            one.result(timeout=90)
    session.expire_all()
    made = len(session.scalars(select(Booking)).all())
    assert made == len(spans)
    assert len(session.scalars(select(CalendarEntry)).all()) == made
    assert reader.fetch().data.count(b"BEGIN:VEVENT") == made


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_an_error_leaves_no_token_in_the_log(
    app: Flask,
    session: Session,
    cast: Cast,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = subscribe(app, session, cast.alice, personal(cast.alice.id), now=now)

    def breaks(*_arguments: object, **_values: object) -> None:
        raise RuntimeError("broken")

    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("labspace.calendars.feed_views.current", breaks)
    assert reader.fetch().status_code == 500
    token = reader.path.partition("-")[2].removesuffix(".ics")
    assert "broken" in caplog.text
    assert token not in caplog.text
