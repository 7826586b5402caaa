"""The browser's visitors: each with cookies of their own, and used again by the next test, which knows nothing of them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Error, Page, expect

from tests.support.watch import Watch

KEPT = 3
"""Visitors with the same device, language and site that wait for the next test."""
PATIENCE = 60_000
"""Milliseconds that a page has for anything, and a test for what it expects to see: a machine may be slow."""
SLOWER = float(os.environ.get("LABSPACE_TEST_THROTTLE") or 1)
"""How many times slower pages are than the machine."""
LATENCY = 15.0
"""Milliseconds by which each answer is late, for each time that pages are slower."""
FORGET = """async () => {
  try {
    localStorage.clear();
    sessionStorage.clear();
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
    if (workers.length) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  } catch {} // a page without an address keeps nothing
}"""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Visitor:
    """A browser context with its page, and what went wrong there."""

    page: Page
    watch: Watch
    kind: str


class Visitors:
    """Lends visitors to tests. To make one takes as long as eight pages; to let one forget, as long as one."""

    def __init__(self) -> None:
        self._idle: dict[str, list[Visitor]] = defaultdict(list)

    def enter(self, browser: Browser, options: Mapping[str, Any]) -> Visitor:
        """Somebody without cookies; `options` are those of Playwright's `new_context`."""
        kind = repr(sorted(options.items()))
        if idle := self._idle[kind]:
            return idle.pop()
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        if SLOWER > 1:
            context.on("page", _slow_down)
        watch = Watch().over(context)
        return Visitor(context.new_page(), watch, kind)

    def leave(self, visitor: Visitor) -> list[str]:
        """What went wrong there; the visitor forgets everything, or is gone."""
        faults, context = list(visitor.watch.faults), visitor.page.context
        if faults or len(self._idle[visitor.kind]) == KEPT or not _forget(visitor.page):
            context.close()
        else:
            self._idle[visitor.kind].append(visitor)
        return faults


def _slow_down(page: Page) -> None:
    """Let a page be that of an old phone far away: what a test does not wait for, it does not find."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {"offline": False, "latency": LATENCY * SLOWER, "downloadThroughput": -1, "uploadThroughput": -1}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", line)


def _forget(page: Page) -> bool:
    """Whether nothing is left of a visit in the page's context."""
    try:
        for other in page.context.pages:
            if other != page:
                other.close()
        page.emulate_media(media="null")
        page.evaluate(FORGET)
        page.goto("about:blank")
        page.context.clear_cookies()
    except Error:
        return False
    return True
