"""A citizen's idea, from the start page over the team's board to the public list; by keyboard alone too."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import TEAM
from tests.support.fixtures import DESKTOP
from tests.support.travel import TOUCH_PHONE, check, send, sign_in, tab_to

pytestmark = pytest.mark.browser

DEVICES = [
    pytest.param({"viewport": DESKTOP, "locale": "de-DE"}, id="de-desktop"),
    pytest.param({**TOUCH_PHONE, "locale": "de-DE"}, id="de-phone"),
    pytest.param({"viewport": DESKTOP, "locale": "en-GB", "color_scheme": "dark"}, id="en-desktop"),
    pytest.param({**TOUCH_PHONE, "locale": "en-GB", "color_scheme": "dark"}, id="en-phone"),
]
NUMBERS = count(1)


@pytest.mark.parametrize("device", DEVICES)
def test_an_idea_is_told_read_released_and_tried(open_page, site: str, device: dict[str, Any]) -> None:
    title = f"Straßenbibliothek {next(NUMBERS)}"
    citizen = open_page(base_url=site, **device)
    citizen.goto("/")
    citizen.locator("summary", has_text=re.compile("Menü|Menu")).click()
    citizen.get_by_role("link", name=re.compile("Ideen für die Innenstadt|Ideas for the town centre")).click()
    check(citizen)
    citizen.get_by_role("link", name=re.compile("Idee mitteilen|Tell an idea")).first.click()
    check(citizen)
    citizen.locator("main .button--primary").click()
    expect(citizen.locator(".error-summary")).to_be_focused()
    check(citizen)
    citizen.fill("[name=titel]", title)
    citizen.fill("[name=idee]", "Bücher tauschen, wo man wartet.")
    citizen.fill("[name=kontakt]", "0234 000000")
    citizen.wait_for_timeout(3100)  # whoever types faster than a person reads is kept aside
    send(citizen, "**/ideen")
    expect(citizen.locator(".notice--success")).to_be_visible()
    expect(citizen.locator("main")).not_to_contain_text(title)

    team = open_page(base_url=site, **device)
    sign_in(team, TEAM)
    team.goto("/team/bochum/ideen")
    check(team)
    team.get_by_role("link", name=title).click()
    expect(team.locator("main")).to_contain_text("0234 000000")
    check(team)
    team.get_by_role("button", name=re.compile("Veröffentlichen|Publish")).click()
    expect(team.locator(".notice--success")).to_be_visible()
    team.fill("[name=notiz]", "Im Haus besprochen.")
    team.check("[name=oeffentlich]")
    team.get_by_role("button", name=re.compile("Stand eintragen|Enter state")).click()
    expect(team.locator(".badge").first).to_have_text(re.compile("besprochen|talked over"))
    check(team)

    citizen.goto("/ideen")
    citizen.get_by_role("link", name=title).click()
    expect(citizen.locator("main")).to_contain_text("Im Haus besprochen.")
    expect(citizen.locator("main")).not_to_contain_text("0234")
    check(citizen)


def test_the_keyboard_alone_tells_an_idea(open_page, site: str) -> None:
    page: Page = open_page(base_url=site)
    page.goto("/ideen")
    tab_to(page, "main a.button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ideen/neu**")
    for name, text in (("titel", "Trinkbrunnen"), ("idee", "Wasser für alle.")):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(text)
    page.wait_for_timeout(3100)
    tab_to(page, "main form .button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ideen")
    expect(page.locator(".notice--success")).to_be_visible()


def test_without_scripts_an_idea_is_told_all_the_same(open_page, site: str) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    page.goto("/ideen/neu?standort=herne")
    page.fill("[name=titel]", "Spielstraße")
    page.fill("[name=idee]", "Sonntags für Kinder.")
    send(page, "**/ideen")
    expect(page.locator(".notice--success")).to_be_visible()
