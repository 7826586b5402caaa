"""The second option is promoted: asked on one device, released on another, committed, and seen by the team."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect
from sqlalchemy import select

from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.demo.people import ORGANISER, STARTUP, TEAM
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan
from tests.support.live_server import NOW, SECRET
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, mailed_path, sign_in, tab_to

pytestmark = pytest.mark.browser


def two_ask(folder: Path, day: date) -> list[str]:
    """What the organiser asked for four days ago and the startup after them: the paths of their pages."""
    app = create_app(
        Settings(data_dir=folder, secret_key=SECRET, password_hash_effort="test", deliver_in_server=False)
    )
    asked = NOW - timedelta(days=4)
    with app.app_context(), time_machine.travel(asked, tick=False):
        session = db.session()
        space = find_space(session, "bochum-event-a")
        assert space is not None
        span = TimeSpan.on_day(day, time(10), time(12), zone=space.location.zone)
        wish = Wish(span=span, space_ids=(space.id,), details=Details(title="Werkschau", people=10))
        paths = []
        for person in (ORGANISER, STARTUP):
            user = session.scalars(select(User).where(User.email == person.email)).one()
            booking = place_booking(session, wish, booked_by=user, now=asked, state=BookingState.OPTION)
            session.commit()
            paths.append(f"/buchungen/{booking.reference}")
        db.session.remove()
        db.engine.dispose()
    return paths


def press(page: Page, selector: str) -> None:
    """By keyboard alone."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("device", "day"),
    [
        pytest.param(*DE_DESKTOP.values, date(2027, 2, 16), id="de-desktop"),
        pytest.param(*EN_PHONE.values, date(2027, 2, 17), id="en-phone"),
    ],
)
def test_the_second_option_is_promoted(
    open_page, site: str, site_folder: Path, device: dict[str, Any], day: date
) -> None:
    of_first, of_second = two_ask(site_folder, day)
    second = open_page(base_url=site, **device)
    sign_in(second, STARTUP)
    second.goto(of_second)
    expect(second.locator(".option-card")).to_contain_text(re.compile("auf Rang 2|at rank 2"))
    check(second)
    press(second, ".option-card .button--primary")
    expect(second.locator(".notice--success")).to_be_visible()
    check(second)

    first = open_page(base_url=site, **device)
    sign_in(first, ORGANISER)
    first.goto(mailed_path(site_folder, to=ORGANISER.email, pattern=rf"http\S+{of_first}"))
    expect(first.locator(".option-card--challenged")).to_be_visible()
    check(first)
    press(first, ".option-card .button--secondary")
    first.wait_for_url("**/stornierung")
    press(first, "main form .button--danger")
    first.wait_for_url(f"**{of_first}")
    check(first)

    second.goto(mailed_path(site_folder, to=STARTUP.email, pattern=rf"http\S+{of_second}"))
    expect(second.locator(".option-card--running")).to_contain_text(re.compile("auf Rang 1|at rank 1"))
    check(second)
    press(second, ".option-card .button--primary")
    expect(second.locator(".option-card--committed")).to_be_visible()
    check(second)

    team = open_page(base_url=site, **device)
    sign_in(team, TEAM)
    team.goto("/team/bochum/optionen")
    check(team)
    row = team.locator("tr", has=team.locator(f"a[href$='{of_second.rpartition('/')[2]}']"))
    expect(row).to_contain_text(re.compile("verbindlich angefragt|bindingly requested"))
    press(team, f"a[href$='{of_second.rpartition('/')[2]}']")
    team.wait_for_url("**/optionen/*")
    check(team)
