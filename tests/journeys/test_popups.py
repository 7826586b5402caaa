"""A founder applies in steps, interrupted and by keyboard; the team reviews and decides."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from labspace.demo.people import LEAD, ORGANISER, STARTUP
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, send, sign_in, tab_to

pytestmark = pytest.mark.browser


def photograph() -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(file, "JPEG")
    return {"name": "theke.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def press(page: Page, selector: str) -> None:
    """Reach a button by keyboard and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("device", "week", "house"),
    [
        pytest.param(*DE_DESKTOP.values, "KW 9/2027", "witten", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "22.03.2027", "hattingen", id="en-phone"),
    ],
)
def test_a_founder_applies_in_steps_and_the_team_decides(
    open_page, site: str, device: dict[str, Any], week: str, house: str
) -> None:
    page = open_page(base_url=site, **device)
    sign_in(page, STARTUP)
    address = _write_and_pause(page, house)
    _go_on(page, address, week)
    page.goto(address + "/zusammenfassung")
    check(page)
    send(page, re.compile(r"/bewerbungen/\d+$"), button="form[action$='/einreichung'] button")
    expect(page.locator(".steps [aria-current]")).to_be_visible()
    check(page)

    staff = open_page(base_url=site, **device)
    sign_in(staff, LEAD)
    staff.goto(f"/team/{house}/pop-up/ausschreibungen")
    check(staff)
    staff.locator(".rows__text a").first.click()
    staff.wait_for_url(re.compile(r"/rangfolge$"))
    check(staff)
    staff.get_by_role("link", name="Reparaturwerkstatt").click()
    staff.wait_for_url(re.compile(r"/pop-up/bewerbungen/\d+$"))
    check(staff)
    _score(staff)
    expect(staff.locator("#punkte")).to_be_visible()
    check(staff)
    _decide(staff)
    page.reload()
    expect(page.locator(".steps [aria-current]")).to_contain_text(re.compile("Reserveliste|reserve list"))
    check(page)


def _write_and_pause(page: Page, house: str) -> str:
    """Begin by keyboard, save the first step for later, and find the draft among one's bookings."""
    page.goto("/pop-up/bewerbung")
    check(page)
    page.check(f"[name=wofuer][value=ganzjaehrig-{house}]")
    press(page, "main form .button--primary")
    page.wait_for_url("**/vorhaben")
    check(page)
    page.focus("[name=titel]")
    page.keyboard.type("Reparaturwerkstatt für Haushaltskleingeräte")
    press(page, "main form [name=pause]")
    page.wait_for_url("**/pop-up/bewerbungen")
    check(page)
    page.goto("/buchungen")
    page.get_by_role("link", name="Reparaturwerkstatt").first.click()
    page.wait_for_url("**/zusammenfassung")
    check(page)
    expect(page.locator("#offen")).to_be_visible()
    return page.url.rsplit("/", 1)[0]


def _go_on(page: Page, address: str, week: str) -> None:
    page.goto(address + "/vorhaben")
    page.fill("[name=konzept]", "Wir bringen in Ordnung, was sonst weggeworfen wird.")
    press(page, "main form .button--primary")
    page.wait_for_url("**/zeiten")
    page.fill("[name=woche_1]", "KW 60")
    page.locator("main form .button--primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    page.fill("[name=woche_1]", week)
    send(page, "**/oeffnungszeiten")
    check(page)
    for day in range(1, 6):
        page.fill(f"[name=von_{day}]", "11")
        page.fill(f"[name=bis_{day}]", "18")
    send(page, "**/bilder")
    page.set_input_files("[name=bild]", photograph())
    page.fill("[name=bildbeschreibung]", "Eine Theke aus Kisten")
    page.locator("main form[enctype] button").click()
    expect(page.locator(".picture__image")).to_be_visible()
    check(page)
    page.locator("form[action$='/entfernung'] button").click()
    expect(page.locator("form[action$='/wiederherstellung']")).to_be_visible()
    page.locator("form[action$='/wiederherstellung'] button").click()
    expect(page.locator(".picture__image")).to_be_visible()
    page.goto(address + "/fragen")
    check(page)
    page.fill("[name=startgeld]", "2500")
    send(page, "**/zusammenfassung")


def _score(page: Page) -> None:
    """Give four points for everything, by keyboard."""
    for group in range(page.locator(".scores fieldset").count()):
        page.locator(".scores fieldset").nth(group).locator("input[value='4']").focus()
        page.keyboard.press("Space")
    page.fill("[name=begruendung]", "Das fehlt in der Straße.")
    press(page, ".scores .button--primary")
    page.wait_for_load_state()


def _decide(page: Page) -> None:
    page.locator("a[href$='/entscheidung']").click()
    page.wait_for_url(re.compile(r"/entscheidung$"))
    check(page)
    page.locator("a[href$='ergebnis=reserve']").click()
    page.wait_for_url(re.compile(r"ergebnis=reserve$"))
    check(page)
    page.locator("main form .button--primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=warum]", "Das Team ist im Urlaub.")
    press(page, "main form .button--primary")
    page.wait_for_url(re.compile(r"/pop-up/bewerbungen/\d+$"))
    check(page)


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_the_team_calls_for_pop_ups_and_a_visitor_sees_it(
    open_page, site: str, device: dict[str, Any]
) -> None:
    staff = open_page(base_url=site, **device)
    sign_in(staff, LEAD)
    staff.goto("/team/herne/pop-up/ausschreibungen/neu")
    check(staff)
    title = f"Frühling {device['locale']}"
    staff.fill("[name=titel]", title)
    staff.fill("[name=schluss]", "01.11.2026")
    staff.locator("[name=veroeffentlichen]").click()
    expect(staff.locator(".error-summary")).to_be_visible()
    check(staff)
    staff.fill("[name=schluss]", "15.12.2026")
    staff.fill("[name=frage_1]", "Was bleibt danach?")
    press(staff, "[name=veroeffentlichen]")
    staff.wait_for_url("**/team/herne/pop-up/ausschreibungen")
    check(staff)

    page = open_page(base_url=site, **device)
    sign_in(page, ORGANISER)
    page.goto("/pop-up")
    check(page)
    page.get_by_role("link", name=title).click()
    check(page)
    send(page, "**/pop-up/bewerbung?*", button="main .button--primary")
    expect(page.locator("[name=wofuer]:checked")).to_have_count(1)
