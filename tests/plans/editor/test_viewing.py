"""What of the sheet is seen: nearer and farther about the point that is meant, and moved with whatever is in hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet, Spot

pytestmark = pytest.mark.browser

NEAR_M = 0.02
"""A pixel or so at the scale of these tests."""

LEFT_TO_THE_PAGE = """() => {
  window.left = 0;
  addEventListener("wheel", (event) => { if (!event.defaultPrevented) window.left += 1; });
}"""


def box(sheet: Sheet) -> tuple[float, ...]:
    """Left, top, width and height of what is seen, in metres."""
    sheet.painted()
    return tuple(float(number) for number in (sheet.drawing.get_attribute("viewBox") or "").split())


def middle(sheet: Sheet) -> Spot:
    x, y, width, height = box(sheet)
    return x + width / 2, y + height / 2


def wait_until(sheet: Sheet, holds: Callable[[tuple[float, ...]], bool]) -> None:
    """Events of the wheel reach the page after the call that made them."""
    for _ in range(100):
        if holds(box(sheet)):
            return
        sheet.page.wait_for_timeout(50)
    raise AssertionError(box(sheet))


@pytest.mark.parametrize("way", [-240, 240], ids=["nearer", "farther"])
def test_the_wheel_keeps_the_point_under_the_pointer(draw, way: int) -> None:
    sheet = draw()
    sheet.drawing.focus()
    spot = (4.0, 3.0)
    before, place = box(sheet), sheet.at(spot)
    sheet.page.mouse.move(*place)
    sheet.page.mouse.wheel(0, way)
    wait_until(sheet, lambda now: (now[2] < before[2] * 0.7) if way < 0 else (now[2] > before[2] * 1.4))
    assert sheet.at(spot) == pytest.approx(place, abs=1)


def test_the_wheel_scrolls_the_page_until_one_works_on_the_drawing(draw) -> None:
    sheet = draw()
    before = box(sheet)
    sheet.page.mouse.move(*sheet.at((4, 3)))
    sheet.page.evaluate(LEFT_TO_THE_PAGE)
    sheet.page.mouse.wheel(0, 100)
    sheet.page.wait_for_function("() => window.left > 0")
    assert box(sheet) == before


def test_buttons_and_keys_keep_the_middle_and_the_cross(draw) -> None:
    sheet = draw()
    before, about = box(sheet), middle(sheet)
    sheet.do("in")
    assert box(sheet)[2] == pytest.approx(before[2] / 1.4, rel=0.01)
    assert middle(sheet) == pytest.approx(about, abs=NEAR_M)
    sheet.do("out")
    assert box(sheet) == pytest.approx(before, abs=NEAR_M)
    sheet.drawing.focus()
    sheet.walk((-3, 2))
    cross = (7.0, 9.0)
    place = sheet.at(cross)
    sheet.press("+", "+")
    assert box(sheet)[2] == pytest.approx(before[2] / 1.96, rel=0.01)
    assert sheet.at(cross) == pytest.approx(place, abs=1)
    sheet.press("-")
    assert sheet.at(cross) == pytest.approx(place, abs=1)
    sheet.press("0")
    assert box(sheet) == pytest.approx(before, abs=NEAR_M)


def test_a_drag_moves_the_view_with_the_hand_and_with_the_middle_button(draw) -> None:
    sheet = draw()
    sheet.take("hand")
    (left, top, *size) = box(sheet)
    begun, ended = sheet.at((10, 7)), sheet.at((7, 5))
    sheet.page.mouse.move(*begun)
    sheet.page.mouse.down()
    sheet.page.mouse.move(*ended, steps=4)
    sheet.page.mouse.up()
    assert box(sheet) == pytest.approx((left + 3, top + 2, *size), abs=0.06)
    sheet.take("wall")
    begun, ended = sheet.at((10, 7)), sheet.at((12, 8))
    sheet.page.mouse.move(*begun)
    sheet.page.mouse.down(button="middle")
    sheet.page.mouse.move(*ended, steps=4)
    sheet.page.mouse.up(button="middle")
    assert box(sheet) == pytest.approx((left + 1, top + 1, *size), abs=0.1)
    assert sheet.saved()["drawing"]["inner_walls"] == []


def test_keys_move_the_view_and_what_is_selected_stays_so(draw) -> None:
    sheet = draw()
    sheet.take("space")
    sheet.click((5, 5))
    title = sheet.page.locator("[data-panel] h2", has_text="Arbeitsplatz")
    document = sheet.saved()
    sheet.drawing.focus()
    sheet.press("v", "PageDown", "h")
    expect(sheet.page.locator("[data-tool=hand]")).to_have_attribute("aria-pressed", "true")
    left, top, width, height = box(sheet)
    sheet.press("ArrowRight", "Shift+ArrowDown")
    assert box(sheet) == pytest.approx((left + width / 10, top + height / 2, width, height), abs=NEAR_M)
    expect(title).to_be_visible()
    sheet.press("Escape")
    expect(sheet.page.locator("[data-tool=select]")).to_have_attribute("aria-pressed", "true")
    assert sheet.saved() == document


def test_the_view_follows_the_cross(draw) -> None:
    sheet = draw()
    sheet.drawing.focus()
    sheet.press("+", "+", "+")
    sheet.walk((8, 0))
    x, _y, width, _height = box(sheet)
    assert x < 18 < x + width


def test_two_fingers_keep_what_lies_between_them(draw) -> None:
    sheet = draw(viewport={"width": 1024, "height": 768}, has_touch=True)
    before = box(sheet)
    # Both move, one more than the other: the point between them goes from 10; 7 to 11; 7.
    sheet.take("wall")
    place = sheet.at((11, 7))
    sheet.fingers([(9, 7), (8.5, 7), (8, 7)], [(11, 7), (12.5, 7), (14, 7)])
    assert box(sheet)[2] == pytest.approx(before[2] / 3, rel=0.05)
    assert sheet.at((10, 7)) == pytest.approx(place, abs=3)
    assert sheet.saved()["drawing"]["inner_walls"] == []
