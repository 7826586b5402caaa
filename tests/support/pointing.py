"""Somebody with a mouse, or with one finger where the device has a touch screen."""

from __future__ import annotations

from playwright.sync_api import Locator, Position, expect

from tests.support.walker import Walker


class PointingUser(Walker):
    """Clicks or taps on what is seen; types where the pointer set the cursor."""

    def point(self, what: Locator, *, at: tuple[float, float] | None = None) -> None:
        """Click or tap in the middle, or `at` pixels from the upper left corner; what is out of sight is scrolled to."""
        spot: Position | None = {"x": at[0], "y": at[1]} if at else None
        if self.has_touch:
            what.tap(position=spot)
        else:
            what.click(position=spot)

    def write(self, name: str, text: str) -> None:
        field = self._first(f"[name='{name}']")
        self.point(field)
        field.select_text()
        self.page.keyboard.type(text)

    def tick(self, selector: str) -> None:
        box = self._first(selector)
        self.point(box)
        expect(box, f"{selector} is not ticked on {self.page.url}").to_be_checked()

    def choose(self, name: str, value: str) -> None:
        field = self._first(f"[name='{name}']")
        if field.evaluate("one => one.type === 'radio'"):
            self.point(self._first(f"[name='{name}'][value='{value}']"))
        else:
            self.point(field)
            field.select_option(value)

    def _set_off(self, selector: str) -> None:
        self.point(self._first(selector))

    def _open_chooser(self, selector: str) -> None:
        self.point(self._first(selector))

    def _first(self, selector: str) -> Locator:
        return self.page.locator(selector).locator("visible=true").first
