"""How people walk through the site in a browser: their devices, a check of each page, and a form sent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.support import axe
from tests.support.fixtures import DESKTOP, PHONE

TOUCH_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
DE_DESKTOP = pytest.param({"viewport": DESKTOP, "locale": "de-DE", "color_scheme": "light"}, id="de-desktop")
EN_PHONE = pytest.param({**TOUCH_PHONE, "locale": "en-GB", "color_scheme": "dark"}, id="en-phone")


def check(page: Page) -> None:
    """Fail if axe finds anything, the page is wider than the screen, or the demonstration is not named."""
    axe.assert_accessible(page)
    check_frame(page)


FRAME = """() => [
  document.documentElement.scrollWidth <= innerWidth,
  Boolean(document.querySelector(".site-banner")?.checkVisibility()),
]"""


def check_frame(page: Page) -> None:
    """Fail if the page is wider than the screen, or the demonstration is not named."""
    # What comes first of a page is as wide as it likes: its stylesheet is still under way.
    page.wait_for_load_state("load")
    fits, is_named = page.evaluate(FRAME)
    assert fits, f"{page.url} is too wide"
    assert is_named, f"{page.url} does not name the demonstration"


def send(page: Page, to: str | re.Pattern[str], *, button: str = "main form .button--primary") -> None:
    """Press the form's main button and wait for the page `to` (a glob)."""
    page.locator(button).last.click()
    page.wait_for_url(to)
