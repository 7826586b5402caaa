"""What is asked for and decided by staff: an event area, and a pop-up slot."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from labspace.demo.people import LEAD, ORGANISER
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, send, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("device", "day"),
    [
        pytest.param(*DE_DESKTOP.values, "08.12.2026", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "9 Dec 2026", id="en-phone"),
    ],
)
def test_an_organiser_corrects_a_request_gets_an_option_and_staff_confirm_it(
    open_page, site: str, device: dict[str, Any], day: str
) -> None:
    page = open_page(base_url=site, **device)
    sign_in(page, ORGANISER)
    page.locator("main a[href$='/veranstaltungen/anfrage']").click()
    page.wait_for_url("**/veranstaltungen/anfrage")
    check(page)
    page.goto("/veranstaltungen/anfrage?standort=herne&tag=2026-12-07&von=10:00&bis=12:00")
    expect(page.locator("[name=tag]")).to_have_value(re.compile(r"07\.12\.2026|7 December 2026|2026-12-07"))
    page.fill("[name=tag]", day)
    page.fill("[name=von]", "17")
    page.fill("[name=bis]", "15")
    page.fill("[name=personen]", "4000")
    page.fill("[name=titel]", "Sommerakademie")
    page.fill("[name=zweck]", "Wir sehen uns die Zukunft an.")
    page.check("[name=hausordnung]")
    page.locator("main form .button--primary").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    page.fill("[name=von]", "15")
    page.fill("[name=bis]", "17")
    page.locator("main form .button--primary").last.click()
    expect(page.locator(".error-summary")).to_contain_text(re.compile("4.?000"))
    page.fill("[name=personen]", "30")
    send(page, re.compile(r"/buchungen/HE-\w+$"))
    expect(page.locator(".badge").first).to_have_text(re.compile("Option|option"))
    check(page)
    reference = page.url.rsplit("/", 1)[1]

    staff = open_page(base_url=site, **device)
    sign_in(staff, LEAD)
    staff.goto("/team/herne")
    check(staff)
    staff.goto("/team/herne/anfragen")
    check(staff)
    staff.locator(f"a[href$='/{reference}']").click()
    staff.wait_for_url(f"**/anfragen/{reference}")
    check(staff)
    staff.locator("main form .button--primary").click()
    staff.wait_for_url(re.compile(r"/anfragen$"))
    page.reload()
    expect(page.locator(".badge").first).to_have_text(re.compile("bestätigt|confirmed"))
