"""The house's pages in a real browser: accessible, usable by keyboard, repainted in place, and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labspace.demo.people import PASSWORD, STARTUP
from tests.support import axe
from tests.support.fixtures import PHONE
from tests.support.ready import hold, open_ready

pytestmark = pytest.mark.browser

HOUSE = "/standorte/bochum"
MORNING = f"{HOUSE}?tag=2026-11-23&von=10:00&bis=12:00"
OPENED = f"{MORNING}&flaeche=bochum-desk-01"
PAGES = [
    "/",
    MORNING,
    OPENED,
    f"{HOUSE}?tag=2026-11-29",
    f"{HOUSE}/tag",
    f"{HOUSE}/woche",
    "/flaechen/bochum-desk-01",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
    "/hausordnung",
]
HURRIED = """async (keys) => {
  for (const key of keys) {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
  await new Promise((done) => setTimeout(done, 50));
}"""
"""Keys pressed before the browser does anything else, and what it does then."""
LOOKS = [
    pytest.param({}, "dark", id="desktop-dark"),
    pytest.param({"viewport": PHONE, "has_touch": True}, "light", id="phone-light"),
]
"""The looks that tests/test_pages_axe.py leaves out."""


@pytest.mark.parametrize(("options", "theme"), LOOKS)
def test_axe_finds_nothing_on_any_page(open_page, site: str, options: dict[str, object], theme: str) -> None:
    page = open_page(base_url=site, **options)
    found = []
    for path in PAGES:
        open_ready(page, f"{path}{'&' if '?' in path else '?'}theme={theme}")
        found += [f"{path}: {line}" for line in axe.findings(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_reaches_beyond_the_screen(open_page, site: str, width: int) -> None:
    page = open_page(base_url=site, viewport={"width": width, "height": 800})
    for path in PAGES:
        open_ready(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("house", ["bochum", "hattingen", "herne", "witten"])
def test_time_control_and_plan_stand_on_one_screen(open_page, site: str, house: str) -> None:
    page = open_page(base_url=site, viewport={"width": 1280, "height": 900})
    open_ready(page, f"/standorte/{house}?tag=2026-11-24&von=10:00&bis=12:00")
    for part in (".time-control", ".plan__drawing"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, part


def test_assistive_technology_meets_every_space_with_its_state(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    plan = page.get_by_role("group", name=re.compile("Grundriss Stadtlabor Bochum"))
    expect(plan.get_by_role("link")).to_have_count(30)
    expect(
        plan.get_by_role("link", name="Arbeitsplatz 1, Arbeitsplatz: belegt, wieder frei ab 13:00 Uhr")
    ).to_have_count(1)
    expect(
        plan.get_by_role("link", name="Arbeitsplatz 2, Arbeitsplatz: belegt, wieder frei ab 12:00 Uhr")
    ).to_have_count(1)
    expect(plan.get_by_role("link", name="Arbeitsplatz 3, Arbeitsplatz: frei bis 18:00 Uhr")).to_have_count(1)


def test_enter_opens_the_sheet_and_escape_gives_the_focus_back(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.locator('[data-space="bochum-desk-03"]').focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Arbeitsplatz 3")
    expect(sheet).to_be_visible()
    expect(page).to_have_url(re.compile("flaeche=bochum-desk-03"))
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator('[data-space="bochum-desk-03"]')).to_be_focused()
    expect(page).not_to_have_url(re.compile("flaeche"))


def test_arrows_go_on_after_a_sheet_was_closed(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.locator('[data-space="bochum-desk-03"]').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    # Whoever knows the way is quicker than the browser, which tells only afterwards that a sheet was closed.
    page.evaluate(HURRIED, ["Escape", "ArrowRight"])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("flaeche"))
    expect(page.locator("a.space:focus")).to_have_count(1)
    expect(page.locator('[data-space="bochum-desk-03"]')).not_to_be_focused()


def test_on_a_phone_the_sheet_covers_the_page_and_closes(open_page, site: str) -> None:
    page = open_page(base_url=site, viewport=PHONE, has_touch=True)
    open_ready(page, MORNING)
    page.locator('[data-space="bochum-room-01"]').tap()
    page.locator(".sheet:modal").wait_for()
    page.wait_for_function("() => document.getAnimations().every(({ playState }) => playState !== 'running')")
    button = page.get_by_role("dialog").get_by_role("link", name="Buchen")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] <= PHONE["height"]
    page.get_by_role("link", name="Schließen").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_other_hours_repaint_the_plan_and_the_address_follows(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.evaluate("window.stillHere = true")
    taken = page.locator('.plan [data-space="bochum-desk-01"]')
    expect(taken).to_have_class(re.compile("space--taken"))
    page.select_option("#bis", "14:00")
    expect(taken).to_have_class(re.compile("space--partly"))
    expect(page).to_have_url(re.compile(r"bis=14%3A00"))
    expect(page.locator("#bis")).to_be_focused()
    page.go_back()
    expect(taken).to_have_class(re.compile("space--taken"))
    assert page.evaluate("window.stillHere")


def test_who_goes_on_while_the_plan_is_repainted_stays_where_they_are(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    held = hold(page, re.compile("bis=14%3A00"))
    page.get_by_text("anderer Tag").click()
    with page.expect_request(re.compile("bis=14%3A00")):
        page.select_option("#bis", "14:00")
    page.locator("#anderer-tag").focus()
    page.keyboard.type("über")
    held[0].continue_()
    expect(page).to_have_url(re.compile("bis=14%3A00"))
    expect(page.locator("#anderer-tag")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("morgen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Mittwoch, 25. November")).to_be_visible()


def test_a_beginning_after_the_end_takes_the_end_along(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.select_option("#von", "14:00")
    expect(page).to_have_url(re.compile(r"von=14%3A00&bis=16%3A00"))


def test_days_hours_and_quick_times_repaint_in_place(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name=re.compile(r"^Di\s*24\s*, November 2026")).click()
    expect(page.get_by_role("status").filter(has_text="Dienstag, 24. November")).to_be_visible()
    page.get_by_role("link", name="ab 15:00 Uhr").click()
    expect(page.locator("#von")).to_have_value("15:00")
    page.get_by_role("link", name="heute Nachmittag").click()
    expect(page.locator("#bis")).to_have_value("18:00")
    assert page.evaluate("window.stillHere")


def test_another_day_is_understood_as_typed(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.get_by_text("anderer Tag").click()
    page.locator("#anderer-tag").fill("übermorgen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Mittwoch, 25. November")).to_be_visible()


def test_zoom_and_filters_outlive_a_repaint(open_page, site: str) -> None:
    page = open_page(base_url=site)
    open_ready(page, MORNING)
    page.get_by_role("button", name="Vergrößern").click()
    page.get_by_role("checkbox", name="nur freie").check(force=True)
    seen = page.locator("[data-plan-drawing]").get_attribute("viewBox")
    page.select_option("#bis", "13:00")
    expect(page).to_have_url(re.compile(r"bis=13%3A00"))
    expect(page.locator("[data-plan-drawing]")).to_have_attribute("viewBox", seen or "")
    expect(page.get_by_label("nur freie")).to_be_checked()


def test_the_list_is_narrowed_without_asking_the_server(open_page, site: str) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    page.goto(MORNING)
    rows = page.locator(".space-row:visible")
    expect(rows).to_have_count(30)
    page.get_by_role("radio", name="Café-Tische").check(force=True)
    expect(rows).to_have_count(8)
    page.get_by_role("checkbox", name="nur freie").check(force=True)
    expect(rows).to_have_count(7)


def test_everything_works_without_script(open_page, site: str) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    page.goto(MORNING)
    page.select_option("#bis", "14:00")
    page.locator(".time-dock").get_by_role("button", name="Zeigen").click()
    expect(page).to_have_url(re.compile(r"bis=14%3A00"))
    page.locator('[data-space="bochum-desk-03"]').click()
    expect(page.get_by_role("dialog", name="Arbeitsplatz 3")).to_be_visible()
    page.get_by_role("link", name="Schließen").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_own_bookings_stand_out_for_who_is_signed_in(open_page, site: str) -> None:
    page = open_page(base_url=site)
    page.goto("/anmeldung")
    page.locator("input[name=email]").fill(STARTUP.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page).not_to_have_url(re.compile("/anmeldung"))
    open_ready(page, MORNING)
    expect(page.locator('.plan [data-space="bochum-desk-05"]')).to_have_class(re.compile("space--yours"))


def test_the_start_page_leads_to_the_plan(open_page, site: str) -> None:
    page = open_page(base_url=site, viewport=PHONE)
    page.goto("/")
    expect(page.get_by_role("img", name="Grundriss Stadtlabor Herne")).to_be_visible()
    page.get_by_role("link", name="Stadtlabor Herne").click()
    expect(page.get_by_role("heading", level=1, name="Stadtlabor Herne")).to_be_visible()
