"""A confirmed event up to its visitors: its text is proposed and released, people are counted at the door, the figure stands."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect
from sqlalchemy import select

from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.bookings.actions import confirm_booking
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.demo.people import ORGANISER, TEAM
from labspace.events.actions import EventDetails, request_event
from labspace.spaces.kinds import Layout
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan
from tests.support.live_server import NOW, SECRET
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, sign_in, tab_to

pytestmark = pytest.mark.browser

LONG_BEFORE = NOW - timedelta(days=20)


def confirmed_event(folder: Path, space_id: str, title: str) -> str:
    """The organiser's public event from half past eight to ten this morning; its reference."""
    app = create_app(
        Settings(data_dir=folder, secret_key=SECRET, password_hash_effort="test", deliver_in_server=False)
    )
    with app.app_context(), time_machine.travel(LONG_BEFORE, tick=False):
        session = db.session()
        person = {user.email: user for user in session.scalars(select(User))}
        space = find_space(session, space_id)
        assert space is not None
        span = TimeSpan.on_day(NOW.date(), time(8, 30), time(10), zone=space.location.zone)
        details = Details(title=title, people=20, layout=Layout.ROWS, is_public=True)
        wish = Wish(span=span, space_ids=(space.id,), details=details)
        about = EventDetails(purpose="Lesen", organiser_name="Offene Mitte")
        asked = request_event(session, wish, about, booked_by=person[ORGANISER.email], now=LONG_BEFORE)
        session.commit()
        confirm_booking(session, asked.booking.id, by=person[TEAM.email], now=LONG_BEFORE)
        session.commit()
        reference = asked.booking.reference
        db.session.remove()
        db.engine.dispose()
    return reference


def type_into(page: Page, selector: str, text: str) -> None:
    """Reach a field by keyboard and write into it anew."""
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    """Reach a button or link by keyboard and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def wait_until_sent(page: Page) -> None:
    """Until the server has every tap that this device counted at once."""
    page.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('door '))")


@pytest.mark.parametrize(
    ("device", "space_id", "title"),
    [
        pytest.param(*DE_DESKTOP.values, "bochum-event-a", "Morgenlesung", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "bochum-event-b", "Morning reading", id="en-phone"),
    ],
)
def test_from_a_confirmed_event_to_its_visitors_by_keyboard(
    open_page, site: str, site_folder: Path, device: dict[str, Any], space_id: str, title: str
) -> None:
    reference = confirmed_event(site_folder, space_id, title)
    organiser = open_page(base_url=site, **device)
    sign_in(organiser, ORGANISER)
    organiser.goto(f"/buchungen/{reference}/programmeintrag")
    check(organiser)
    type_into(organiser, "[name=text]", "Texte zum Frühstück.")
    press(organiser, "main form .button--primary")
    expect(organiser.locator(".notice", has_text=re.compile("wartet|waiting"))).to_be_visible()
    check(organiser)

    guest = open_page(base_url=site, **device)
    guest.goto("/programm")
    expect(guest.get_by_role("link", name=title)).to_have_count(0)

    team = open_page(base_url=site, **device)
    sign_in(team, TEAM)
    team.goto("/team/bochum/programm")
    check(team)
    press(team, "form[action$='/freigabe'] button")
    team.wait_for_url("**/programmeintrag")

    guest.goto("/programm")
    check(guest)
    guest.get_by_role("link", name=title).focus()
    guest.keyboard.press("Enter")
    guest.wait_for_url(re.compile(r"/programm/\w+$"))
    expect(guest.locator("h1")).to_have_text(title)
    check(guest)

    organiser.goto(f"/buchungen/{reference}/tuer")
    check(organiser)
    count = organiser.locator("[data-count]")
    tab_to(organiser, ".door__button--in")
    for number in (1, 2, 3):
        organiser.keyboard.press("Enter")
        expect(count).to_have_text(str(number))
    press(organiser, ".door__button--group")
    expect(count).to_have_text("8")
    press(organiser, ".door__button--back")
    expect(count).to_have_text("3")

    # A second phone at the other door, once the first has sent what it counted.
    wait_until_sent(organiser)
    team.goto(f"/buchungen/{reference}/tuer")
    expect(team.locator("[data-count]")).to_have_text("3")
    press(team, ".door__button--in")
    expect(team.locator("[data-count]")).to_have_text("4")
    wait_until_sent(team)
    organiser.reload()
    expect(count).to_have_text("4")

    team.goto(f"/buchungen/{reference}/besuche")
    check(team)
    type_into(team, "[name=personen]", "42")
    tab_to(team, "[name=quelle]")
    team.keyboard.press("Space")
    team.keyboard.press("ArrowDown")
    press(team, "main form .button--primary")
    expect(team.locator(".notice--success", has_text="42")).to_be_visible()
    check(team)
    team.goto(f"/buchungen/{reference}")
    expect(team.locator(".page__head .badge")).to_have_text(re.compile("genutzt|used"))
    check(team)
