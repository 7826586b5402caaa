"""A visitor in a browser of their own: what they see, whatever they have in hand."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.support.pairings import Pairing
from tests.support.ready import ready
from tests.support.travel import check, check_frame


class Walker(ABC):
    """Somebody who walks through the site: with the keyboard alone, with a mouse or with a finger."""

    def __init__(self, page: Page, pairing: Pairing) -> None:
        self.page = page
        self._pairing = pairing
        # A browser told only now to hand choosers of files over may open the first one itself.
        page.on("filechooser", lambda _chooser: None)

    @property
    def has_touch(self) -> bool:
        return bool(self._pairing.options.get("has_touch"))

    @property
    def has_scripts(self) -> bool:
        return bool(self._pairing.options.get("java_script_enabled", True))

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the page is loaded, and what its scripts make easier is easier."""
        if self.has_scripts:
            ready(self.page)
        else:
            self.page.wait_for_load_state("load")

    def see(self, selector: str) -> Locator:
        """Something on the page, to look at."""
        return self.page.locator(selector)

    def expect_text(self, german: str, english: str, *, at: str = "main") -> None:
        """Wait until the page says so in the language at hand."""
        text = german if self._pairing.language == "de" else english
        expect(self.page.locator(at).first).to_contain_text(text)

    def check(self) -> None:
        """Fail if the page is wider than the screen, or axe finds anything where it looks."""
        if self._pairing.is_judged:
            check(self.page)
        else:
            check_frame(self.page)

    def press(self, selector: str, *, lands: str | re.Pattern[str] = "") -> None:
        """Press the first link or button to be seen, and wait for the page it `lands` on (a glob)."""
        self._set_off(selector)
        if lands:
            self.page.wait_for_url(lands)
            self.wait_until_ready()

    def add_file(self, name: str, file: FilePayload) -> None:
        """Open the device's own chooser at a field for a file and take one there."""
        with self.page.expect_file_chooser() as opened:
            self._open_chooser(f"[name='{name}']")
        opened.value.set_files(file)

    @abstractmethod
    def write(self, name: str, text: str) -> None:
        """Put `text` in the place of what the field of this name holds."""

    @abstractmethod
    def tick(self, selector: str) -> None:
        """Tick a box."""

    @abstractmethod
    def choose(self, name: str, value: str) -> None:
        """Take `value` from a list or a group of radio buttons."""

    @abstractmethod
    def _set_off(self, selector: str) -> None:
        """What presses a link or button."""

    @abstractmethod
    def _open_chooser(self, selector: str) -> None:
        """What opens the chooser of a field for files."""
