"""A decision from the team's question to the checklist: by keyboard alone, on both devices and in both languages."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from playwright.sync_api import expect

from labspace.bookings.wishes import Details
from labspace.demo.people import TEAM, DemoPerson
from labspace.events.actions import EventDetails, request_event
from labspace.spaces.kinds import Layout
from labspace.times import TimeSpan
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.live_server import NOW
from tests.support.pairings import Pairing

pytestmark = pytest.mark.browser


def request_of(backstage: Backstage, person: DemoPerson, day: date) -> str:
    """What somebody asks for on one morning; its reference."""
    with backstage.at() as session:
        area = get_space(session, "bochum-event-a")
        span = TimeSpan.on_day(day, time(10), time(12), zone=area.location.zone)
        wish = wish_for(area, span, Details(title="Frühschicht", people=12, layout=Layout.ROWS))
        about = EventDetails(purpose="Wir frühstücken vor der Arbeit.", organiser_name=person.name)
        asked = request_event(session, wish, about, booked_by=find_user(session, person), now=NOW)
        session.commit()
        return asked.booking.reference


def test_the_team_asks_back_and_confirms_under_a_condition_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    person = backstage.newcomer("Ada Beispiel")
    reference = request_of(backstage, person, date(2026, 12, 15 + pairing.number))

    staff = enter(TEAM)
    staff.go("/team/bochum/anfragen")
    staff.press(f"a[href$='/{reference}']", lands=f"**/anfragen/{reference}")
    staff.check()
    staff.press("details:has([name=frage]) summary")
    staff.write("frage", "Gibt es Musik?", most=1)
    staff.press("form[action$='/rueckfrage'] button", most=1)
    expect(staff.see(".talk__text")).to_have_text("Gibt es Musik?")
    staff.check()

    organiser = enter(person)
    organiser.go(f"/veranstaltungen/{reference}")
    organiser.check()
    organiser.write("antwort", "Nur ein Klavier.")
    organiser.press("form[action$='/antwort'] button", most=1)
    expect(organiser.see(".talk__text").last).to_have_text("Nur ein Klavier.")

    staff.page.reload()
    expect(staff.see(".talk__text").last).to_have_text("Nur ein Klavier.")
    staff.press("details:has([name=bedingungen]) summary")
    staff.tick("[name=bedingungen]", most=1)
    staff.press("form[action$='/bestaetigung'] .button--primary", lands=re.compile(r"/anfragen$"))

    organiser.go(f"/veranstaltungen/{reference}")
    organiser.check()
    organiser.press("form[action$='/bedingungen'] button")
    expect(organiser.see("form[action$='/bedingungen']")).to_have_count(0)
    organiser.tick("[name=musik]")
    organiser.press("form[action$='/angaben'] button")
    expect(organiser.see(".rows")).to_contain_text("GEMA")
    organiser.check()
    staff.go(f"/team/bochum/anfragen/{reference}/aufbau")
    staff.check()
