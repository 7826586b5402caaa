"""Somebody who has no mouse: walks with Tab, presses Enter and Space, chooses with the arrows, types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.walker import Walker

STOPS = 40
"""How often one may press Tab on the way to anything; a longer way is the page's fault."""

WHERE = """selector => {
  const here = document.activeElement;
  if (here.matches(selector)) return "here";
  const there = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
  if (!there) return "nowhere";
  return here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "after";
}"""
"""Where something lies, seen from what has the focus. What holds the focus, as the page does, comes before."""
IS_HERE = "selector => document.activeElement.matches(selector)"
VALUE = "() => document.activeElement.value"
IS_ABOVE = """value => {
  const { options, selectedIndex } = document.activeElement;
  return [...(options ?? [])].findIndex((one) => one.value === value) < (selectedIndex ?? -1);
}"""
"""Whether a list has this value above what is chosen; groups of buttons go round."""
TICKED = "() => document.activeElement.checked"


class KeyboardUser(Walker):
    """A visitor in a browser of their own; every method is keys only, but for the address bar."""

    def walk_to(self, selector: str, *, most: int = STOPS) -> int:
        """Press Tab until `selector` has the focus; the number of stops, at most `most`."""
        self.wait_until_ready()
        way = self.page.evaluate(WHERE, selector)
        if way == "nowhere":
            expect(self.page.locator(selector).first).to_be_visible()
            way = self.page.evaluate(WHERE, selector)
        if way == "here":
            return 0
        key = "Shift+Tab" if way == "before" else "Tab"
        for stops in range(1, most + 1):
            self.page.keyboard.press(key)
            if self.page.evaluate(IS_HERE, selector):
                return stops
        pytest.fail(f"{most} stops of the Tab key do not lead to {selector} on {self.page.url}")

    def press(self, selector: str, *, lands: str | re.Pattern[str] = "", most: int = STOPS) -> None:
        """Walk to a link or button and press Enter, and wait for the page it `lands` on (a glob)."""
        self.walk_to(selector, most=most)
        super().press(selector, lands=lands)

    def write(self, name: str, text: str, *, most: int = STOPS) -> None:
        """Walk to the field of this name and put `text` in the place of what it holds."""
        self.walk_to(f"[name='{name}']", most=most)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, selector: str, *, most: int = STOPS) -> None:
        """Walk to a box and tick it."""
        self.walk_to(selector, most=most)
        self.page.keyboard.press("Space")
        assert self.page.evaluate(TICKED), f"{selector} is not ticked on {self.page.url}"

    def choose(self, name: str, value: str, *, most: int = STOPS) -> None:
        """Walk to a list or a group of radio buttons and go along it with the arrows to `value`."""
        self.walk_to(f"[name='{name}']", most=most)
        if self.page.evaluate("document.activeElement.type === 'radio'"):
            self.page.keyboard.press("Space")
        key = "ArrowUp" if self.page.evaluate(IS_ABOVE, value) else "ArrowDown"
        for _ in range(STOPS):
            if self.page.evaluate(VALUE) == value:
                return
            self.page.keyboard.press(key)
        pytest.fail(f"the arrows do not lead to {value} in {name} on {self.page.url}")

    def _set_off(self, selector: str) -> None:
        self.walk_to(selector)
        self.page.keyboard.press("Enter")

    def _open_chooser(self, selector: str) -> None:
        self.walk_to(selector)
        self.page.keyboard.press("Space")
