"""When a page may be used as its scripts mean it: before that a press does what it does without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route

IS_READY = """() => document.readyState === "complete"
  && (!document.querySelector("script[src*='js/labspace']") || "enhanced" in document.documentElement.dataset)"""


def ready(page: Page) -> None:
    """Wait until the page at hand is loaded and all of its enhancements are in place."""
    page.wait_for_function(IS_READY)


def open_ready(page: Page, url: str) -> None:
    """Go there and wait until the page is `ready`."""
    page.goto(url)
    ready(page)


def hold(page: Page, url: str | re.Pattern[str]) -> list[Route]:
    """Keeps the next request for it on the way, as a slow line does, until the test lets it `continue_()`."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(url, keep, times=1)
    return held
