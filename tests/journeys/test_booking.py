"""From a stranger to a booking that is moved and cancelled; and booked and moved by keyboard alone."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.bookings.actions import place_booking
from labspace.demo.people import ORGANISER, STARTUP
from labspace.times import TimeSpan
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.live_server import NOW
from tests.support.pairings import Pairing
from tests.support.ready import hold, open_ready
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, send

pytestmark = pytest.mark.browser

SEND = ".form__buttons .button--primary"

PASSWORD = "vier gute Wörter hier"
LONG_NAME = "Kim Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_a_stranger_signs_up_books_any_free_desk_moves_and_cancels_it(
    open_page, site: str, backstage: Backstage, device: dict[str, Any]
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

    page.goto(backstage.mailed_path(to=address, pattern=r"http\S+/bestaetigung/\S+"))
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


def test_the_keyboard_alone_books_and_moves_and_a_refused_move_changes_nothing(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    desk = pairing.pick("witten-desk-03", "witten-desk-04", "witten-desk-05", "witten-desk-06")
    with backstage.at() as session:
        space = get_space(session, desk)
        taken = TimeSpan.on_day(date(2026, 12, 4), time(14), time(16), zone=space.location.zone)
        place_booking(session, wish_for(space, taken), booked_by=find_user(session, ORGANISER), now=NOW)
        session.commit()

    guest = enter(backstage.newcomer("Ada Beispiel"))
    guest.go("/standorte/witten?tag=2026-12-04&von=10:00&bis=12:00")
    guest.page.wait_for_selector(".plan__tools:not([hidden])")
    guest.press(".skip-link[href='#grundriss']", most=14)
    guest.walk_to(".plan a.space", most=2)
    # Another space's sheet is opened and closed: the focus is where it was.
    guest.page.keyboard.press("ArrowRight")
    guest.page.keyboard.press("Enter")
    guest.see("dialog[open]").wait_for()
    guest.page.keyboard.press("Escape")
    expect(guest.see("dialog[open]")).to_have_count(0)
    expect(guest.see(".plan a.space:focus")).to_have_count(1)
    arrow_to(guest.page, f"[data-space={desk}]")
    guest.page.keyboard.press("Enter")
    guest.see("dialog[open]").wait_for()
    guest.press("dialog[open] a[href*='/buchungen/neu']", lands=re.compile(r"/buchungen/neu\?"), most=4)
    guest.check()
    guest.press(SEND, lands=re.compile(r"/buchungen/WI-\w+$"))
    expect(guest.see("main")).to_contain_text("10:00–12:00")
    booking = guest.page.url

    guest.press("a[href$='/aenderung']", lands="**/aenderung")
    guest.write("von", "13:00")
    guest.write("bis", "15:00", most=1)
    guest.page.keyboard.press("Enter")
    expect(guest.see(".error-summary")).to_be_focused()
    guest.expect_text("schon belegt", "already taken", at=".error-summary")
    expect(guest.see("[name=von]")).to_have_value("13:00")
    guest.check()
    guest.press(f".form__buttons a[href$='{booking.rsplit('/', 1)[1]}']", lands=booking)
    expect(guest.see("main")).to_contain_text("10:00–12:00")
    expect(guest.see("main")).not_to_contain_text("15:00")
    expect(guest.see(".traces li")).to_have_count(1)

    guest.press("a[href$='/aenderung']", lands="**/aenderung")
    guest.write("von", "12:30")
    guest.write("bis", "14:00", most=1)
    guest.press(SEND, lands=booking)
    expect(guest.see("main")).to_contain_text("12:30–14:00")
    guest.expect_text("bestätigt", "confirmed", at=".badge")
    expect(guest.see(".traces li")).to_have_count(2)
    guest.check()


def test_without_scripts_a_desk_is_booked_all_the_same(open_page, site: str, backstage: Backstage) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    backstage.sign_in(page, STARTUP)
    page.goto("/standorte/witten?tag=2026-12-03&von=10:00&bis=12:00")
    page.locator(".plan [data-space=witten-desk-04]").click()
    page.locator("dialog[open] a[href*='/buchungen/neu']").click()
    page.wait_for_url(re.compile(r"/buchungen/neu\?"))
    send(page, re.compile(r"/buchungen/WI-\w+$"))
    expect(page.locator("h1")).to_have_text("Arbeitsplatz 4")


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_the_price_follows_what_is_typed_and_without_script_a_button_tells_it(
    open_page, site: str, backstage: Backstage, device: dict[str, Any]
) -> None:
    address = "/buchungen/neu?flaeche=bochum-room-02&tag=2026-12-03&von=10:00&bis=12:00"
    page = open_page(base_url=site, **device)
    backstage.sign_in(page, STARTUP)
    open_ready(page, address)
    expect(page.locator(".price__amount")).to_contain_text("12")
    page.fill("[name=bis]", "13:30")
    page.locator("[name=bis]").press("Tab")
    expect(page.locator(".price__amount")).to_contain_text("21")
    expect(page.locator("[name=bis]")).to_have_value("13:30")
    check(page)

    # On a slow line the script comes after what was typed.
    held = hold(page, "**/refresh.js*")
    with page.expect_request("**/refresh.js*"):
        page.goto(address, wait_until="commit")
    page.fill("[name=bis]", "13:30")
    page.locator("[name=bis]").press("Tab")
    held[0].continue_()
    expect(page.locator(".price__amount")).to_contain_text("21")

    plain = open_page(base_url=site, java_script_enabled=False, **device)
    backstage.sign_in(plain, STARTUP)
    plain.goto(address)
    plain.fill("[name=bis]", "13:30")
    plain.locator("[name=pruefen]").click()
    expect(plain.locator(".price__amount")).to_contain_text("21")
    expect(plain.locator("[name=bis]")).to_have_value("13:30")
