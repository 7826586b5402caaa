"""A space as a polygon, drawn by pointer and by keys; what crosses itself is refused; its fields, turn and parts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet, Spot

pytestmark = pytest.mark.browser

ELL: list[Spot] = [(3, 3), (9, 3), (9, 6), (6, 6), (6, 9), (3, 9)]
BOW: list[Spot] = [(3, 3), (9, 9), (9, 3), (3, 9)]


def walk(sheet: Sheet, begun: Spot, spots: list[Spot]) -> None:
    """Set each point with the cross, which is at `begun`."""
    for spot in spots:
        sheet.walk((spot[0] - begun[0], spot[1] - begun[1]))
        sheet.press("Enter")
        begun = spot


def take_rooms(sheet: Sheet) -> None:
    sheet.take("space")
    sheet.choose("kind", "meeting_room")


@pytest.mark.parametrize("by", ["pointer", "keys"])
def test_a_room_of_six_corners_is_drawn(draw, by: str) -> None:
    sheet = draw()
    take_rooms(sheet)
    if by == "pointer":
        sheet.click(*ELL, ELL[0])
    else:
        sheet.drawing.focus()
        walk(sheet, (10, 7), [*ELL, ELL[0]])
    sheet.expect_said("liegt auf dem Plan")
    document = sheet.saved()
    assert document["placements"][0]["shape"] == [list(spot) for spot in ELL]
    assert document["spaces"][0]["kind"] == "meeting_room"


@pytest.mark.parametrize("by", ["pointer", "keys"])
def test_what_crosses_itself_is_refused_in_words_and_not_lost(draw, by: str) -> None:
    sheet = draw()
    take_rooms(sheet)
    if by == "pointer":
        sheet.click(*BOW, BOW[0])
    else:
        sheet.drawing.focus()
        walk(sheet, (10, 7), [*BOW, BOW[0]])
    refusal = sheet.page.locator("[data-refusal]")
    expect(refusal).to_be_visible()
    expect(refusal).to_contain_text("schneidet sich selbst")
    sheet.expect_said("schneidet sich selbst")
    # The points are still there: the last two are taken back, and it becomes a triangle with a fourth corner.
    if by == "pointer":
        sheet.do("undo")
        expect(refusal).to_be_hidden()
        sheet.do("undo")
        sheet.click((5, 9), BOW[0])
    else:
        sheet.press("Backspace")
        expect(refusal).to_be_hidden()
        sheet.press("Control+z")
        walk(sheet, BOW[0], [(5, 9), BOW[0]])
    assert sheet.saved()["placements"][0]["shape"] == [[3, 3], [9, 9], [5, 9]]


def test_a_rectangle_of_no_width_is_refused_and_leaves_nothing(draw) -> None:
    sheet = draw()
    sheet.take("area")
    sheet.drag((3, 3), (3, 8))
    expect(sheet.page.locator("[data-refusal]")).to_contain_text("keine Fläche")
    sheet.drag((4, 3), (6, 8))
    assert sheet.saved()["drawing"]["areas"][0]["shape"] == [[4, 3], [6, 3], [6, 8], [4, 8]]


def test_a_corner_pulled_across_is_shown_and_stands_among_the_findings(draw) -> None:
    sheet = draw()
    take_rooms(sheet)
    sheet.click(*ELL, ELL[0])
    sheet.take("select")
    sheet.click((4, 4))
    sheet.drag((9, 3), (4, 11))
    expect(sheet.page.locator(".editor__wrong")).to_have_count(1)
    sheet.saved()
    expect(sheet.page.locator("[data-plan-findings]")).to_contain_text("berührt sich selbst")
    sheet.press("Control+z")
    expect(sheet.page.locator(".editor__wrong")).to_have_count(0)


def test_a_room_is_turned_by_its_knob_by_keys_and_by_a_number(draw) -> None:
    sheet = draw()
    take_rooms(sheet)
    sheet.drag((4, 4), (8, 6))
    sheet.take("select")
    sheet.click((6, 5))
    left, top, width, height = sheet.box("[data-handle=turn]")
    sheet.page.mouse.move(left + width / 2, top + height / 2)
    sheet.page.mouse.down()
    sheet.page.mouse.move(*sheet.at((9, 5)), steps=5)
    sheet.page.mouse.up()
    upright = sheet.saved()["placements"][0]
    assert upright["rotation"] == 90
    assert sorted(map(tuple, upright["shape"])) == [(5, 3), (5, 7), (7, 3), (7, 7)]
    sheet.press("Shift+r")
    assert sheet.saved()["placements"][0]["rotation"] == 105
    sheet.fill("turned", "90")
    assert sorted(map(tuple, sheet.saved()["placements"][0]["shape"])) == sorted(map(tuple, upright["shape"]))


def test_a_hall_gets_its_people_layouts_features_and_parts(draw) -> None:
    sheet = draw()
    sheet.take("space")
    sheet.choose("kind", "event_area")
    sheet.drag((2, 2), (8, 8))
    sheet.drag((8, 2), (14, 8))
    sheet.drag((2, 2), (14, 8))
    sheet.take("select")
    panel = sheet.page.locator("[data-panel]")
    sheet.fill("capacity", "120")
    sheet.fill("label", "Saal")
    panel.locator("summary", has_text="Ausstattung").click()
    panel.locator("[name=editor-feature-projector]").check()
    panel.locator("summary", has_text="Bestuhlung").click()
    sheet.fill("layout-rows", "90")
    sheet.fill("wheelchairs", "4")
    panel.locator("summary", has_text="Teile dieser Fläche").click()
    # Whatever is said of it, the panel stays open where one is at work.
    for number in range(2):
        panel.locator("[name^=editor-part-]").nth(number).check()
    document = sheet.saved()
    one, two, hall = document["spaces"]
    assert hall["parts"] == [one["id"], two["id"]]
    assert (hall["capacity"], hall["label"], hall["wheelchair_places"]) == (120, "Saal", 4)
    assert hall["layouts"] == [{"name": "rows", "capacity": 90}]
    assert hall["features"] == ["projector"]
    # A whole may lie over its parts: nothing overlaps any more.
    expect(sheet.page.locator("[data-plan-findings]")).not_to_contain_text("überschneidet")
    expect(sheet.page.locator(".editor__wrong")).to_have_count(0)
    panel.locator("[name^=editor-part-]").first.uncheck()
    assert sheet.saved()["spaces"][2]["parts"] == [two["id"]]
    expect(sheet.page.locator("[data-plan-findings]")).to_contain_text("überschneidet")
