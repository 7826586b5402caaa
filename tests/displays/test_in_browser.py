"""A screen that loses its connection, and the widget inside another site, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.factories import Cast, book, on_day
from tests.scene import TUESDAY
from tests.support import axe
from tests.support.fixtures import OpenPage
from tests.support.wire import wire_to

DOOR = "/anzeige/flaechen/bochum-desk-01"
SCREEN = {"width": 1024, "height": 600}
BEGUN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""By the clock of the screen; any would do."""
ROUND = 31_000
"""Milliseconds after which a screen has looked again."""

READ = {".display__word": 0.18, ".display__until [data-until]": 0.07}
"""Least size of letters, as a share of the screen's height. Signs count 25 mm of capital for ten metres, so 8 mm for
three: the state has them on a seven-inch screen (86 mm high, capitals are 0.7 of the size), how long it stays so has
about 7 mm on one of ten inches."""
SIZE = "part => parseFloat(getComputedStyle(document.querySelector(part)).fontSize)"
FRAME = "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def engine_name() -> str:
    """What a browser does with a page does not depend on the engine."""
    return "sqlite"


@pytest.fixture
def tuesday(session: Session, cast: Cast, now: datetime) -> Iterator[time_machine.Traveller]:
    """The clock of the site on a Tuesday at ten, when a booking begins that lasts until noon."""
    span = on_day(TUESDAY, 10, 12, house=cast.house)
    book(session, cast.desk, cast.alice, span, now=now)
    session.commit()
    with time_machine.travel(span.starts_at, tick=False) as clock:
        yield clock


def test_a_screen_without_connection_keeps_what_it_knows_and_says_since_when(
    open_page: OpenPage, served: str, tuesday: time_machine.Traveller
) -> None:
    with wire_to(served) as wire:
        page = open_page(base_url=wire.address, viewport=SCREEN)
        # It stands still but for what it is run for: a slow machine would else count minutes of its own.
        page.clock.install(time=BEGUN)
        page.clock.pause_at(BEGUN + timedelta(seconds=1))
        page.goto(DOOR)
        outage, state = page.locator("[data-outage]"), page.locator(".display__word")
        expect(state).to_have_text("Belegt")
        expect(page.locator("[data-until]")).to_have_text("noch 2 Std. 0 Min.")
        expect(outage).to_have_text("")
        wire.cut()
        page.clock.run_for(ROUND)
        expect(outage).to_have_text("Keine Verbindung seit 10:00 Uhr – Stand von damals")
        expect(state).to_have_text("Belegt")
        page.clock.run_for(ROUND)
        expect(outage).to_have_text("Keine Verbindung seit 10:00 Uhr – Stand von damals")
        assert "display--stale" in str(page.locator("body").get_attribute("class"))
        # What is left is counted on without the site.
        expect(page.locator("[data-until]")).to_have_text("noch 1 Std. 59 Min.")
        tuesday.shift(timedelta(hours=2, minutes=1))
        wire.mend()
        page.clock.run_for(ROUND)
        expect(outage).to_have_text("")
        expect(state).to_have_text("Frei")
        assert "display--stale" not in str(page.locator("body").get_attribute("class"))
        page.context.close()  # its clock is nobody else's


@contextmanager
def foreign_site(body: Callable[[], str]) -> Iterator[str]:
    """A site of somebody else, on a port of its own: one page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = (
                f"<!doctype html><html lang='de'><title>Stadt</title><link rel='icon' href='data:,'>{body()}"
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_asked: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_widget_stands_in_the_page_of_another_site(
    app: Flask,
    open_page: OpenPage,
    served: str,
    tuesday: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = f'<h1>Stadt</h1><iframe src="{served}/einbettung/bochum" title="Freie Flächen" width="600" height="520"></iframe>'
    with foreign_site(lambda: source) as site:
        settings = replace(app.extensions["labspace.settings"], embedded_by=site)
        monkeypatch.setitem(app.extensions, "labspace.settings", settings)
        page: Page = open_page(viewport={"width": 800, "height": 700})
        page.goto(f"{site}/")
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text("Freie Flächen: Stadtlabor Bochum")
        row = frame.locator(".display__row", has_text="bis 12:00 Uhr").first
        expect(row).to_contain_text("Belegt")
        # No cookie of ours is set from inside another site's page.
        assert page.context.cookies() == []
        link = frame.get_by_role("link", name="Plan ansehen und buchen (neues Fenster)")
        with page.context.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        assert opened.value.url == f"{served}/standorte/bochum"


@pytest.mark.parametrize("look", ["hell", "dunkel", "eink"])
@pytest.mark.parametrize(
    "screen", [SCREEN, {"width": 1920, "height": 1080}], ids=["small screen", "large screen"]
)
def test_a_door_is_read_from_three_metres_in_every_look(
    open_page: OpenPage, served: str, tuesday: time_machine.Traveller, look: str, screen: Any
) -> None:
    page = open_page(base_url=served, viewport=screen)
    page.goto(f"{DOOR}?farben={look}")
    expect(page.locator(".display__word")).to_have_text("Belegt")
    axe.assert_accessible(page)
    width, height = page.evaluate(FRAME)
    assert (width <= screen["width"], height <= screen["height"]) == (True, True)
    for part, share in READ.items():
        size = page.evaluate(SIZE, part)
        assert size >= share * screen["height"], (part, size)
