"""From a stranger to a booking that is moved and cancelled; and booked and moved by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import ORGANISER, STARTUP
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, mailed_path, send, sign_in, tab_to

pytestmark = pytest.mark.browser

PASSWORD = "vier gute Wörter hier"
LONG_NAME = "Kim Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_a_stranger_signs_up_books_any_free_desk_moves_and_cancels_it(
    open_page, site: str, site_folder: Path, device: dict[str, Any]
) -> None:
    address = f"{device['locale'].lower()}@example.org"
    page = open_page(base_url=site, **device)
    page.goto("/standorte/herne?tag=2026-12-01&von=09:00&bis=11:00")
    check(page)
    page.locator(".overview .button--primary").click()
    page.wait_for_url(re.compile(r"/anmeldung\?next="))
    check(page)
    page.locator("main a[href*='/registrierung']").click()
    page.wait_for_url(re.compile(r"/registrierung\?next="))
    page.fill("[name=name]", LONG_NAME)
    page.fill("[name=email]", address)
    page.fill("[name=password]", "kurz")
    page.locator("main form .button--primary").click()
    expect(page.locator(".field__error")).to_be_visible()
    check(page)
    page.fill("[name=password]", PASSWORD)
    send(page, "**/registrierung/post")
    check(page)

    page.goto(mailed_path(site_folder, to=address, pattern=r"http\S+/bestaetigung/\S+"))
    check(page)
    page.fill("[name=password]", PASSWORD)
    send(page, re.compile(r"/buchungen/neu\?"))
    expect(page.locator("[name=von]")).to_have_value("09:00")
    check(page)
    send(page, re.compile(r"/buchungen/HE-\w+$"))
    expect(page.locator(".badge").first).to_have_text(re.compile("bestätigt|confirmed"))
    check(page)
    booking = page.url

    page.locator("a[href$='/aenderung']").click()
    page.wait_for_url("**/aenderung")
    check(page)
    page.fill("[name=von]", "14")
    page.fill("[name=bis]", "13")
    page.locator("main form .button--primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    page.fill("[name=bis]", "16:30")
    send(page, booking)
    expect(page.locator("main")).to_contain_text("14:00–16:30")

    page.locator("a[href$='/stornierung']").click()
    page.wait_for_url("**/stornierung")
    check(page)
    send(page, re.compile(r"/buchungen/HE-\w+$"), button="main form .button--danger")
    expect(page.locator(".badge").first).to_have_text(re.compile("storniert|cancelled"))
    page.goto("/buchungen")
    check(page)


def test_the_keyboard_alone_books_a_desk_from_the_plan(open_page, site: str) -> None:
    page = open_page(base_url=site)
    sign_in(page, STARTUP)
    page.goto("/standorte/witten?tag=2026-12-02&von=10:00&bis=12:00")
    page.wait_for_selector(".plan__tools:not([hidden])")
    tab_to(page, ".plan a.space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    tab_to(page, "dialog[open] a[href*='/buchungen/neu'], dialog[open] a[href*='/veranstaltungen/']", most=10)
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.locator("[data-space=witten-desk-03]").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    tab_to(page, "dialog[open] a[href*='/buchungen/neu']", most=10)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/buchungen/neu\?"))
    tab_to(page, ".form__buttons .button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/buchungen/WI-\w+$"))
    expect(page.locator("h1")).to_have_text("Arbeitsplatz 3")


def press(page: Page, selector: str, *, most: int = 80) -> None:
    """Walk forward to something and press Enter."""
    tab_to(page, selector, most=most)
    page.keyboard.press("Enter")


def retype(page: Page, selector: str, text: str) -> None:
    """Walk forward to a field and put `text` in the place of what it holds."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


TOWARDS = """selector => {
  const [here, there] = [document.activeElement, document.querySelector(selector)];
  if (here === there) return [];
  const [from, to] = [here.getBoundingClientRect(), there.getBoundingClientRect()];
  const x = to.left + to.width / 2 - from.left - from.width / 2;
  const y = to.top + to.height / 2 - from.top - from.height / 2;
  const keys = [x > 0 ? "ArrowRight" : "ArrowLeft", y > 0 ? "ArrowDown" : "ArrowUp"];
  return Math.abs(x) > Math.abs(y) ? keys : keys.reverse();
}"""
"""The arrow keys that lead from what has the focus to something, that of the longer way first."""


def arrow_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Walk over the plan by the arrow keys until `selector` has the focus."""
    focused = "document.activeElement.dataset.space"
    for _ in range(most):
        keys = page.evaluate(TOWARDS, selector)
        if not keys:
            return
        before = page.evaluate(focused)
        for key in keys:
            page.keyboard.press(key)
            if page.evaluate(focused) != before:
                break
    pytest.fail(f"the arrow keys do not reach {selector} on {page.url}")


@pytest.mark.parametrize(
    ("device", "desk"),
    [
        pytest.param(*DE_DESKTOP.values, "witten-desk-05", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "witten-desk-06", id="en-phone"),
    ],
)
def test_the_keyboard_alone_books_and_moves_and_a_refused_move_changes_nothing(
    open_page, site: str, device: dict[str, Any], desk: str
) -> None:
    rival = open_page(base_url=site)
    sign_in(rival, ORGANISER)
    rival.goto(f"/buchungen/neu?flaeche={desk}&tag=2026-12-04&von=14:00&bis=16:00")
    send(rival, re.compile(r"/buchungen/WI-\w+$"))

    page = open_page(base_url=site, **device)
    sign_in(page, STARTUP)
    page.goto("/standorte/witten?tag=2026-12-04&von=10:00&bis=12:00")
    page.wait_for_selector(".plan__tools:not([hidden])")
    tab_to(page, ".plan a.space")
    arrow_to(page, f"[data-space={desk}]")
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    press(page, "dialog[open] a[href*='/buchungen/neu']", most=10)
    page.wait_for_url(re.compile(r"/buchungen/neu\?"))
    press(page, ".form__buttons .button--primary")
    page.wait_for_url(re.compile(r"/buchungen/WI-\w+$"))
    expect(page.locator("main")).to_contain_text("10:00–12:00")
    booking = page.url

    press(page, "a[href$='/aenderung']")
    page.wait_for_url("**/aenderung")
    retype(page, "[name=von]", "13:00")
    retype(page, "[name=bis]", "15:00")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(re.compile("schon belegt|already taken"))
    expect(page.locator("[name=von]")).to_have_value("13:00")
    check(page)
    press(page, f".form__buttons a[href$='{booking.rsplit('/', 1)[1]}']")
    page.wait_for_url(booking)
    expect(page.locator("main")).to_contain_text("10:00–12:00")
    expect(page.locator("main")).not_to_contain_text("15:00")
    expect(page.locator(".traces li")).to_have_count(1)

    press(page, "a[href$='/aenderung']")
    page.wait_for_url("**/aenderung")
    retype(page, "[name=von]", "12:30")
    retype(page, "[name=bis]", "14:00")
    press(page, ".form__buttons .button--primary")
    page.wait_for_url(booking)
    expect(page.locator("main")).to_contain_text("12:30–14:00")
    expect(page.locator(".badge").first).to_have_text(re.compile("bestätigt|confirmed"))
    expect(page.locator(".traces li")).to_have_count(2)
    check(page)


def test_without_scripts_a_desk_is_booked_all_the_same(open_page, site: str) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    sign_in(page, STARTUP)
    page.goto("/standorte/witten?tag=2026-12-03&von=10:00&bis=12:00")
    page.locator(".plan [data-space=witten-desk-04]").click()
    page.locator("dialog[open] a[href*='/buchungen/neu']").click()
    page.wait_for_url(re.compile(r"/buchungen/neu\?"))
    send(page, re.compile(r"/buchungen/WI-\w+$"))
    expect(page.locator("h1")).to_have_text("Arbeitsplatz 4")


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_the_price_follows_what_is_typed_and_without_script_a_button_tells_it(
    open_page, site: str, device: dict[str, Any]
) -> None:
    address = "/buchungen/neu?flaeche=bochum-room-02&tag=2026-12-03&von=10:00&bis=12:00"
    page = open_page(base_url=site, **device)
    sign_in(page, STARTUP)
    page.goto(address)
    expect(page.locator(".price__amount")).to_contain_text("12")
    page.fill("[name=bis]", "13:30")
    page.locator("[name=bis]").press("Tab")
    expect(page.locator(".price__amount")).to_contain_text("21")
    expect(page.locator("[name=bis]")).to_have_value("13:30")
    check(page)

    plain = open_page(base_url=site, java_script_enabled=False, **device)
    sign_in(plain, STARTUP)
    plain.goto(address)
    plain.fill("[name=bis]", "13:30")
    plain.locator("[name=pruefen]").click()
    expect(plain.locator(".price__amount")).to_contain_text("21")
    expect(plain.locator("[name=bis]")).to_have_value("13:30")
