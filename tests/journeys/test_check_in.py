"""The code on a desk, read with a phone's camera or typed at a computer: sign in once, check in, leave."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labspace.demo.people import PASSWORD, TEAM
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage
from tests.support.pairings import Pairing
from tests.support.travel import check

pytestmark = pytest.mark.browser


def test_the_code_on_the_desk_checks_in_after_signing_in_once_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    code = f"/flaechen/hattingen-desk-0{pairing.number + 1}/check-in"
    person = backstage.newcomer("Ada Beispiel")
    # What the camera opens asks to sign in, and then leads on to the desk, which is free.
    guest = enter()
    guest.go(code)
    guest.page.wait_for_url(re.compile(r"/anmeldung\?next="))
    guest.check()
    guest.write("email", person.email)
    guest.write("password", PASSWORD, most=2)
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url(code)
    guest.check()
    guest.press("main .button--primary", lands=re.compile(r"/buchungen/neu\?"))
    expect(guest.see("[name=von]")).to_have_value("09:00")
    guest.press(".form__buttons .button--primary", lands=re.compile(r"/buchungen/HA-\w+$"))
    booking = guest.page.url

    # The next time nobody asks for a password again: the code, one press, and one to leave early.
    guest.go(code)
    guest.check()
    expect(guest.see("main form")).to_have_count(1)
    guest.press("main form .button--primary")
    guest.expect_text("Sie sind eingecheckt", "You are checked in")
    guest.check()
    guest.press("main form .button--secondary", lands=booking)
    guest.expect_text("genutzt", "used", at=".badge")
    guest.check()


def test_staff_see_the_codes_of_their_house_to_print(open_page, site: str, backstage: Backstage) -> None:
    page = open_page(base_url=site)
    backstage.sign_in(page, TEAM)
    page.goto("/team/bochum")
    page.get_by_role("link", name="QR-Codes").click()
    page.wait_for_url("**/team/bochum/qr-codes")
    check(page)
    expect(page.locator(".qr__code")).to_have_count(26)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".qr__code").first).to_be_visible()
