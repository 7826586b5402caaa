"""Fingers on a tablet held across: drawn, chosen, moved, made larger, turned, enlarged."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet

pytestmark = pytest.mark.browser

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
FINGER_PX = 24
"""What WCAG 2.2 asks of anything that is hit; handles reach further than they are drawn."""


def test_a_room_is_drawn_moved_and_made_larger_with_a_finger(draw) -> None:
    sheet: Sheet = draw(**TABLET)
    sheet.tap_tool("space")
    sheet.choose("kind", "meeting_room")
    sheet.fingers([(4, 4), (6, 5), (8, 7)])
    assert sheet.saved()["placements"][0]["shape"] == [[4, 4], [8, 4], [8, 7], [4, 7]]
    sheet.tap_tool("select")
    sheet.tap((6, 5.5))
    expect(sheet.page.locator("[data-handle^='size/']")).to_have_count(4)
    sheet.fingers([(6, 5.5), (7, 6), (8, 7)])
    moved = sheet.saved()["placements"][0]["shape"]
    assert moved == [[6, 5.5], [10, 5.5], [10, 8.5], [6, 8.5]]
    *_, width, height = sheet.box("[data-handle='size/2'] .editor__reach")
    assert min(width, height) >= FINGER_PX
    sheet.fingers([(10, 8.5), (10.6, 9), (12, 10)])
    assert sheet.saved()["placements"][0]["shape"] == [[6, 5.5], [12, 5.5], [12, 10], [6, 10]]


def test_a_polygon_is_tapped_and_its_last_point_taken_back(draw) -> None:
    sheet: Sheet = draw(**TABLET)
    sheet.tap_tool("area")
    sheet.tap((3, 3), (9, 3), (9, 12))
    sheet.page.locator("[data-does=undo]").tap()
    sheet.tap((9, 8), (3, 3))
    assert sheet.saved()["drawing"]["areas"][0]["shape"] == [[3, 3], [9, 3], [9, 8]]


def test_several_are_tapped_together_and_moved_as_one(draw) -> None:
    sheet: Sheet = draw(**TABLET)
    sheet.tap_tool("space")
    sheet.tap((5, 5), (9, 5))
    sheet.tap_tool("select")
    sheet.page.locator("[data-does=several]").tap()
    # The one put down last is selected already.
    sheet.tap((5, 5))
    expect(sheet.page.locator("[data-panel] h2", has_text="2 ausgewählt")).to_be_visible()
    sheet.fingers([(5, 5), (5, 6), (5, 8)])
    tops = {placement["shape"][0][1] for placement in sheet.saved()["placements"]}
    assert tops == {7.2}


def test_two_fingers_in_the_middle_of_a_stroke_draw_nothing(draw) -> None:
    sheet: Sheet = draw(**TABLET)
    before = sheet.saved()
    sheet.tap_tool("wall")
    width = float((sheet.drawing.get_attribute("viewBox") or "").split()[2])
    sheet.fingers([(6, 6), (5, 6), (3, 6)], [(10, 6), (11, 6), (14, 6)])
    sheet.painted()
    assert float((sheet.drawing.get_attribute("viewBox") or "").split()[2]) < width * 0.6
    assert sheet.saved() == before


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_all_tools_are_within_reach_of_a_finger(draw, locale: str) -> None:
    sheet: Sheet = draw(**TABLET, locale=locale)
    bar = sheet.page.locator("[data-toolbar]")
    assert bar.evaluate("(bar) => bar.scrollWidth - bar.clientWidth") <= 0
    for button in sheet.page.locator("[data-toolbar] button").all():
        button.scroll_into_view_if_needed()
        place = button.bounding_box()
        assert place
        assert min(place["width"], place["height"]) >= 44
    assert sheet.page.evaluate("document.documentElement.scrollWidth") <= 1024
