"""What a way through the site costs somebody: how many actions, and how many seconds of them.

The browser itself notes every key, every press of the pointer, every page and every scrolling; the seconds
are those of the keystroke-level model (Card, Moran, Newell: The Psychology of Human-Computer Interaction,
1983, chapter 8), with typing as slow as that of an average person who is no typist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page

KEY_S, POINT_S, THINK_S, HOME_S = 0.28, 1.3, 1.35, 0.4
"""A key; pointing and pressing; making up one's mind; a hand between keys and pointer."""
PAGE_S = 1.0
"""Waiting for a page."""
NOTE = """() => {
  // The browser is lent to other tests afterwards, whose blank pages keep nothing.
  if (globalThis.noting || location.origin === "null") return;
  globalThis.noting = true;
  const kept = "effort";
  const note = (what) => {
    const before = sessionStorage.getItem(kept) ?? "";
    if (what !== "s" || before.endsWith("p")) sessionStorage.setItem(kept, before + what);
  };
  const sorts = { Tab: "t", Enter: "e", " ": "e", Escape: "e", Shift: "", Control: "", Alt: "" };
  note("n");
  addEventListener("keydown", ({ key }) => note(sorts[key] ?? (key.startsWith("Arrow") ? "a" : "k")), true);
  addEventListener("pointerdown", ({ isPrimary }) => isPrimary && note("p"), true);
  addEventListener("scroll", () => note("s"), true);
}"""
READ = "sessionStorage.getItem('effort') ?? ''"


@dataclass(frozen=True, slots=True)
class Effort:
    """What was done, one letter each: k a character, t Tab, e Enter, a an arrow, p the pointer, s scrolling, n a page."""

    done: str

    @property
    def actions(self) -> int:
        """Presses of the pointer, and runs of keys of one sort: each is one thing somebody means to do."""
        return len(re.findall(r"p|k+|t+|e|a+", self.done))

    @property
    def seconds(self) -> float:
        """How long a person takes who knows the way."""
        keys, points = len(re.findall(r"[ktea]", self.done)), len(re.findall(r"[ps]", self.done))
        hands = len(re.findall(r"(?<=[ktea])p|(?<=p)[ktea]", re.sub(r"[ns]", "", self.done)))
        pages = self.done.count("n")
        return self.actions * THINK_S + keys * KEY_S + points * POINT_S + hands * HOME_S + pages * PAGE_S

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.done + other.done)


def watch_effort(page: Page) -> None:
    """Let the page's browser note from now on what is done there; what opens next is the first page."""
    page.add_init_script(f"({NOTE})()")


def effort_on(page: Page) -> Effort:
    """What was done in this browser since it is watched."""
    return Effort(str(page.evaluate(READ)))
