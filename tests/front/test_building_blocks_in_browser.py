"""The page of all components in a real browser: accessible, within the screen, usable by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support import axe
from tests.support.fixtures import PHONE
from tests.support.ready import open_ready, ready

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(None, id="desktop")])
def test_axe_finds_nothing(open_page, site: str, theme: str, size: dict[str, int] | None) -> None:
    page = open_page(base_url=site, **({"viewport": size} if size else {}))
    page.goto(f"/bausteine?theme={theme}")
    axe.assert_accessible(page)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_reaches_beyond_the_screen(open_page, site: str, width: int) -> None:
    page = open_page(base_url=site, viewport={"width": width, "height": 800})
    page.goto("/bausteine")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_closes_with_escape_and_gives_the_focus_back(open_page, site: str) -> None:
    page = open_page(base_url=site, viewport=PHONE)
    page.goto("/bausteine")
    ready(page)
    summary = page.locator("[data-menu] > summary")
    summary.press("Enter")
    expect(page.get_by_role("link", name="Dunkel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Dunkel")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_day_is_picked_from_the_month_with_the_keyboard(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, "/bausteine")
    field = page.locator("#day")
    field.fill("24.11.2026")
    page.locator("#day ~ .date-field__open").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(field).to_have_value("02.12.2026")


def test_the_sheet_closes_with_escape_and_the_address_forgets_it(open_page, site: str) -> None:
    page = open_page(base_url=site, viewport=PHONE)
    page.goto("/bausteine?blatt=1")
    sheet = page.get_by_role("dialog", name="Arbeitsplatz 7")
    page.locator(".sheet:modal").wait_for()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page).not_to_have_url(re.compile("blatt"))
