"""Screens and the widget: what they say of a space, whom they name (nobody), and who may frame them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from config import SettingRefused, Settings
from labspace.bookings.availability import SpaceTime
from labspace.bookings.wishes import Details
from labspace.displays.standings import Known, Now, standing_of
from labspace.times import TimeSpan
from tests.factories import Cast, book, on_day
from tests.scene import TUESDAY

HOUR = timedelta(hours=1)
DOOR = "/anzeige/flaechen/bochum-desk-01"


def at(now: datetime, begins: int, ends: int) -> TimeSpan:
    return TimeSpan(now + begins * HOUR, now + ends * HOUR)


def test_free_lasts_until_the_next_claim_or_the_end_of_the_day(now: datetime) -> None:
    day = at(now, -1, 8)
    free = standing_of(SpaceTime(bookable=[day]), [], now=now)
    assert (free.now, free.until, free.next_taken) == (Now.FREE, day.ends_at, None)
    soon = standing_of(SpaceTime(bookable=[day], held=[at(now, 2, 3)]), [], now=now)
    assert (soon.now, soon.until, soon.next_taken) == (Now.FREE, now + 2 * HOUR, at(now, 2, 3))


def test_neighbouring_claims_are_one_time_that_is_taken(now: datetime) -> None:
    times = SpaceTime(bookable=[at(now, -1, 8)], taken=[at(now, -1, 1)], held=[at(now, 1, 2)])
    taken = standing_of(times, [Known(at(now, 0, 1), "Lesung")], now=now)
    assert (taken.now, taken.until, taken.title) == (Now.TAKEN, now + 2 * HOUR, "Lesung")
    assert taken.next_free == at(now, 2, 8)


def test_a_closed_space_says_when_it_opens(now: datetime) -> None:
    closed = standing_of(SpaceTime(bookable=[at(now, 12, 20)]), [], now=now)
    assert (closed.now, closed.until) == (Now.CLOSED, now + 12 * HOUR)


def test_a_door_says_until_when_and_names_nobody(
    session: Session, cast: Cast, now: datetime, app: Flask
) -> None:
    details = Details(title="Prototyp von Alice", organisation_id=cast.acme.id)
    span = on_day(TUESDAY, 10, 12, house=cast.house)
    book(session, cast.desk, cast.alice, span, now=now, details=details)
    with time_machine.travel(span.starts_at + HOUR / 2, tick=False):
        page = app.test_client().get(DOOR).text
        hall = app.test_client().get("/anzeige/bochum").text
    assert "Belegt" in page
    assert "bis 12:00 Uhr" in page
    assert f'data-until="{int(span.ends_at.timestamp())}"' in page
    for word in ("Alice", "Prototyp", "Acme"):
        assert word not in page + hall


def test_a_name_stands_at_the_door_of_whoever_allows_it_and_never_in_the_widget(
    session: Session, cast: Cast, now: datetime, app: Flask
) -> None:
    details = Details(title="Prototyp von Alice", organisation_id=cast.acme.id)
    span = on_day(TUESDAY, 10, 12, house=cast.house)
    book(session, cast.desk, cast.alice, span, now=now, details=details)
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 13, 14, house=cast.house), now=now)
    cast.alice.is_named_at_doors = True
    session.commit()
    with time_machine.travel(span.starts_at + HOUR / 2, tick=False):
        client = app.test_client()
        door, hall, widget = (client.get(one).text for one in (DOOR, "/anzeige/bochum", "/einbettung/bochum"))
    assert cast.alice.name in door
    assert cast.alice.name in hall
    assert cast.alice.name not in widget
    for word in ("Prototyp", "Acme", cast.alice.email, "Bob"):
        assert word not in door + hall + widget
    with time_machine.travel(span.starts_at - HOUR / 2, tick=False):
        assert f"10:00–12:00 Uhr: {cast.alice.name}" in app.test_client().get(DOOR).text
    cast.alice.disabled_at = now
    session.commit()
    with time_machine.travel(span.starts_at + HOUR / 2, tick=False):
        assert cast.alice.name not in app.test_client().get(DOOR).text


def test_a_door_speaks_english_too(cast: Cast, app: Flask) -> None:
    page = app.test_client().get(f"{DOOR}?lang=en").text
    assert "Free" in page
    assert "until 18:00" in page


def test_a_screen_is_current_without_script_and_has_looks(cast: Cast, app: Flask) -> None:
    client = app.test_client()
    page = client.get(f"{DOOR}?farben=eink").text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page
    assert "data-ink" in page
    assert 'data-theme="dark"' in client.get(f"{DOOR}?farben=dunkel").text
    assert 'data-theme="auto"' in client.get(f"{DOOR}?farben=rosa").text
    assert client.get("/anzeige/flaechen/gibt-es-nicht").status_code == 404
    assert client.get("/anzeige/gibt-es-nicht").status_code == 404
    assert client.get("/einbettung/gibt-es-nicht").status_code == 404


def test_only_the_widget_may_be_framed_and_only_by_the_sites_of_the_settings(
    cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    assert "frame-ancestors 'none'" in client.get("/einbettung/bochum").headers["Content-Security-Policy"]
    settings = replace(app.extensions["labspace.settings"], embedded_by="https://www.stadt.example")
    monkeypatch.setitem(app.extensions, "labspace.settings", settings)
    policy = client.get("/einbettung/bochum").headers["Content-Security-Policy"]
    assert "frame-ancestors https://www.stadt.example;" in policy
    assert "frame-ancestors 'none'" in client.get(DOOR).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "wrong",
    [
        "stadt.example",
        "https://stadt.example/pfad",
        "https://a.example; script-src *",
        "'self'",
        "javascript:x",
    ],
)
def test_a_site_that_is_none_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(SettingRefused, match="LABSPACE_EMBEDDED_BY"):
        Settings(embedded_by=wrong)


def test_the_team_copies_the_snippet(cast: Cast, visit) -> None:
    page = visit(cast.nora).get("/team/bochum/einbettung")
    copied = [field.get("value") or "" for field in page.all("input")]
    for feed in ("/standorte/bochum/programm.ics", "/programm.ics"):
        assert any(address.endswith(feed) for address in copied)
    assert "&lt;iframe src=" in page.text
    assert "/einbettung/bochum" in page.text
    assert DOOR in page.text
    visit(cast.alice).get("/team/bochum/einbettung", expect=403)
