"""A founder from the offer to what became of the idea, by keyboard alone, on a phone and on a desktop."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page
from sqlalchemy import select

from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.demo.people import STARTUP, TEAM
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.spans import weeks_span
from labspace.popups.tenancies.queries import tenancy_of
from labspace.spaces.models import Space
from tests.support.live_server import NOW, SECRET
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, mailed_path, sign_in, tab_to

_turns = count()
"""Each run takes weeks of its own: all share one site."""


def prepare(folder: Path, *, first_on: date, ended_on: date) -> tuple[int, int]:
    """An application for two weeks, and a tenancy of the founder that is over: their ids."""
    settings = Settings(
        data_dir=folder, secret_key=SECRET, password_hash_effort="test", deliver_in_server=False
    )
    app = create_app(settings)
    with app.app_context(), time_machine.travel(NOW, tick=False):
        session = db.session()
        person = {user.email: user for user in session.scalars(select(User))}
        slot = session.scalars(select(Space).where(Space.public_id.like("bochum-popup%"))).first()
        assert slot is not None
        concept = Concept(title="Zechenkaffee", concept="Kaffee rösten.", first_on=first_on, weeks=2)
        application = apply_for_slot(session, slot, concept, applicant=person[STARTUP.email], now=NOW)
        session.commit()
        wish = Wish(
            span=weeks_span(ended_on - timedelta(days=13), 2, zone=slot.location.zone),
            space_ids=(slot.id,),
            details=Details(title="Hutladen"),
        )
        door = StaffDoor(entered_by=person[TEAM.email], reason="war da", entered_later=True)
        booking = place_booking(session, wish, booked_by=person[STARTUP.email], now=NOW, door=door)
        tenancy = tenancy_of(session, booking.id)
        assert tenancy is not None
        session.commit()
        found = application.id, tenancy.id
        db.session.remove()
        db.engine.dispose()
    return found


def press(page: Page, selector: str) -> None:
    """Reach a button or link by the Tab key and press Enter."""
    tab_to(page, selector, most=160)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_from_the_offer_to_what_became_of_it(
    open_page, site: str, site_folder: Path, device: dict[str, Any]
) -> None:
    turn = next(_turns)
    first_on, ended_on = (
        date(2027, 10, 4) + timedelta(weeks=4 * turn),
        date(2026, 11, 15) - timedelta(weeks=2 * turn),
    )
    application_id, tenancy_id = prepare(site_folder, first_on=first_on, ended_on=ended_on)

    team = open_page(base_url=site, **device)
    sign_in(team, TEAM)
    team.goto(f"/team/bochum/pop-up/bewerbungen/{application_id}/angebot")
    check(team)
    team.fill("[name=preis]", "400")
    team.fill("[name=marktpreis]", "900")
    press(team, "main form .button--primary")
    team.wait_for_url("**/pop-up/angebote/*")
    check(team)

    founder = open_page(base_url=site, **device)
    sign_in(founder, STARTUP)
    founder.goto(mailed_path(site_folder, to=STARTUP.email, pattern=r"\S+/pop-up/angebote/\d+"))
    check(founder)
    press(founder, "main .button--primary")
    founder.wait_for_url("**/pop-up/nutzungen/*")
    check(founder)
    press(founder, "main form .button--primary")
    german = "locale" in device and device["locale"].startswith("de")
    assert ("Bestätigt von" if german else "Acknowledged by") in founder.inner_text("main")

    tenancy_path = founder.url.rsplit("/", 1)[1]
    team.goto(f"/team/bochum/pop-up/nutzungen/{tenancy_path}/uebergabe/einzug")
    check(team)
    press(team, "main form .button--primary")
    press(team, "main form .button--primary")
    assert ("Das Protokoll ändert sich nicht mehr" if german else "no longer changes") in team.inner_text(
        "main"
    )
    team.goto(f"/team/bochum/pop-up?ab={first_on.isoformat()}")
    check(team)
    assert "Zechenkaffee" in team.inner_text("main")

    monday = ended_on - timedelta(days=13)
    founder.goto(f"/pop-up/nutzungen/{tenancy_id}/oeffnung?woche={monday.isoformat()}")
    check(founder)
    for day in range(4):
        founder.fill(f"[name='am-{(monday + timedelta(days=day)).isoformat()}']", "11–18")
    press(founder, "main form .button--primary")
    assert ("1 von 2 vollen Wochen" if german else "1 of 2 whole weeks") in founder.inner_text("main")

    guest = open_page(base_url=site, **device)
    guest.goto(mailed_path(site_folder, to=STARTUP.email, pattern=r"\S+/pop-up/rueckmeldung/\S+"))
    check(guest)
    guest.select_option("[name=ergebnis]", "lease_signed")
    press(guest, "main form .button--primary")
    assert ("gespeichert" if german else "saved") in guest.inner_text("main")
