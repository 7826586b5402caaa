"""Lengths beside what is being drawn, to the centimetre; points on the grid, on ends, at right angles and off them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet

pytestmark = pytest.mark.browser

WATCH = """() => {
  window.spoken = [];
  const voice = document.querySelector("[data-voice]");
  new MutationObserver(() => window.spoken.push(voice.textContent)).observe(voice, { childList: true, characterData: true, subtree: true });
}"""


def lengths(sheet: Sheet):
    return sheet.page.locator(".editor__length")


def hold(sheet: Sheet, *spots: tuple[float, float]) -> None:
    """Press at the first point and drag over the others without letting go."""
    sheet.page.mouse.move(*sheet.at(spots[0]))
    sheet.page.mouse.down()
    for spot in spots[1:]:
        sheet.page.mouse.move(*sheet.at(spot), steps=3)


@pytest.mark.parametrize(
    ("locale", "texts"), [("de-DE", ["4,50 m", "2,30 m"]), ("en-GB", ["4.50 m", "2.30 m"])]
)
def test_a_rectangle_says_its_sides_while_it_is_drawn(draw, locale: str, texts: list[str]) -> None:
    sheet = draw(locale=locale)
    sheet.take("area")
    sheet.page.evaluate(WATCH)
    hold(sheet, (3, 3), (5, 4), (7.5, 5.3))
    expect(lengths(sheet)).to_have_text(texts)
    sheet.page.mouse.move(*sheet.at((8.2, 5.3)), steps=3)
    expect(lengths(sheet)).to_have_text([texts[0].replace("4", "5").replace("50", "20"), texts[1]])
    sheet.page.mouse.up()
    shape = sheet.saved()["drawing"]["areas"][0]["shape"]
    assert shape == [[3, 3], [8.2, 3], [8.2, 5.3], [3, 5.3]]
    # A drag is one sentence for who listens, not one for every step of the pointer.
    assert len(sheet.page.evaluate("() => window.spoken")) == 1


def test_a_wall_says_the_length_that_it_will_have(draw) -> None:
    sheet = draw()
    sheet.take("wall")
    sheet.click((3, 3))
    sheet.page.mouse.move(*sheet.at((6.7, 3)))
    expect(lengths(sheet)).to_have_text(["3,70 m"])
    sheet.click((6.7, 3))
    # Askew: the hypotenuse of 3 and 4, rounded like everything else to the centimetre.
    sheet.page.mouse.move(*sheet.at((9.7, 7)))
    expect(lengths(sheet)).to_have_text(["5,00 m"])
    sheet.page.mouse.move(*sheet.at((9.7, 6)))
    expect(lengths(sheet)).to_have_text(["4,24 m"])
    sheet.press("1", ",", "2")
    expect(lengths(sheet)).to_have_text(["1,2 m"])
    sheet.press("Backspace", "Backspace", "Backspace")
    sheet.click((6.7, 5), (6.7, 5))
    assert sheet.saved()["drawing"]["inner_walls"] == [[[3, 3], [6.7, 3], [6.7, 5]]]


def test_with_keys_each_step_says_where_one_is_and_how_far(draw) -> None:
    sheet = draw()
    sheet.drawing.focus()
    sheet.press("w")
    sheet.walk((1, 0))
    sheet.expect_said("11; 7")
    sheet.press("Enter")
    sheet.walk((2.3, 0))
    sheet.expect_said("13,3; 7, 2,30 m in Richtung 0°")
    expect(lengths(sheet)).to_have_text(["2,30 m"])


def test_keys_snap_to_the_grid_and_to_ends_and_go_by_centimetres_when_asked(draw) -> None:
    sheet = draw()
    sheet.drawing.focus()
    sheet.press("w")
    sheet.walk((1, 0))
    # Three centimetres off the grid, and there it begins.
    sheet.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight", "Enter")
    sheet.walk((0, 3))
    sheet.press("Enter", "Enter")
    (wall,) = sheet.saved()["drawing"]["inner_walls"]
    assert wall[0] == [11.03, 7]
    # Straight down from there although the grid lies at 11,0 and 11,1.
    assert wall[1] == [11.03, 10]
    sheet.press("w")
    sheet.walk((3, 0))
    sheet.press("Enter")
    sheet.walk((-2.9, 0))
    # The cross is at 11,10; the end of the first wall, seven centimetres away, draws the point to itself.
    sheet.press("Enter", "Enter")
    assert sheet.saved()["drawing"]["inner_walls"][1][1] == [11.03, 10]


def test_snapping_is_switched_off_by_a_button(draw) -> None:
    sheet = draw()
    sheet.do("snap")
    sheet.take("wall")
    sheet.click((3.234, 3.111), (7.03, 6.07), (7.03, 6.07))
    (wall,) = sheet.saved()["drawing"]["inner_walls"]
    assert any(round(value * 10) != pytest.approx(value * 10, abs=0.01) for value in wall[0] + wall[1])


def test_a_missing_wall_is_said_where_one_looks(draw) -> None:
    sheet = draw()
    sheet.take("door")
    sheet.click((5, 5))
    refusal = sheet.page.locator("[data-refusal]")
    expect(refusal).to_have_text("Hier ist keine Wand.")
    expect(sheet.page.locator("[data-voice]")).to_have_text("Hier ist keine Wand.")
    sheet.take("wall")
    expect(refusal).to_be_hidden()
    assert re.match(r"\[\]", str(sheet.saved()["drawing"]["doors"]))
