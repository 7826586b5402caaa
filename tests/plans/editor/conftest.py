"""The editor's modules in a real browser without a page of the site: files from disk, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.support.chromium import ROOT
from tests.support.fixtures import OpenPage

ORIGIN = "http://localhost"
TYPES = {".js": "text/javascript", ".css": "text/css"}
CALL = """async ([module, name, batch]) => {
  const made = await import(`/static/js/editor/${module}.js`);
  return batch.map((given) => made[name](...given));
}"""

Call = Callable[[str, str, Sequence[Sequence[Any]]], list[Any]]


def from_disk(route: Route) -> None:
    """A file below static/, else an empty page."""
    path = route.request.url.removeprefix(ORIGIN).split("?")[0]
    file = ROOT / path.lstrip("/")
    if path.startswith("/static/") and file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "application/octet-stream"))
    else:
        route.fulfill(body="<!doctype html><html lang='de'><title>Module</title>", content_type="text/html")


@pytest.fixture
def bare_page(open_page: OpenPage) -> Iterator[Page]:
    """An empty page that may import the editor's modules."""
    page = open_page()
    page.route(f"{ORIGIN}/**", from_disk)
    page.goto(f"{ORIGIN}/")
    yield page
    page.unroute_all()


@pytest.fixture
def call(bare_page: Page) -> Call:
    """Calls a function of a module once for each of a batch: `call("geometry", "rotated", [[points, 90]])`."""

    def many(module: str, name: str, batch: Sequence[Sequence[Any]]) -> list[Any]:
        return list(bare_page.evaluate(CALL, [module, name, batch]))

    return many
