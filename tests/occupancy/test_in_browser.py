"""The page of figures in a real browser: a reader's way through it, and axe at its end."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import expect
from werkzeug.serving import make_server

from labspace.bookings.states import BookingState
from tests.factories import on_day
from tests.occupancy.conftest import MONDAY, Example, Put
from tests.support import axe
from tests.support.fixtures import PHONE

# What the page shows is tested on both engines in test_pages.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine_name", ["sqlite"])]


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The application on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_reader_chooses_a_month_and_learns_what_a_figure_means(
    open_page, site: str, example: Example, put: Put, december
) -> None:
    early = on_day(MONDAY.replace(month=9, day=7), 9, 10, house=example.house)
    put(example.d1, early, BookingState.USED, example.booker)
    page = open_page(base_url=site)
    page.goto("/auslastung?monat=2026-09")
    page.get_by_label("Monat", exact=True).select_option("2026-11")
    page.get_by_role("button", name="Anzeigen").click()
    page.wait_for_url("**monat=2026-11**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Auslastung im November 2026")
    expect(page.locator("tfoot tr").first).to_contain_text("51,9")
    meaning = page.get_by_text("Summen geteilt, nie Quoten gemittelt").first
    expect(meaning).to_be_hidden()
    page.locator(".stat", has_text="Buchungsauslastung").locator("summary").click()
    expect(meaning).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(None, id="desktop")])
def test_axe_finds_nothing(
    open_page, site: str, example: Example, december, theme: str, size: dict[str, int] | None
) -> None:
    page = open_page(base_url=site, **({"viewport": size} if size else {}))
    for path in (f"/auslastung?monat=2026-11&theme={theme}", "/auslastung?monat=2031-01"):
        page.goto(path)
        axe.assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
