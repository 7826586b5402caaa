"""From a desk that is taken, over the waiting list, to the booking: by mail and one click."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import ORGANISER, STARTUP
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, mailed_path, send, sign_in

pytestmark = pytest.mark.browser

MINUTE_JOB = 75
"""Seconds until the site has looked at its waiting list for certain."""


def wait_for_offer(page: Page) -> None:
    """Look again until the minute job has held what became free."""
    deadline = time.monotonic() + MINUTE_JOB
    while time.monotonic() < deadline:
        page.goto("/warteliste")
        if page.locator(".card--yours").count():
            return
        page.wait_for_timeout(1000)
    pytest.fail("nothing is offered")


@pytest.mark.parametrize(
    ("device", "desk"),
    [
        pytest.param(*DE_DESKTOP.values, "witten-desk-05", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "witten-desk-06", id="en-phone"),
    ],
)
def test_what_is_taken_is_waited_for_offered_and_booked(
    open_page, site: str, site_folder: Path, device: dict[str, Any], desk: str
) -> None:
    first = open_page(base_url=site, **device)
    sign_in(first, ORGANISER)
    asked = f"flaeche={desk}&tag=2026-12-08&von=10:00&bis=12:00"
    first.goto(f"/buchungen/neu?{asked}")
    send(first, re.compile(r"/buchungen/WI-\w+$"))
    taken = first.url

    page = open_page(base_url=site, **device)
    sign_in(page, STARTUP)
    page.goto(f"/standorte/witten?tag=2026-12-08&von=10:00&bis=12:00&flaeche={desk}")
    page.locator("dialog[open] a[href*='/warteliste/neu']").click()
    page.wait_for_url(re.compile(r"/warteliste/neu\?"))
    check(page)
    page.goto(f"/buchungen/neu?{asked}")
    page.locator("main a[href*='/warteliste/neu']").click()
    page.wait_for_url(re.compile(r"/warteliste/neu\?"))
    page.fill("[name=bis_tag]", "7.12.2026")
    page.locator("main form .button--primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    page.fill("[name=bis_tag]", "8.12.2026")
    send(page, "**/warteliste")
    check(page)
    expect(page.locator("main")).to_contain_text(re.compile("als Nächstes dran|You are next"))

    first.goto(f"{taken}/stornierung")
    send(first, taken, button="main form .button--danger")
    wait_for_offer(page)
    check(page)
    # The link in the mail is enough, also on a device nobody is signed in on.
    other = open_page(base_url=site, **device)
    other.goto(mailed_path(site_folder, to=STARTUP.email, pattern=r"http\S+/warteliste/angebote/\S+"))
    check(other)
    expect(other.locator("main")).to_contain_text("10:00–12:00")
    page.locator(".card--yours a.button--primary").click()
    page.wait_for_url("**/warteliste/angebote/*")
    check(page)
    send(page, re.compile(r"/buchungen/WI-\w+$"))
    expect(page.locator(".badge").first).to_have_text(re.compile("bestätigt|confirmed"))
    other.reload()
    check(other)
    expect(other.locator(".notice--success")).to_be_visible()
