"""The keyboard alone, from the sheet and back: what each thing takes in keys, and the list that tells them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.plans.editor.sheet import Sheet
from tests.support import axe

pytestmark = pytest.mark.browser


class Counted(Sheet):
    """Counts every key that is struck."""

    struck = 0

    def press(self, *keys: str) -> None:
        self.struck += len(keys)
        super().press(*keys)

    def at_sheet(self) -> None:
        expect(self.drawing).to_be_focused()

    def tab_to(self, name: str, *, most: int) -> None:
        """With Tab alone to a field of the panel, in a few steps."""
        wanted = f"editor-{name}"
        for _ in range(most):
            self.press("Tab")
            if self.page.evaluate("() => document.activeElement.name") == wanted:
                return
        raise AssertionError(f"{name} is farther than {most} steps")


@pytest.fixture
def keys(draw) -> Counted:
    """On the sheet of an empty draft; the cross begins in its middle, at 10; 7."""
    sheet = Counted(draw().page)
    sheet.drawing.focus()
    return sheet


def test_a_window_an_area_a_way_and_an_entrance(keys: Counted) -> None:
    keys.press("w", "Shift+ArrowLeft", "Enter", *["Shift+ArrowRight"] * 4, "Enter", "Enter")
    keys.press("f", *["Shift+ArrowLeft"] * 2, "Enter")
    keys.expect_said("Fenster eingesetzt, 1,50 m breit.")
    keys.press("a", "Shift+ArrowDown", "Enter", "Shift+ArrowDown", "Shift+ArrowRight", "Enter", "Enter")
    keys.expect_said("Bereich")
    keys.press("g", "Shift+ArrowDown", "Enter", "Shift+ArrowDown", "Enter", "Enter")
    keys.expect_said("Weg")
    keys.press("e", "ArrowLeft")
    # So near the end of the way it goes there, and that is what is said.
    keys.expect_said("12; 11")
    keys.press("Shift+ArrowLeft", "r", "Enter")
    keys.at_sheet()
    drawing = keys.saved()["drawing"]
    assert drawing["inner_walls"] == [[[9, 7], [13, 7]]]
    assert drawing["windows"] == [{"from": [10.3, 7], "to": [11.8, 7], "shop_front": False}]
    assert drawing["areas"][0]["shape"] == [[11, 8], [12, 8], [12, 9], [11, 9]]
    assert drawing["step_free_ways"] == [[[12, 10], [12, 11]]]
    assert (drawing["entrances"][0]["at"], drawing["entrances"][0]["rotation"]) == ([11, 11], 90)
    assert keys.struck <= 34


@pytest.mark.parametrize("item", ["stairs", "lift", "toilet", "counter", "sofa"])
def test_stairs_lift_and_more_come_from_the_library(keys: Counted, item: str) -> None:
    keys.press("m", "Tab")
    names = keys.page.locator("[name=editor-item]")
    expect(names.and_(keys.page.locator(":focus"))).to_have_count(1)
    order = names.evaluate_all("all => all.map((one) => one.value)")
    now = keys.page.evaluate("() => document.activeElement.value")
    forth = (order.index(item) - order.index(now)) % len(order)
    back = len(order) - forth
    keys.press(*(["ArrowRight"] * forth if forth <= back else ["ArrowLeft"] * back))
    expect(keys.page.locator(f"[name=editor-item][value={item}]")).to_be_focused()
    keys.press("Shift+Tab")
    keys.at_sheet()
    keys.press("r", "Enter")
    (thing,) = keys.saved()["drawing"]["furniture"]
    assert (thing["item"], thing["at"], thing["rotation"]) == (item, [10, 7], 90)
    # Never further than half way round the library.
    assert keys.struck <= 5 + len(order) // 2


def test_several_are_chosen_aligned_distributed_copied_and_taken_back(keys: Counted) -> None:
    keys.press(
        "s",
        "Enter",
        *["Shift+ArrowRight"] * 3,
        "ArrowDown",
        "Enter",
        *["Shift+ArrowRight"] * 4,
        "ArrowDown",
        "Enter",
    )
    keys.press("v")
    before = keys.saved()
    # The cross lies on the third; the space bar adds what lies under it.
    keys.press("Escape", "Enter", "Control+a")
    title = keys.page.locator("[data-panel] h2", has_text="3 ausgewählt")
    expect(title).to_be_visible()
    keys.struck = 0
    keys.tab_to("align-top", most=8)
    keys.press("Enter")
    keys.expect_said("Ausgerichtet.")
    expect(keys.page.locator("[name=editor-align-top]")).to_be_focused()
    keys.tab_to("distribute-0", most=3)
    keys.press("Enter")
    keys.expect_said("Gleichmäßig verteilt.")
    assert keys.struck <= 13
    document = keys.saved()
    corners = [placement["shape"][0] for placement in document["placements"]]
    assert len({top for _left, top in corners}) == 1
    lefts = sorted(left for left, _top in corners)
    assert lefts[1] - lefts[0] == pytest.approx(lefts[2] - lefts[1], abs=0.01)
    while not keys.page.evaluate("() => document.activeElement.matches('[data-drawing]')"):
        keys.press("Shift+Tab")
    keys.press("Control+d")
    keys.expect_said("Kopiert: 3.")
    assert len(keys.saved()["placements"]) == 6
    keys.press("Control+z", "Control+z", "Control+z")
    assert keys.saved() == before
    keys.press("Control+y", "Control+Shift+z")
    assert keys.saved() == document


def test_the_space_bar_adds_what_lies_under_the_cross(keys: Counted) -> None:
    keys.press("s", "Enter", *["Shift+ArrowRight"] * 4, "Enter", "v", "Escape", "Enter")
    expect(keys.page.locator("[data-panel] h2", has_text="Arbeitsplatz")).to_be_visible()
    # With something selected the arrows would move it: the cross goes on from element to element.
    keys.press("Escape", *["Shift+ArrowLeft"] * 2, "Shift+ArrowLeft", "Shift+ArrowLeft", "Space")
    expect(keys.page.locator("[data-panel] h2", has_text="Arbeitsplatz")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_the_list_of_keys_is_one_key_away_and_names_them_all(draw, locale: str, theme: str) -> None:
    sheet = draw(locale=locale, color_scheme=theme)
    sheet.drawing.focus()
    sheet.press("?")
    summary = sheet.page.locator("[data-keys] summary")
    expect(summary).to_be_focused()
    expect(sheet.page.locator("[data-keys]")).to_have_attribute("open", "")
    told = sheet.page.locator("[data-keys] kbd").all_text_contents()
    tools = sheet.page.locator("[data-tool]").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-keyshortcuts'))"
    )
    assert set(tools) <= set(told)
    assert {"D", "R", "Z", "Y", "A", "Alt", "Tab", "Esc", "+"} <= set(told)
    axe.assert_accessible(sheet.page, within="[data-editor]")
