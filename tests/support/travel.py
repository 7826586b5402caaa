"""How people walk through the site in a browser: their devices, their mail, and a check of each page."""

from __future__ import annotations

import email
import re
import time
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from labspace.demo.people import PASSWORD, DemoPerson
from tests.support import axe
from tests.support.fixtures import DESKTOP, PHONE

TOUCH_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
DE_DESKTOP = pytest.param({"viewport": DESKTOP, "locale": "de-DE", "color_scheme": "light"}, id="de-desktop")
EN_PHONE = pytest.param({**TOUCH_PHONE, "locale": "en-GB", "color_scheme": "dark"}, id="en-phone")


def sign_in(page: Page, person: DemoPerson) -> None:
    """Sign in, in the language of the browser, and stand on the start page."""
    page.goto("/anmeldung")
    page.goto(f"/anmeldung?lang={page.evaluate('navigator.language')[:2]}")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "anmeldung" not in url)


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
    fits, is_named = page.evaluate(FRAME)
    assert fits, f"{page.url} is too wide"
    assert is_named, f"{page.url} does not name the demonstration"


def send(page: Page, to: str | re.Pattern[str], *, button: str = "main form .button--primary") -> None:
    """Press the form's main button and wait for the page `to` (a glob)."""
    page.locator(button).last.click()
    page.wait_for_url(to)


def tab_to(page: Page, selector: str, *, most: int = 80) -> None:
    """Walk forward by keyboard until `selector` has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector} on {page.url}")


def mailed_path(folder: Path, *, to: str, pattern: str) -> str:
    """The path of the link in the latest mail to this address, waiting until it has come."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for file in sorted((folder / "mail").glob("*.eml"), reverse=True):
            message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            if to in str(message["To"]) and body and (found := re.search(pattern, body.get_content())):
                return urlsplit(found[0]).path
        time.sleep(0.2)
    pytest.fail(f"no mail to {to} with {pattern}")
