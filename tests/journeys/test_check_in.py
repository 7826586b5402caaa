"""The code on a desk, read with a phone's camera or typed at a computer: sign in once, check in, leave."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import PASSWORD, TEAM, DemoPerson
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, send, sign_in

pytestmark = pytest.mark.browser


def book_now(page: Page, desk: str) -> None:
    """From the free desk's code to a booking that runs at this moment."""
    page.goto(f"/flaechen/{desk}/check-in")
    check(page)
    page.locator("main .button--primary").click()
    page.wait_for_url(re.compile(r"/buchungen/neu\?"))
    expect(page.locator("[name=von]")).to_have_value("09:00")
    send(page, re.compile(r"/buchungen/HA-\w+$"))


def sign_in_here(page: Page, person: DemoPerson) -> None:
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


@pytest.mark.parametrize(
    ("device", "desk"),
    [(DE_DESKTOP.values[0], "hattingen-desk-01"), (EN_PHONE.values[0], "hattingen-desk-02")],
    ids=["de-desktop", "en-phone"],
)
def test_the_code_on_the_desk_checks_in_after_signing_in_once(
    open_page, site: str, device: dict[str, Any], desk: str
) -> None:
    first = open_page(base_url=site, **device)
    sign_in(first, TEAM)
    book_now(first, desk)
    booking = first.url

    # Another device: what the camera opens asks to sign in, and then leads on to the desk.
    page = open_page(base_url=site, **device)
    page.goto(f"/flaechen/{desk}/check-in")
    page.wait_for_url(re.compile(r"/anmeldung\?next="))
    sign_in_here(page, TEAM)
    page.wait_for_url(f"**/flaechen/{desk}/check-in")
    check(page)
    expect(page.locator("main form")).to_have_count(1)
    send(page, f"**/flaechen/{desk}/check-in")
    expect(page.locator("main")).to_contain_text(re.compile("Sie sind eingecheckt|You are checked in"))
    check(page)

    # The next time nobody asks for a password again.
    page.goto(f"/flaechen/{desk}/check-in")
    page.locator("main form .button--secondary").click()
    page.wait_for_url(booking)
    expect(page.locator(".badge").first).to_have_text(re.compile("genutzt|used"))
    check(page)


def test_staff_see_the_codes_of_their_house_to_print(open_page, site: str) -> None:
    page = open_page(base_url=site)
    sign_in(page, TEAM)
    page.goto("/team/bochum")
    page.get_by_role("link", name="QR-Codes").click()
    page.wait_for_url("**/team/bochum/qr-codes")
    check(page)
    assert page.locator(".qr__code").count() == 26
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".qr__code").first).to_be_visible()
