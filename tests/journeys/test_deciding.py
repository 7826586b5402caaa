"""A decision from the team's question to the checklist: with the keyboard alone, on a phone and at a desk, in two languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import ORGANISER, TEAM
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, send, sign_in

pytestmark = pytest.mark.browser


def press(page: Page, selector: str) -> None:
    """Go to something and press Enter, as somebody without a mouse does."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("device", "day"),
    [
        pytest.param(*DE_DESKTOP.values, "10.12.2026", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "11 Dec 2026", id="en-phone"),
    ],
)
def test_the_team_asks_back_and_confirms_under_a_condition(
    open_page, site: str, device: dict[str, Any], day: str
) -> None:
    page = open_page(base_url=site, **device)
    sign_in(page, ORGANISER)
    page.goto("/veranstaltungen/anfrage?standort=bochum&tag=2026-12-07&von=8:00&bis=9:00")
    page.fill("[name=tag]", day)
    page.fill("[name=personen]", "12")
    page.fill("[name=titel]", "Frühschicht")
    page.fill("[name=zweck]", "Wir frühstücken vor der Arbeit.")
    page.check("[name=hausordnung]")
    send(page, re.compile(r"/buchungen/BO-\w+$"))
    reference = page.url.rsplit("/", 1)[1]

    staff = open_page(base_url=site, **device)
    sign_in(staff, TEAM)
    staff.goto(f"/team/bochum/anfragen/{reference}")
    check(staff)
    press(staff, "details:has([name=frage]) summary")
    staff.fill("[name=frage]", "Gibt es Musik?")
    press(staff, "form[action$='/rueckfrage'] button")
    expect(staff.locator(".talk__text")).to_have_text("Gibt es Musik?")
    check(staff)

    page.goto(f"/veranstaltungen/{reference}")
    check(page)
    page.fill("[name=antwort]", "Nur ein Klavier.")
    press(page, "form[action$='/antwort'] button")
    expect(page.locator(".talk__text").last).to_have_text("Nur ein Klavier.")

    staff.reload()
    press(staff, "details:has([name=bedingungen]) summary")
    staff.locator("[name=bedingungen]").first.focus()
    staff.keyboard.press("Space")
    press(staff, "form[action$='/bestaetigung'] .button--primary")
    staff.wait_for_url(re.compile(r"/anfragen$"))

    page.goto(f"/veranstaltungen/{reference}")
    check(page)
    press(page, "form[action$='/bedingungen'] button")
    expect(page.locator("form[action$='/bedingungen']")).to_have_count(0)
    page.locator("[name=musik]").focus()
    page.keyboard.press("Space")
    press(page, "form[action$='/angaben'] button")
    expect(page.locator(".rows")).to_contain_text("GEMA")
    check(page)
    staff.goto(f"/team/bochum/anfragen/{reference}/aufbau")
    check(staff)
