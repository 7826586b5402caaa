"""Watches a Playwright page: no outside host, no console error, no CSP violation, no broken file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# A page may be refused (403, 422 …); Chromium logs that as an error though all is well.
REFUSED_PAGE = "Failed to load resource"


@dataclass
class Watch:
    """What went wrong in the pages of one browser context, in the order it happened."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> Watch:
        """Begin to watch all pages of `context`, those still to be opened included."""
        context.on("page", self._watch_page)
        context.on("request", self._stay_inside)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("response", self._check_response)
        return self

    def verify(self) -> None:
        """Raise AssertionError naming everything that went wrong."""
        verify(self.faults)

    def _watch_page(self, page: Page) -> None:
        page.on("crash", lambda _page: self.faults.append(f"page crashed: {page.url}"))

    def _stay_inside(self, request: Request) -> None:
        # Only heard, not stopped: the browser itself finds no outside host (tests/support/chromium.py). To
        # stop each request here would cost a third of the time, and the browser would keep no file.
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname not in LOOPBACK:
            self.faults.append(f"request to an outside host: {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED_PAGE):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _check_response(self, response: Response) -> None:
        try:
            kind = response.request.resource_type
        except Error:  # the page was closed meanwhile
            return
        if response.status >= (500 if kind == "document" else 400):
            self.faults.append(f"{response.status} for {kind} {response.url}")


def verify(faults: Sequence[str]) -> None:
    """Raise AssertionError naming everything that went wrong, if anything did."""
    assert not faults, "The browser met faults:\n- " + "\n- ".join(faults)
