"""A citizen's idea, from the start page over the team's board to the public list; by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labspace.demo.people import TEAM
from tests.journeys.conftest import Enter
from tests.support.pairings import Pairing
from tests.support.travel import send

pytestmark = pytest.mark.browser


def test_an_idea_is_told_read_released_and_talked_over_by_keyboard(enter: Enter, pairing: Pairing) -> None:
    title = f"Straßenbibliothek {pairing}"
    citizen = enter()
    citizen.go("/")
    citizen.press("[data-menu] summary", most=10)
    citizen.press("[data-menu] a[href$='/ideen']", lands="**/ideen", most=8)
    citizen.check()
    citizen.press("main a.button--primary", lands=re.compile(r"/ideen/neu"), most=10)
    citizen.check()
    citizen.press("main .button--primary")
    expect(citizen.see(".error-summary")).to_be_focused()
    citizen.check()
    citizen.write("titel", title)
    citizen.write("idee", "Bücher tauschen, wo man wartet.", most=1)
    citizen.write("ort", "Vor der Kreuzkirche", most=1)
    citizen.write("kontakt", "0234 000000")
    citizen.press("main form .button--primary", lands="**/ideen", most=2)
    expect(citizen.see(".notice--success")).to_be_visible()
    expect(citizen.see("main")).not_to_contain_text(title)

    team = enter(TEAM)
    team.go("/team/bochum/ideen")
    team.check()
    mine = team.page.get_by_role("link", name=title)
    address = mine.get_attribute("href")
    team.press(f"a[href='{address}']", lands=f"**{address}")
    expect(team.see("main")).to_contain_text("0234 000000")
    expect(team.see("main")).to_contain_text("Vor der Kreuzkirche")
    team.check()
    team.press("form[action$='/veroeffentlichung'] button")
    expect(team.see(".notice--success")).to_be_visible()
    team.write("notiz", "Im Haus besprochen.")
    team.tick("[name=oeffentlich]", most=1)
    team.press("form:has([name=notiz]) .button--primary", most=1)
    team.expect_text("besprochen", "talked over", at=".badge")
    team.check()

    citizen.go("/ideen")
    shown = str(citizen.page.get_by_role("link", name=title).get_attribute("href"))
    citizen.press(f"a[href='{shown}']", lands=f"**{shown}")
    expect(citizen.see("main")).to_contain_text("Im Haus besprochen.")
    expect(citizen.see("main")).not_to_contain_text("0234")
    citizen.check()


def test_without_scripts_an_idea_is_told_all_the_same(open_page, site: str) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    page.goto("/ideen/neu?standort=herne")
    page.fill("[name=titel]", "Spielstraße")
    page.fill("[name=idee]", "Sonntags für Kinder.")
    send(page, "**/ideen")
    expect(page.locator(".notice--success")).to_be_visible()
