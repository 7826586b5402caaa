"""Fixtures for what a test needs from the machine: a PostgreSQL server, a browser, calendar programs.

Registered by `pytest_plugins` in tests/conftest.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.backstage import Backstage
from tests.support.chromium import ARGUMENTS, ROOT, NoChromium, find_chromium
from tests.support.clients import Clients, NoClients, calendar_clients
from tests.support.postgres import NoPostgres, Server, running_server
from tests.support.serving import serving
from tests.support.skips import cannot_run
from tests.support.visitors import Visitor, Visitors
from tests.support.watch import verify

# Two cores shared by several workers: a slow example is no fault. The same examples each time,
# in CI, so that a failure is the change's.
hypothesis.settings.register_profile("labspace", deadline=None, derandomize="LABSPACE_TEST_ALL" in os.environ)
hypothesis.settings.load_profile("labspace")

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def _postgres() -> Iterator[Server | str]:
    """The server of this worker, or why there is none."""
    with ExitStack() as stack:
        try:
            server: Server | str = stack.enter_context(running_server())
        except NoPostgres as missing:
            server = str(missing)
        yield server


@pytest.fixture
def postgres_server(_postgres: Server | str) -> Server:
    """A PostgreSQL server with btree_gist, started once per worker; the test makes its own databases."""
    return cannot_run(_postgres) if isinstance(_postgres, str) else _postgres


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh, empty database."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser | str]:
    """The browser of this worker, or why there is none."""
    try:
        chromium = find_chromium()
    except NoChromium as missing:
        yield str(missing)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable,
            args=list(ARGUMENTS),
            env={**os.environ, **chromium.environment},
        )
        yield browser
        browser.close()


@pytest.fixture
def browser(_browser: Browser | str) -> Browser:
    """A headless Chromium, started once per worker."""
    return cannot_run(_browser) if isinstance(_browser, str) else _browser


@pytest.fixture(scope="session")
def _clients() -> Clients | str:
    """The calendar programs, or why there are none."""
    try:
        return calendar_clients()
    except NoClients as missing:
        return str(missing)


@pytest.fixture
def clients(_clients: Clients | str) -> Clients:
    """vdirsyncer, khal and others, ready to be run as people run them."""
    return cannot_run(_clients) if isinstance(_clients, str) else _clients


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address of the application under test, served on the loopback: programs outside can ask it."""
    with serving(app) as address:
        yield address


OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def _visitors() -> Visitors:
    """The visitors of this worker, between two tests."""
    return Visitors()


@pytest.fixture
def open_page(browser: Browser, _visitors: Visitors) -> Iterator[OpenPage]:
    """Opens pages, each a visitor of its own (own cookies): `open_page(base_url=…, viewport=PHONE)`.

    Takes what Playwright's `new_context` takes; German and a desktop unless told otherwise. The test fails
    at its end if any of them asked an outside host, logged an error, broke the CSP or missed a file.
    `LABSPACE_TEST_THROTTLE=6` makes pages six times slower (tests/support/visitors.py), to find what does not wait.
    """
    entered: list[Visitor] = []

    def open_one(**options: Any) -> Page:
        entered.append(_visitors.enter(browser, {"locale": "de-DE", "viewport": DESKTOP, **options}))
        return entered[-1].page

    yield open_one
    verify([fault for visitor in entered for fault in _visitors.leave(visitor)])


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the `site`; its mails are files in `mail`."""
    return tmp_path_factory.mktemp("site")


@contextmanager
def running_site(folder: Path, *moment: str) -> Iterator[str]:
    """The address of a site on the folder's data in a process of its own (tests/support/live_server.py)."""
    command = [sys.executable, "-m", "tests.support.live_server", str(folder), *moment]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the site did not start; its errors stand above"
        yield address
        process.stdin.close()


@pytest.fixture(scope="session")
def backstage(site_folder: Path) -> Iterator[Backstage]:
    """What a test does to the `site` without walking there: states of bookings, people, sign-ins.

    Made as the site starts: both clocks run on from the same moment.
    """
    with running_site(site_folder) as address:
        yield Backstage(site_folder, address=address)


@pytest.fixture(scope="session")
def site(backstage: Backstage) -> str:
    """The address of a site with the four demonstration houses, in a process of its own.

    It is Monday, 23.11.2026, 09:00 there; all tests of a worker share it.
    """
    return backstage.address
