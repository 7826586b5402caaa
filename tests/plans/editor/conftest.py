"""The editor in a real browser: its modules alone, from disk; and on the page of a new draft of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import select

from labspace.accounts.models import User
from labspace.demo.people import TEAM
from labspace.locations.house_file import Texts
from labspace.locations.models import Location
from labspace.plans.actions import discard_draft, start_draft, start_empty_draft
from labspace.plans.queries import plans_of
from tests.plans.editor.sheet import Sheet
from tests.support.backstage import Backstage
from tests.support.chromium import ROOT
from tests.support.fixtures import OpenPage
from tests.support.live_server import NOW
from tests.support.visitors import PATIENCE

ORIGIN = "http://localhost"
TYPES = {".js": "text/javascript", ".css": "text/css"}
CALL = """async ([module, name, batch]) => {
  const made = await import(`/static/js/editor/${module}.js`);
  return batch.map((given) => made[name](...given));
}"""

Begin = Callable[..., str]
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


@pytest.fixture
def begin(site: str, backstage: Backstage) -> Iterator[Begin]:
    """Begins a draft of a house behind the scenes, on an empty sheet or from its plan; gives the page's path."""
    begun: list[int] = []

    def one(slug: str = "bochum", *, empty: bool = True) -> str:
        with backstage.at() as session:
            house = session.scalars(select(Location).where(Location.slug == slug)).one()
            person = session.scalars(select(User).where(User.email == TEAM.email)).one()
            if empty:
                draft = start_empty_draft(
                    session, house.id, level=3, name=Texts("Dachgeschoss", "Attic"), width_m=20.0, height_m=14.0,
                    by=person, now=NOW,
                )  # fmt: skip
            else:
                draft = start_draft(session, plans_of(session, house.id)[0].id, by=person, now=NOW)
            session.commit()
            begun.append(draft.id)
            return f"/team/{slug}/plaene/entwurf/{draft.id}"

    yield one
    with backstage.at() as session:
        person = session.scalars(select(User).where(User.email == TEAM.email)).one()
        for draft_id in begun:
            discard_draft(session, draft_id, by=person, now=NOW)
        session.commit()


@pytest.fixture
def draw(open_page: OpenPage, site: str, backstage: Backstage, begin: Begin) -> Callable[..., Sheet]:
    """Opens the editor on a new draft."""

    def one(slug: str = "bochum", *, empty: bool = True, **device: Any) -> Sheet:
        page = open_page(base_url=site, **device)
        backstage.sign_in(page, TEAM)
        page.goto(begin(slug, empty=empty))
        return Sheet(page)

    return one


@pytest.fixture
def two_pages(browser: Browser, site: str, backstage: Backstage) -> Iterator[tuple[Page, Page]]:
    """Two people of the team, each in a browser of their own that may be refused."""
    contexts = [
        browser.new_context(base_url=site, locale="de-DE", viewport={"width": 1280, "height": 900})
        for _ in range(2)
    ]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.set_default_timeout(PATIENCE)
        backstage.sign_in(page, TEAM)
    yield pages[0], pages[1]
    for context in contexts:
        context.close()
