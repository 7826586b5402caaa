"""Who walks through the site: by keyboard alone, with a mouse, with a finger; on both devices and in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from labspace.demo.people import DemoPerson
from tests.support.backstage import Backstage
from tests.support.fixtures import OpenPage, running_site
from tests.support.keyboard import KeyboardUser
from tests.support.live_server import NOW
from tests.support.pairings import PAIRINGS, Pairing
from tests.support.pointing import PointingUser
from tests.support.walker import Walker

LATER = datetime(2026, 12, 14, 8, 0, tzinfo=UTC)
"""A Monday three weeks on, 09:00 in Bochum: the morning of what was asked for and confirmed."""


@pytest.fixture(params=PAIRINGS, ids=str)
def pairing(request: pytest.FixtureRequest) -> Pairing:
    """Device and language; whoever uses this, or `enter`, is walked four times."""
    one: Pairing = request.param
    return one


class Enter(Protocol):
    def __call__(self, person: DemoPerson | None = None, *, at: str = "") -> KeyboardUser:
        """Somebody in a browser of their own, signed in or not; `at` another site than today's."""


@pytest.fixture
def enter(open_page: OpenPage, site: str, backstage: Backstage, pairing: Pairing) -> Enter:
    """Lets people enter the site: `enter(STARTUP)`."""

    def one(person: DemoPerson | None = None, *, at: str = "") -> KeyboardUser:
        page = open_page(base_url=at or site, **pairing.options)
        if person is not None:
            backstage.sign_in(page, person, at=at, now=LATER if at else NOW)
        return KeyboardUser(page, pairing)

    return one


@dataclass(frozen=True, kw_only=True)
class Way:
    """What somebody has in hand, on which device and in which language."""

    name: str
    user: type[Walker]
    pairing: Pairing

    def __str__(self) -> str:
        return f"{self.name}-{self.pairing}"


SCRIPTLESS = replace(
    PAIRINGS[1], options={**PAIRINGS[1].options, "java_script_enabled": False}, is_judged=False
)
WAYS = (
    Way(name="mouse", user=PointingUser, pairing=PAIRINGS[0]),
    Way(name="finger, no scripts", user=PointingUser, pairing=SCRIPTLESS),
    Way(name="keys", user=KeyboardUser, pairing=PAIRINGS[2]),
    Way(name="finger", user=PointingUser, pairing=PAIRINGS[3]),
)


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """What is in hand; whoever uses this, or `come`, is walked by mouse, by finger and by keys."""
    one: Way = request.param
    return one


class Come(Protocol):
    def __call__(self, person: DemoPerson | None = None) -> Walker:
        """Somebody in a browser of their own, signed in or not."""


@pytest.fixture
def come(open_page: OpenPage, site: str, backstage: Backstage, way: Way) -> Come:
    """Lets people come to the site with what is in hand: `come(TEAM)`."""

    def one(person: DemoPerson | None = None) -> Walker:
        page = open_page(base_url=site, **way.pairing.options)
        if person is not None:
            backstage.sign_in(page, person, now=NOW)
        return way.user(page, way.pairing)

    return one


@pytest.fixture(scope="session")
def later_site(site: str, site_folder: Path) -> Iterator[str]:
    """The same houses, people and bookings as on `site`, on the morning of `LATER`."""
    with running_site(site_folder, LATER.isoformat()) as address:
        yield address
