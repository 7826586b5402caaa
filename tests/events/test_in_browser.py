"""From the request of an event area to the decision, in a real browser: accessible, by keyboard, on a phone."""

from __future__ import annotations

import pytest

from tests.support import axe
from tests.support.fixtures import DESKTOP, PHONE

pytestmark = pytest.mark.browser

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenausstellungseröffnungsfeier"


def sign_in(page, email: str) -> None:
    page.goto("/anmeldung")
    page.fill("[name=email]", email)
    page.fill("[name=password]", "demo im stadtlabor")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "anmeldung" not in url)


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def tab_to(page, selector: str) -> None:
    """Walk forward by keyboard until `selector` has the focus."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [pytest.param(PHONE, "de", "dark", id="phone"), pytest.param(DESKTOP, "en", "light", id="desktop")],
)
def test_from_request_to_decision_by_keyboard(open_page, site: str, size, language: str, theme: str) -> None:
    page = open_page(base_url=site, viewport=size)
    sign_in(page, "veranstaltung@demo.invalid")
    page.goto(f"/veranstaltungen/anfrage?standort=witten&lang={language}&theme={theme}")
    for name, text in (("tag", "01.12.2026"), ("von", "10:00"), ("bis", "12:00"), ("personen", "40")):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    tab_to(page, "[name=pruefen]")
    page.keyboard.press("Enter")
    page.locator(".badge").first.wait_for()
    axe.assert_accessible(page)
    tab_to(page, "[name=titel]")
    page.keyboard.type(LONG_WORD)
    tab_to(page, ".form__buttons .button--primary")
    page.keyboard.press("Enter")
    page.locator(".error-summary").wait_for()
    assert page.locator("[name=titel]").input_value() == LONG_WORD
    axe.assert_accessible(page)
    tab_to(page, "[name=zweck]")
    page.keyboard.type("Wir zeigen Mützen.")
    tab_to(page, "[name=hausordnung]")
    page.keyboard.press("Space")
    tab_to(page, ".form__buttons .button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buchungen/*")
    reference = page.url.rsplit("/", 1)[1]
    axe.assert_accessible(page)
    assert fits(page)
    staff = open_page(base_url=site, viewport=size)
    sign_in(staff, "leitung@demo.invalid")
    staff.goto(f"/team/witten/anfragen?lang={language}&theme={theme}")
    axe.assert_accessible(staff)
    assert fits(staff)
    staff.goto(f"/team/witten/anfragen/{reference}")
    axe.assert_accessible(staff)
    assert fits(staff)
    staff.locator("[name=grund]").fill("Umbau")
    staff.locator(".button--danger").press("Enter")
    staff.wait_for_url("**/anfragen")
    page.reload()
    assert "Umbau" in page.locator("main").inner_text()


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")])
def test_an_application_for_a_pop_up(open_page, site: str, size) -> None:
    page = open_page(base_url=site, viewport=size)
    sign_in(page, "startup@demo.invalid")
    page.goto("/pop-up/bewerbung?flaeche=")
    axe.assert_accessible(page)
    assert fits(page)
    page.fill("[name=titel]", LONG_WORD)
    page.fill("[name=konzept]", "Kaffee rösten, wo früher Kohle lag.")
    page.fill("[name=woche]", "KW 30/2027")
    page.fill("[name=oeffnungszeiten]", "Di–Sa 11–18 Uhr")
    page.locator(".form__buttons .button--primary").press("Enter")
    page.wait_for_url("**/pop-up/bewerbungen/*")
    axe.assert_accessible(page)
    assert fits(page)
