"""From a desk that is taken, over the waiting list, to the booking: by keyboard alone, by mail and one press."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from playwright.sync_api import expect

from labspace.bookings.actions import (
    cancel_booking,
    place_booking,
)
from labspace.demo.people import ORGANISER
from labspace.times import TimeSpan
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.live_server import NOW
from tests.support.pairings import Pairing

pytestmark = pytest.mark.browser

ASKED = "tag=2026-12-08&von=10:00&bis=12:00"
SEND = "main form .button--primary"


def test_what_is_taken_is_waited_for_offered_and_booked_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    desk = f"witten-desk-0{pairing.number + 3}"
    with backstage.at() as session:
        space, first = get_space(session, desk), find_user(session, ORGANISER)
        span = TimeSpan.on_day(date(2026, 12, 8), time(10), time(12), zone=space.location.zone)
        taken = place_booking(session, wish_for(space, span), booked_by=first, now=NOW).id
        session.commit()

    person = backstage.newcomer("Ada Beispiel")
    guest = enter(person)
    # The sheet of the taken space leads to the list; so does the form, which knows the time as well.
    guest.go(f"/standorte/witten?{ASKED}&flaeche={desk}")
    guest.press("dialog[open] a[href*='/warteliste/neu']", lands=re.compile(r"/warteliste/neu\?"))
    guest.check()
    guest.go(f"/buchungen/neu?flaeche={desk}&{ASKED}")
    guest.press("main a[href*='/warteliste/neu']", lands=re.compile(r"/warteliste/neu\?"))
    guest.write("bis_tag", "7.12.2026")
    guest.press(SEND)
    expect(guest.see(".error-summary")).to_be_focused()
    guest.check()
    guest.press(".error-summary a", most=1)
    guest.write("bis_tag", "8.12.2026", most=1)
    guest.press(SEND, lands="**/warteliste")
    guest.expect_text("als Nächstes dran", "You are next")
    guest.check()

    with backstage.at() as session:
        cancel_booking(session, taken, by=find_user(session, ORGANISER), now=NOW)
        session.commit()
    # The link in the mail is enough, also on a device nobody is signed in on.
    offer = backstage.mailed_path(to=person.email, pattern=r"http\S+/warteliste/angebote/\S+")
    other = enter()
    other.go(offer)
    other.check()
    expect(other.see("main")).to_contain_text("10:00–12:00")
    guest.go("/warteliste")
    guest.check()
    guest.press(".card--yours a.button--primary", lands="**/warteliste/angebote/*")
    guest.press("main .button--primary", lands=re.compile(r"/buchungen/WI-\w+$"))
    guest.expect_text("bestätigt", "confirmed", at=".badge")
    other.page.reload()
    expect(other.see(".notice--success")).to_be_visible()
    other.check()
