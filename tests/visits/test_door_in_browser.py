"""Counting at a door in a real browser: with network, without, and with the page closed in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.spaces.kinds import SpaceKind
from labspace.visits.models import DoorTap, VisitCount
from tests.factories import Cast
from tests.support.fixtures import PHONE, OpenPage
from tests.support.ready import open_ready
from tests.support.wire import Wire, wire_to

DOOR = "/team/bochum/tuer"
CAFE = "/team/bochum/cafe/tuer"
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def wire(app: Flask, served: str) -> Iterator[Wire]:
    """The application as in life, with tokens against forgery, behind a wire."""
    app.config["WTF_CSRF_ENABLED"] = True
    with wire_to(served) as wire:
        yield wire


@pytest.fixture
def sign_in(app: Flask, wire: Wire) -> Callable[[BrowserContext, User], None]:
    def one(context: BrowserContext, user: User) -> None:
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert serializer is not None
        value = str(serializer.dumps({"_user_id": user.get_id(), "_fresh": True, "lang": "de"}))
        context.add_cookies([{"name": "labspace", "value": value, "url": wire.address}])

    return one


@pytest.fixture
def nora(
    open_page: OpenPage, wire: Wire, cast: Cast, sign_in: Callable[[BrowserContext, User], None]
) -> Page:
    """Nora's phone, signed in."""
    page = open_page(base_url=wire.address, viewport=PHONE)
    sign_in(page.context, cast.nora)
    return page


def stand_at(page: Page, door: str = DOOR) -> None:
    """Open a door once with network, as whoever counts there does; what is needed without it is kept then."""
    open_ready(page, door)
    page.evaluate("async () => { await navigator.serviceWorker.ready }")


def count(page: Page, number: int) -> None:
    expect(page.locator("[data-count]")).to_have_text(str(number))


def tap(page: Page, times: int = 1, button: str = "in") -> None:
    for _time in range(times):
        page.locator(f".door__button--{button}").click()


def taps(session: Session) -> list[tuple[int, date]]:
    session.rollback()
    rows = session.execute(select(DoorTap.people, DoorTap.day).order_by(DoorTap.tapped_at, DoorTap.id))
    return [(people, day) for people, day in rows]


def inside(session: Session, kind: SpaceKind | None = None) -> int:
    session.rollback()
    of_kind = VisitCount.kind.is_(None) if kind is None else VisitCount.kind == kind
    return (
        session.scalar(select(func.sum(VisitCount.count)).where(of_kind, VisitCount.ended_at.is_(None))) or 0
    )


def kept(page: Page) -> int:
    names = page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('door '))")
    return len(names)


def wait_until_sent(page: Page) -> None:
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('door '))")


def test_taps_count_at_once_and_arrive(nora: Page, session: Session) -> None:
    stand_at(nora)
    tap(nora, 3)
    tap(nora, button="group")
    tap(nora, button="back")
    count(nora, 3)
    wait_until_sent(nora)
    assert inside(session) == 3


def test_without_network_the_page_goes_on_and_everything_arrives_once(
    nora: Page, wire: Wire, session: Session
) -> None:
    stand_at(nora)
    tap(nora)
    wait_until_sent(nora)
    wire.cut()
    tap(nora, 4)
    tap(nora, button="out")
    count(nora, 4)
    expect(nora.locator("[data-state]")).to_contain_text("Noch nicht gesendet: 5")
    assert inside(session) == 1
    wire.mend()
    wait_until_sent(nora)
    count(nora, 4)
    assert inside(session) == 4
    assert len(taps(session)) == 6


def test_the_page_is_closed_and_opened_again_without_network(
    nora: Page, wire: Wire, session: Session
) -> None:
    stand_at(nora)
    tap(nora, 2)
    wait_until_sent(nora)
    wire.cut()
    tap(nora, 3)
    context = nora.context
    nora.close()
    again = context.new_page()
    again.goto(DOOR)
    expect(again.locator("h1")).to_have_text("Tür: Stadtlabor Bochum")
    count(again, 5)
    tap(again, 2)
    count(again, 7)
    tap(again, button="back")
    count(again, 6)
    again.close()
    wire.mend()
    last = context.new_page()
    last.goto(DOOR)
    count(last, 6)
    wait_until_sent(last)
    assert inside(session) == 6
    assert sorted(people for people, _day in taps(session)) == [-1, *[1] * 7]


def test_the_kept_page_sends_by_itself_when_the_network_is_back(
    nora: Page, wire: Wire, session: Session
) -> None:
    stand_at(nora)
    wire.cut()
    nora.reload()
    expect(nora.locator("h1")).to_have_text("Tür: Stadtlabor Bochum")
    tap(nora, 2)
    count(nora, 2)
    wire.mend()
    wait_until_sent(nora)
    count(nora, 2)
    assert inside(session) == 2


def test_any_page_that_is_opened_next_sends_what_a_door_kept(
    nora: Page, wire: Wire, session: Session
) -> None:
    stand_at(nora)
    wire.cut()
    tap(nora, 2)
    nora.goto("about:blank")
    wire.mend()
    nora.goto("/team/bochum")
    wait_until_sent(nora)
    assert inside(session) == 2


def test_an_answer_that_is_lost_counts_nothing_twice(nora: Page, wire: Wire, session: Session) -> None:
    stand_at(nora)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            # The server gets the taps; what it says never arrives.
            route.fetch()
            route.abort()
        else:
            route.continue_()

    nora.route(re.compile(r"/tuer$"), lose)
    with nora.expect_event("requestfailed"):
        tap(nora, 2)
    assert inside(session) >= 1
    nora.unroute_all(behavior="wait")
    nora.reload()
    wait_until_sent(nora)
    count(nora, 2)
    assert inside(session) == 2
    assert len(taps(session)) == 2


def test_the_kept_page_knows_no_person(nora: Page, wire: Wire, cast: Cast) -> None:
    stand_at(nora)
    pages = nora.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            for (const request of await (await caches.open(name)).keys()) {
              const answer = await (await caches.open(name)).match(request, { ignoreVary: true });
              if (answer.headers.get("Content-Type").startsWith("text/html")) texts.push(await answer.text());
            }
          }
          return texts;
        }"""
    )
    assert len(pages) == 1
    assert cast.nora.name not in pages[0]
    assert "Abmelden" not in pages[0]
    assert "csrf" not in pages[0]


def test_a_device_that_was_signed_out_keeps_its_taps_until_somebody_signs_in(
    nora: Page, wire: Wire, cast: Cast, session: Session, sign_in: Callable[[BrowserContext, User], None]
) -> None:
    stand_at(nora)
    wire.cut()
    tap(nora, 2)
    nora.goto("about:blank")
    nora.context.clear_cookies()
    wire.mend()
    with nora.expect_response(re.compile("/anmeldung")):
        nora.goto("/")
    assert kept(nora) == 2
    sign_in(nora.context, cast.nora)
    nora.goto("/")
    wait_until_sent(nora)
    assert inside(session) == 2


def test_the_cafe_is_counted_apart(nora: Page, wire: Wire, session: Session) -> None:
    stand_at(nora, CAFE)
    wire.cut()
    tap(nora, 2)
    tap(nora, button="group")
    wire.mend()
    wait_until_sent(nora)
    assert inside(session, SpaceKind.CAFE_TABLE) == 7
    assert inside(session) == 0


def test_two_devices_without_network_add_up(
    open_page: OpenPage,
    wire: Wire,
    cast: Cast,
    session: Session,
    sign_in: Callable[[BrowserContext, User], None],
) -> None:
    devices = [open_page(base_url=wire.address, viewport=PHONE) for _device in range(2)]
    for device in devices:
        sign_in(device.context, cast.nora)
        stand_at(device)
    wire.cut()
    for device in devices:
        tap(device, 3)
        count(device, 3)
    wire.mend()
    for device in devices:
        wait_until_sent(device)
    assert inside(session) == 6


def test_a_house_begins_anew_at_midnight_by_its_own_clock(nora: Page, wire: Wire, session: Session) -> None:
    stand_at(nora)
    wire.cut()
    # The door was opened yesterday evening; its page stayed open.
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    nora.evaluate(
        """(day) => {
          const door = JSON.parse(localStorage.getItem("door-page /team/bochum/tuer"));
          localStorage.setItem("door-page /team/bochum/tuer", JSON.stringify({ ...door, day, known: 12 }));
        }""",
        yesterday,
    )
    nora.reload()
    count(nora, 0)
    expect(nora.locator("[data-day]")).to_have_text("Montag, 23. November 2026")
    tap(nora)
    wire.mend()
    wait_until_sent(nora)
    assert taps(session) == [(1, TODAY)]


def test_the_list_of_doors_says_what_is_not_sent_and_lets_it_go(
    nora: Page, wire: Wire, session: Session
) -> None:
    stand_at(nora)
    wire.cut()
    tap(nora, 3)
    nora.goto("/tuer")
    row = nora.locator("[data-doors] li")
    expect(row).to_contain_text("Tür: Stadtlabor Bochum")
    expect(row).to_contain_text("Noch nicht gesendet: 3 (Montag, 23. November 2026)")
    nora.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Verwerfen").click()
    expect(row.locator("[data-unsent]")).to_be_hidden()
    wire.mend()
    nora.goto(DOOR)
    count(nora, 0)
    assert inside(session) == 0
