"""The floor plan in a real browser: legible at every width, walked by arrow keys, zoomed and panned."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.plans.editor.sheet import FRAMES, touch
from tests.support import axe
from tests.support.fixtures import PHONE
from tests.support.ready import ready

pytestmark = pytest.mark.browser

HOUSES = ["bochum", "herne", "witten", "hattingen"]

COLLISIONS = """() => {
  const texts = [...document.querySelectorAll('.plan text')]
    .filter((text) => text.getClientRects().length && getComputedStyle(text).display !== 'none')
    .map((text) => [text.textContent.trim(), text.getBoundingClientRect()]);
  return texts.flatMap(([name, a], i) => texts.slice(i + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${name} / ${other}`));
}"""
SIZES = """() => [...document.querySelectorAll('.space__label')].map((label) =>
  parseFloat(getComputedStyle(label).fontSize) * label.getScreenCTM().a)"""
SIZES_GIVEN = """window.given = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const size = target.matches('[data-plan-drawing]') && target.style.getPropertyValue('--m');
    if (size && size !== window.given.at(-1)?.size) window.given.push({ size, at: performance.now() });
  }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['style'] });"""
LONGEST_WAIT = """window.waited = 0;
new MutationObserver((changes) => {
  const rows = changes.filter(({ target }) => target.matches('.space-row') && target.style.contentVisibility === 'auto');
  window.waited = Math.max(window.waited, rows.length);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['style'] });"""
FOCUS = "() => document.activeElement.dataset.space ?? null"


@pytest.fixture
def open_plan(open_page, site: str):
    """Opens the page of a house and waits until its plan is made easier."""

    def open_one(slug: str, **options: object) -> Page:
        page: Page = open_page(base_url=site, **options)
        page.goto(f"/standorte/{slug}")
        if options.get("java_script_enabled", True):
            ready(page)
        return page

    return open_one


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("slug", HOUSES)
def test_labels_are_legible_and_apart(open_plan, slug: str, scripts: bool) -> None:
    page = open_plan(slug, java_script_enabled=scripts)
    for width in (360, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if scripts:
            page.evaluate(FRAMES)  # the plan hears of its new size while a frame is made
        assert page.evaluate(COLLISIONS) == [], width
        sizes = page.evaluate(SIZES)
        assert min(sizes) >= 9, width
        assert max(sizes) <= 24, width


def test_on_a_phone_words_get_their_size_once_and_before_anything_is_painted(open_page, site: str) -> None:
    page = open_page(base_url=site, viewport=PHONE)
    page.add_init_script(SIZES_GIVEN)
    page.goto("/standorte/bochum")
    ready(page)
    page.evaluate(FRAMES)
    assert page.evaluate("() => window.given.length") == 1
    assert page.evaluate(
        "() => window.given[0].at <= performance.getEntriesByName('first-paint')[0].startTime"
    )
    assert page.evaluate("""() => {
      const drawing = document.querySelector('[data-plan-drawing]');
      return parseFloat(drawing.style.getPropertyValue('--m')) * drawing.getScreenCTM().a;
    }""") == pytest.approx(1, rel=0.002)


def test_a_long_list_waits_for_the_plan_and_then_comes_whole(open_page, site: str) -> None:
    page = open_page(base_url=site, viewport=PHONE)
    page.add_init_script(LONGEST_WAIT)
    page.route("**/standorte/bochum", with_long_list)
    page.goto("/standorte/bochum")
    ready(page)
    waiting = page.locator(".space-row[style*=content-visibility]")
    expect(waiting).to_have_count(0)
    assert page.evaluate("() => window.waited") > 200
    # What reads a page aloud finds the last row as well, though nobody has scrolled there.
    expect(page.get_by_role("listitem").filter(has=page.locator(".space-row__name"))).to_have_count(
        page.locator(".space-row").count()
    )
    assert all(page.locator(".space-row").evaluate_all("(rows) => rows.map((row) => row.innerText !== '')"))


def with_long_list(route: Route) -> None:
    answer = route.fetch()
    text = answer.text()
    row = re.search(r'<li class="space-row .*?</li>', text, re.DOTALL)
    assert row
    route.fulfill(response=answer, body=text.replace(row[0], row[0] * 200, 1))


def test_without_scripts_every_space_is_a_link(open_plan) -> None:
    page = open_plan("bochum", java_script_enabled=False)
    links = page.locator(".plan a.space")
    expect(links).to_have_count(30)
    expect(page.locator(".plan__tools")).to_be_hidden()


def test_arrow_keys_walk_from_space_to_space(open_plan) -> None:
    page = open_plan("bochum")
    page.locator("[data-space=bochum-desk-01]").focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        walked.append(page.evaluate(FOCUS).removeprefix("bochum-desk-"))
    assert walked == ["02", "04", "09", "07", "02", "01"]


def test_every_space_is_reached_by_arrow_keys(open_plan) -> None:
    page = open_plan("bochum")
    seen = {page.locator(".plan a.space").first.get_attribute("data-space")}
    ahead = list(seen)
    while ahead:
        start = ahead.pop()
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            page.locator(f"[data-space={start}]").focus()
            page.keyboard.press(key)
            if (found := page.evaluate(FOCUS)) not in seen:
                seen.add(found)
                ahead.append(found)
    assert len(seen) == 30


def test_the_plan_is_one_stop_for_the_tab_key(open_plan) -> None:
    page = open_plan("hattingen")
    page.locator(".plan a.space").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) is None
    assert page.locator(".plan a.space[tabindex='0']").count() == 1


def test_zooming_keeps_text_at_reading_size_and_can_be_undone(open_plan) -> None:
    page = open_plan("bochum", viewport=PHONE)
    drawing = page.locator("[data-plan-drawing]")
    before = drawing.get_attribute("viewBox")
    sizes = page.evaluate(SIZES)
    for _ in range(3):
        page.get_by_role("button", name="Vergrößern").click()
    assert float(drawing.get_attribute("viewBox").split()[2]) < float(before.split()[2]) / 3
    assert min(sizes) <= max(page.evaluate(SIZES)) <= 16
    expect(page.locator(".space__note").first).to_be_visible()
    page.get_by_role("button", name="Ganzer Plan").click()
    assert [float(part) for part in drawing.get_attribute("viewBox").split()] == pytest.approx(
        [float(part) for part in before.split()]
    )


def test_dragging_an_enlarged_plan_moves_it_and_follows_no_link(open_plan) -> None:
    page = open_plan("bochum")
    page.get_by_role("button", name="Vergrößern").click()
    drawing = page.locator("[data-plan-drawing]")
    before = drawing.get_attribute("viewBox")
    address = page.url
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y - 90, steps=6)
    page.mouse.up()
    expect(drawing).not_to_have_attribute("viewBox", before)
    page.evaluate(FRAMES)
    left, top, *_ = (float(part) for part in drawing.get_attribute("viewBox").split())
    assert (left, top) > tuple(float(part) for part in before.split()[:2])
    assert page.url == address


def test_the_first_tap_after_a_finger_moved_the_plan_counts(open_plan) -> None:
    page = open_plan("bochum", viewport=PHONE, has_touch=True)
    drawing = page.locator("[data-plan-drawing]")
    before = drawing.get_attribute("viewBox")
    page.get_by_role("button", name="Vergrößern").tap()
    drawing.scroll_into_view_if_needed()
    near = drawing.get_attribute("viewBox")
    box = drawing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    way = [(x - 12 * step, y - 5 * step) for step in range(9)]
    touch(page.context.new_cdp_session(page), [way])
    expect(drawing).not_to_have_attribute("viewBox", near)
    page.get_by_role("button", name="Ganzer Plan").tap()
    page.wait_for_function(
        "(was) => document.querySelector('[data-plan-drawing]').getAttribute('viewBox').split(' ')[2] === was",
        arg=before.split()[2],
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", HOUSES)
def test_axe_finds_nothing_on_the_plan(open_page, site: str, slug: str, theme: str) -> None:
    page = open_page(base_url=site)
    page.goto(f"/standorte/{slug}?theme={theme}")
    axe.assert_accessible(page, within=".plan")
