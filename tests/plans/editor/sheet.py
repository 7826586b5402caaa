"""Somebody at the editor: the sheet in metres, under the mouse, the keys and the fingers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

SPOT = """([x, y]) => {
  const sheet = document.querySelector("[data-drawing]");
  const { left, top, width, height } = sheet.getBoundingClientRect();
  const box = sheet.viewBox.baseVal;
  return [left + (x - box.x) / box.width * width, top + (y - box.y) / box.height * height];
}"""
BOX = """(selector) => {
  const shown = document.querySelector(selector)?.getBoundingClientRect();
  return shown?.width ? [shown.x, shown.y, shown.width, shown.height] : null;
}"""
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
READ = "async (url) => (await (await fetch(url)).json()).document"

Spot = tuple[float, float]


class Sheet:
    """The drawing sheet of a draft on a page of the site."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator("[data-editor]")).to_be_visible()
        self.drawing = page.locator("[data-drawing]")
        self.drawing.scroll_into_view_if_needed()

    # What one sees

    def at(self, spot: Spot) -> tuple[float, float]:
        """Where a point of the sheet is in the window."""
        x, y = self.page.evaluate(SPOT, list(spot))
        return x, y

    def box(self, selector: str) -> tuple[float, float, float, float]:
        """Left, top, width, height in the window of what is drawn anew with every frame."""
        self.painted()
        left, top, width, height = self.page.wait_for_function(BOX, arg=selector).json_value()
        return left, top, width, height

    def expect_state(self, state: str) -> None:
        expect(self.page.locator("[data-status]")).to_have_attribute("data-state", state)

    def expect_said(self, text: str) -> None:
        expect(self.page.locator("[data-voice]")).to_contain_text(text)

    def view(self) -> list[float]:
        """What is seen of the sheet, once it is painted: left, top, width, height."""
        self.painted()
        return [float(part) for part in (self.drawing.get_attribute("viewBox") or "").split()]

    def painted(self) -> None:
        """Waits until the page has heard of all it was sent and shows it: fingers are told of frame by frame."""
        self.page.evaluate(FRAMES)

    def saved(self) -> dict[str, Any]:
        """The document on the server once all is saved."""
        self.painted()
        self.expect_state("saved")
        url = self.page.locator("[data-plan-editor]").get_attribute("data-url")
        document: dict[str, Any] = self.page.evaluate(READ, url)
        return document

    # With the mouse

    def take(self, tool: str) -> None:
        self.page.locator(f"[data-tool={tool}]").click()

    def do(self, what: str) -> None:
        self.page.locator(f"[data-does={what}]").click()

    def click(self, *spots: Spot) -> None:
        self.painted()
        for spot in spots:
            self.page.mouse.click(*self.at(spot))

    def drag(self, start: Spot, end: Spot) -> None:
        self.painted()
        self.page.mouse.move(*self.at(start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)))
        self.page.mouse.move(*self.at(end), steps=4)
        self.page.mouse.up()

    def fill(self, name: str, text: str) -> None:
        """A field of the panel."""
        field = self.page.locator(f"[data-panel] [name=editor-{name}]")
        field.fill(text)
        field.press("Enter")

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[data-panel] [name=editor-{name}]").select_option(value)

    # With the keyboard

    def press(self, *keys: str) -> None:
        """One key after the other; whoever goes on with Tab has seen what the key before brought."""
        for key in keys:
            if key.endswith("Tab"):
                self.painted()
            self.page.keyboard.press(key)

    def walk(self, metres: Spot) -> None:
        """The cross, or what is selected, by whole metres and tenths."""
        for length, forth, back in (
            (metres[0], "ArrowRight", "ArrowLeft"),
            (metres[1], "ArrowDown", "ArrowUp"),
        ):
            tenths = round(abs(length) * 10)
            key = forth if length > 0 else back
            for _ in range(tenths // 10):
                self.page.keyboard.press(f"Shift+{key}")
            for _ in range(tenths % 10):
                self.page.keyboard.press(key)

    # With fingers

    def fingers(self, *ways: Sequence[Spot]) -> None:
        """Each finger goes its way over the sheet, all at once; what they did before is painted first."""
        self.painted()
        touch(self.page.context.new_cdp_session(self.page), [[self.at(spot) for spot in way] for way in ways])

    def tap_tool(self, tool: str) -> None:
        """One tap takes it, also in the very moment after a finger has drawn."""
        button = self.page.locator(f"[data-tool={tool}]")
        button.tap()
        expect(button).to_have_attribute("aria-pressed", "true")

    def tap(self, *spots: Spot) -> None:
        for spot in spots:
            self.fingers([spot])


def touch(device: CDPSession, ways: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Fingers down, along their ways in pixels, and up."""
    for step in range(max(len(way) for way in ways)):
        points = [
            {"x": way[min(step, len(way) - 1)][0], "y": way[min(step, len(way) - 1)][1], "id": number}
            for number, way in enumerate(ways)
        ]
        device.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": points}
        )
    device.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    device.detach()
