"""The calendar: the link on the page holds the booking, and a new link ends the old one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labspace.demo.people import STARTUP
from tests.support.backstage import Backstage
from tests.support.travel import DE_DESKTOP, check, send

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", [DE_DESKTOP])
def test_a_subscriber_gets_the_booking_until_the_link_is_renewed(
    open_page, site: str, backstage: Backstage, device
) -> None:
    page = open_page(base_url=site, **device)
    backstage.sign_in(page, STARTUP)
    page.goto("/buchungen/neu?flaeche=hattingen-desk-02&tag=2026-12-04&von=10:00&bis=12:00")
    send(page, re.compile(r"/buchungen/HA-\w+$"))
    reference = page.url.rsplit("/", 1)[1]
    page.goto("/kalender")
    check(page)
    link = page.locator("#link").input_value()
    feed = page.request.get(link)
    assert feed.status == 200
    assert feed.headers["content-type"].startswith("text/calendar")
    assert reference in feed.text().replace("\r\n ", "")
    assert "frei erfunden" in feed.text().replace("\r\n ", "")
    page.get_by_role("link", name="Neuer Link oder beenden …").click()
    expect(page.get_by_role("button", name="Neuen Link erstellen")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Neuen Link erstellen").click()
    expect(page.locator("#link")).not_to_have_value(link)
    check(page)
    assert page.request.get(link).status == 410
    assert reference in page.request.get(page.locator("#link").input_value()).text()
