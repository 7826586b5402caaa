"""A floor drawn in a real browser: with the mouse, with the keyboard alone, with fingers; and what is left when it goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from labspace.demo.people import TEAM
from tests.plans.editor.sheet import Sheet
from tests.support import axe

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}
KEEP = """(document) => {
  const name = `draft ${document_url()}`;
  localStorage.setItem(name, JSON.stringify({ version: 1, document }));
  function document_url() { return globalThis.document.querySelector("[data-plan-editor]").dataset.url; }
}"""
"""Leaves in the browser what a page leaves there that ended before it could save."""
NEXT_FIELD = """async () => {
  const field = () => document.querySelector("[data-panel] [name=editor-rows]");
  const before = field();
  before.focus();
  before.select();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [field() === before ? "the same" : "drawn anew", getSelection().toString()];
}"""
OTHER_CHANGE = """async () => {
  document.querySelector("[data-panel] [name=editor-kind]").dispatchEvent(new Event("change"));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return document.activeElement.value;
}"""


def test_a_floor_is_drawn_with_the_mouse(draw) -> None:
    sheet = draw()
    sheet.take("building")
    sheet.drag((1, 1), (19, 13))
    sheet.take("wall")
    sheet.click((8, 1.15), (8, 6), (8, 6))
    sheet.take("door")
    sheet.click((8, 3))
    sheet.take("window")
    sheet.drag((11, 1.15), (13, 1.15))
    sheet.take("furniture")
    sheet.page.locator("label[for=editor-item-sofa]").click()
    sheet.click((4, 10))
    sheet.take("area")
    sheet.fill("area-name", "Werkstatt")
    sheet.drag((9, 7), (18.8, 12.8))
    sheet.take("space")
    sheet.fill("count", "12")
    sheet.fill("rows", "3")
    sheet.click((10, 3))
    sheet.take("way")
    sheet.click((5, 12.5), (5, 8), (5, 8))
    sheet.take("entrance")
    sheet.click((5, 12.9))
    document = sheet.saved()
    drawing = document["drawing"]
    assert drawing["outline"] == [[1, 1], [19, 1], [19, 13], [1, 13]]
    assert drawing["outer_walls"] == [
        [[1.15, 1.15], [18.85, 1.15], [18.85, 12.85], [1.15, 12.85], [1.15, 1.15]]
    ]
    assert drawing["inner_walls"] == [[[8, 1.15], [8, 6]]]
    assert [drawing["doors"][0][end][0] for end in ("hinge", "latch")] == [8, 8]
    assert abs(drawing["doors"][0]["hinge"][1] - drawing["doors"][0]["latch"][1]) == pytest.approx(1)
    assert drawing["windows"] == [{"from": [11, 1.15], "to": [13, 1.15], "shop_front": False}]
    assert [(thing["item"], thing["at"]) for thing in drawing["furniture"]] == [("sofa", [4, 10])]
    assert drawing["areas"][0]["name"]["de"] == "Werkstatt"
    assert drawing["step_free_ways"] == [[[5, 12.5], [5, 8]]]
    assert len(drawing["entrances"]) == 1
    assert [space["label"] for space in document["spaces"]] == [
        str(n) for n in range(*first_and_last(document))
    ]
    assert len({tuple(map(tuple, placement["shape"])) for placement in document["placements"]}) == 12
    assert {placement["shape"][0][1] for placement in document["placements"]} == {2.2, 4.2, 6.2}


def first_and_last(document: dict[str, Any]) -> tuple[int, int]:
    """Numbers that the house's other floors have are left out: the series is as long as asked, and unbroken."""
    first = int(document["spaces"][0]["label"])
    return first, first + 12


def test_what_is_drawn_is_selected_moved_turned_copied_and_taken_back(draw) -> None:
    sheet = draw()
    sheet.take("building")
    sheet.drag((1, 1), (19, 13))
    sheet.take("space")
    sheet.click((5, 5), (9, 5.4), (14, 6))
    sheet.take("select")
    sheet.drag((2.5, 2.5), (17, 9))
    expect(sheet.page.locator("[data-panel] h2").first).to_have_text("3 ausgewählt")
    sheet.page.locator("[name=editor-align-top]").click()
    sheet.page.locator("[name=editor-distribute-0]").click()
    document = sheet.saved()
    tops = {placement["shape"][0][1] for placement in document["placements"]}
    lefts = sorted(placement["shape"][0][0] for placement in document["placements"])
    assert len(tops) == 1
    assert lefts[1] - lefts[0] == pytest.approx(lefts[2] - lefts[1], abs=0.01)

    sheet.click((lefts[0] + 0.8, min(tops) + 0.8))
    sheet.drag((lefts[0] + 0.8, min(tops) + 0.8), (lefts[0] + 0.8, min(tops) + 4.8))
    sheet.press("r", "Control+d")
    document = sheet.saved()
    assert len(document["placements"]) == len(document["spaces"]) == 4
    assert document["placements"][0]["rotation"] == document["placements"][3]["rotation"] == 90
    assert document["placements"][0]["shape"][0][1] == pytest.approx(min(tops) + 4, abs=0.2)

    for _ in range(3):
        sheet.do("undo")
    before = sheet.saved()
    assert sorted(placement["shape"][0][0] for placement in before["placements"]) == lefts
    assert {placement["rotation"] for placement in before["placements"]} == {0}
    for _ in range(3):
        sheet.do("redo")
    assert sheet.saved() == document


def test_a_handle_makes_a_room_larger_and_a_number_makes_it_exact(draw) -> None:
    sheet = draw()
    sheet.take("space")
    sheet.choose("kind", "meeting_room")
    sheet.drag((2, 2), (6, 5))
    sheet.take("select")
    sheet.click((4, 3.5))
    sheet.drag((6, 5), (7, 6))
    assert sheet.saved()["placements"][0]["shape"] == [[2, 2], [7, 2], [7, 6], [2, 6]]
    sheet.fill("width", "5,25")
    sheet.fill("name-de", "Zeche Shamrock")
    document = sheet.saved()
    assert document["placements"][0]["shape"][1][0] - document["placements"][0]["shape"][0][
        0
    ] == pytest.approx(5.25)
    assert document["spaces"][0]["name"]["de"] == "Zeche Shamrock"
    sheet.fill("width", "viel")
    expect(sheet.page.locator("[data-panel] [aria-invalid]")).to_have_count(1)
    assert sheet.saved() == document


def test_what_is_typed_stays_when_the_panel_is_drawn_anew(draw) -> None:
    """A field that was left takes effect a moment later, when the next one is already being filled."""
    sheet = draw()
    sheet.take("space")
    sheet.page.locator("[name=editor-count]").select_text()
    sheet.page.keyboard.type("12")
    # The next field is begun in one go with leaving this one, as fingers on a keyboard do it.
    assert sheet.page.evaluate(NEXT_FIELD) == ["drawn anew", "1"]
    sheet.page.keyboard.type("3")
    assert sheet.page.evaluate(OTHER_CHANGE) == "3"
    sheet.press("Enter")
    sheet.click((2, 3))
    document = sheet.saved()
    assert len(document["placements"]) == 12
    assert len({placement["shape"][0][1] for placement in document["placements"]}) == 3


def test_a_floor_is_drawn_with_the_keyboard_alone(draw) -> None:
    sheet = draw()
    sheet.page.locator("[data-tool=select]").focus()
    sheet.press("ArrowRight", "Enter", "Tab")
    expect(sheet.drawing).to_be_focused()
    # The cross begins in the middle of the sheet, at 10; 7.
    sheet.walk((-9, -6))
    sheet.press("Enter")
    sheet.walk((18, 12))
    sheet.press("Enter", "Enter")
    sheet.expect_said("Umriss")
    sheet.press("w")
    sheet.walk((-10, -12))
    sheet.press("Enter")
    sheet.walk((0, 1))
    sheet.press(*"4,5", "Enter", "Enter")
    sheet.press("d")
    sheet.walk((0, -2))
    sheet.press("Enter", "s")
    sheet.walk((4, 2))
    sheet.press("Enter", "Escape")
    document = sheet.saved()
    assert document["drawing"]["outline"] == [[1, 1], [19, 1], [19, 13], [1, 13]]
    (wall,) = document["drawing"]["inner_walls"]
    assert wall[0][0] == wall[1][0]
    assert wall[1][1] - wall[0][1] == pytest.approx(4.5)
    assert len(document["drawing"]["doors"]) == 1
    (desk,) = document["placements"]

    sheet.press("ArrowRight", "Alt+ArrowDown", "r", "Control+d")
    document = sheet.saved()
    first, copied = document["placements"]
    assert first["rotation"] == copied["rotation"] == 90
    assert first["shape"] != desk["shape"]
    sheet.press("Delete")
    assert len(sheet.saved()["placements"]) == 1
    sheet.press("Control+z")
    assert sheet.saved() == document
    sheet.press("PageDown")
    sheet.expect_said("ausgewählt")


def test_numbers_alone_are_enough(draw) -> None:
    """Whoever cannot draw chooses in the list of all things and types where they are."""
    sheet = draw(empty=False)
    sheet.page.locator("[data-panel] summary", has_text="Alles auf dem Plan").click()
    sheet.page.locator("[name='list-furniture/0']").click()
    sheet.fill("x", "7,77")
    sheet.fill("turned", "45")
    thing = sheet.saved()["drawing"]["furniture"][0]
    assert (thing["at"][0], thing["rotation"]) == (7.77, 45)


LEFT_AT_ONCE = """(values) => {
  for (const [name, text] of Object.entries(values)) {
    const field = document.querySelector(`[data-panel] [name="editor-${name}"]`);
    field.value = text;
    field.dispatchEvent(new Event("change"));
  }
}"""


def test_fields_left_faster_than_the_panel_is_drawn_all_count(draw) -> None:
    """On a slow machine the second number is typed before the panel shows what the first one changed."""
    sheet = draw(empty=False)
    sheet.page.locator("[data-panel] summary", has_text="Alles auf dem Plan").click()
    sheet.page.locator("[name='list-furniture/0']").click()
    expect(sheet.page.locator("[name=editor-turned]")).to_be_visible()
    sheet.page.evaluate(LEFT_AT_ONCE, {"x": "7,77", "y": "3,21", "turned": "45"})
    thing = sheet.saved()["drawing"]["furniture"][0]
    assert (thing["at"], thing["rotation"]) == ([7.77, 3.21], 45)


def test_a_floor_is_drawn_with_fingers(draw) -> None:
    sheet = draw(viewport=TABLET, has_touch=True)
    sheet.tap_tool("building")
    sheet.fingers([(1, 1), (6, 6), (19, 13)])
    sheet.tap_tool("space")
    sheet.tap((5, 5), (9, 5))
    sheet.tap_tool("select")
    sheet.tap((5, 5))
    sheet.fingers([(5, 5), (5, 7), (5, 9)])
    document = sheet.saved()
    assert document["drawing"]["outline"] == [[1, 1], [19, 1], [19, 13], [1, 13]]
    assert document["placements"][0]["shape"][0] == pytest.approx([4.2, 8.2], abs=0.11)
    assert document["placements"][1]["shape"][0] == [8.2, 4.2]

    before = sheet.view()
    sheet.fingers([(8, 6), (7, 6), (4, 6)], [(12, 6), (13, 6), (16, 6)])
    near = sheet.view()
    assert near[2] < before[2] * 0.7
    sheet.fingers([(9, 8), (9.5, 8.2), (11, 8.8)])
    assert sheet.view() != near
    sheet.do("fit")
    sheet.do("several")
    sheet.tap((9, 5))
    expect(sheet.page.locator("[data-panel] h2").first).to_have_text("2 ausgewählt")
    assert sheet.saved() == document


def test_nothing_is_lost_when_the_connection_is(draw) -> None:
    sheet = draw()
    sheet.saved()
    context = sheet.page.context
    context.set_offline(True)
    sheet.take("wall")
    sheet.click((3, 3), (9, 3), (9, 3))
    sheet.expect_state("lost")
    context.set_offline(False)
    assert len(sheet.saved()["drawing"]["inner_walls"]) == 1


def test_what_a_crash_left_in_the_browser_comes_back_as_a_step(draw) -> None:
    sheet = draw()
    document = sheet.saved()
    document["drawing"]["inner_walls"] = [[[3, 8], [9, 8]]]
    sheet.page.evaluate(KEEP, document)
    sheet.page.reload()
    again = Sheet(sheet.page)
    again.expect_said("ist wieder da")
    assert again.saved()["drawing"]["inner_walls"] == [[[3, 8], [9, 8]]]
    again.do("undo")
    assert again.saved()["drawing"]["inner_walls"] == []


@pytest.mark.parametrize("keep", [True, False], ids=["keeps mine", "takes theirs"])
def test_two_at_once_do_not_write_over_each_other(two_pages, begin, keep: bool) -> None:
    path = begin()
    sheets = []
    for page in two_pages:
        page.goto(path)
        sheets.append(Sheet(page))
    one, other = sheets
    one.take("wall")
    one.click((3, 3), (9, 3), (9, 3))
    one.saved()
    other.take("wall")
    other.click((3, 8), (12, 8), (12, 8))
    other.expect_state("conflict")
    expect(other.page.locator("[data-conflict]")).to_contain_text(TEAM.name)
    assert one.saved()["drawing"]["inner_walls"] == [[[3, 3], [9, 3]]]

    other.page.locator("[data-conflict] button", has_text="meiner" if keep else "andere").click()
    mine, theirs = [[[3, 8], [12, 8]]], [[[3, 3], [9, 3]]]
    assert other.saved()["drawing"]["inner_walls"] == (mine if keep else theirs)
    other.do("undo")
    assert other.saved()["drawing"]["inner_walls"] == (theirs if keep else mine)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_axe_finds_nothing_and_nothing_reaches_beyond_the_screen(draw, width: int, theme: str) -> None:
    sheet = draw(empty=False, viewport={"width": width, "height": 900}, color_scheme=theme)
    assert sheet.page.evaluate("document.documentElement.scrollWidth") <= width
    axe.assert_accessible(sheet.page)
    sheet.take("space")
    axe.assert_accessible(sheet.page, within="[data-editor]")
    sheet.take("select")
    sheet.page.locator("[data-drawing]").press("PageDown")
    axe.assert_accessible(sheet.page, within="[data-editor]")


def test_a_finding_leads_to_what_it_is_about(draw) -> None:
    sheet = draw()
    sheet.take("building")
    sheet.drag((1, 1), (19, 13))
    sheet.take("space")
    sheet.click((5, 5), (6, 5))
    sheet.saved()
    sheet.take("select")
    entry = sheet.page.locator("[data-plan-findings] button", has_text="überschneidet")
    entry.click()
    expect(sheet.page.locator("[data-panel] h2").first).to_contain_text("Arbeitsplatz")
    expect(sheet.page.locator(".editor__wrong")).to_have_count(1)


def test_an_old_plan_comes_through_the_editor_unchanged(draw) -> None:
    sheet = draw(empty=False)
    before = sheet.saved()
    sheet.take("select")
    sheet.drawing.focus()
    sheet.press("Control+a", "ArrowRight", "Control+z")
    assert sheet.saved() == before
