"""A series with a skipped date: seen before it is booked, told by mail when free, taken up with one click."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from playwright.sync_api import expect

from labspace.bookings.actions import (
    cancel_booking,
    place_booking,
)
from labspace.demo.people import ORGANISER, STARTUP
from labspace.times import TimeSpan
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.live_server import NOW
from tests.support.pairings import Pairing
from tests.support.travel import send

pytestmark = pytest.mark.browser


def test_a_skipped_date_is_taken_up_again_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    desk = f"hattingen-desk-0{pairing.number + 1}"
    with backstage.at() as session:
        space, other = get_space(session, desk), find_user(session, ORGANISER)
        second = TimeSpan.on_day(date(2027, 1, 19), time(10), time(11), zone=space.location.zone)
        taken = place_booking(session, wish_for(space, second), booked_by=other, now=NOW).id
        session.commit()

    person = backstage.newcomer("Ada Beispiel")
    guest = enter(person)
    guest.go(f"/buchungen/neu?flaeche={desk}&tag=2027-01-12&von=09:00&bis=12:00")
    guest.press("details:has([name=wiederholung]) summary")
    guest.choose("wiederholung", "woechentlich", most=1)
    guest.write("anzahl", "3")
    guest.check()
    guest.press("button[name=serie]", most=1)
    expect(guest.see(".date")).to_have_count(3)
    expect(guest.see(".date .badge--bad")).to_have_count(1)
    guest.check()
    guest.press("button[value=frei]", lands=re.compile(r"/serien/HAS-\w+$"))
    expect(guest.see(".date .badge--bad")).to_have_count(1)
    guest.check()
    series = guest.page.url

    with backstage.at() as session:
        cancel_booking(session, taken, by=find_user(session, ORGANISER), now=NOW)
        session.commit()
    guest.go(backstage.mailed_path(to=person.email, pattern=r"http\S+/ausgefallene-termine"))
    guest.check()
    guest.press("form[action$='/aufnahme'] .button--primary", lands=re.compile(r"/buchungen/HA-\w+$"))
    guest.go(series)
    expect(guest.see(".date .badge--good")).to_have_count(3)

    guest.press("li:last-child > .date__when a", lands=re.compile(r"/buchungen/HA-\w+$"))
    guest.press("a[href$='/stornierung']", lands="**/stornierung")
    guest.choose("umfang", "alle")
    guest.check()
    guest.press("main form .button--danger", lands=series)
    expect(guest.see(".date .badge--gone")).to_have_count(3)


def test_without_scripts_a_series_moves_from_a_date_on(open_page, site: str, backstage: Backstage) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    backstage.sign_in(page, STARTUP)
    page.goto(
        "/buchungen/neu?flaeche=hattingen-desk-05&tag=2027-01-13&von=09:00&bis=12:00"
        "&wiederholung=woechentlich&anzahl=3"
    )
    page.locator("button[name=serie]").click()
    send(page, re.compile(r"/serien/HAS-\w+$"))
    first = page.url
    page.locator(".date a").nth(1).click()
    page.locator("a[href$='/aenderung']").click()
    page.locator("[name=umfang][value=ab]").check()
    page.fill("[name=von]", "13:00")
    page.fill("[name=bis]", "16:00")
    send(page, re.compile(r"/serien/HAS-\w+$"))
    assert page.url != first
    expect(page.locator(".date")).to_have_count(2)
    expect(page.locator(".date").first).to_contain_text("13:00–16:00")
    expect(page.locator(f"a[href='{first.removeprefix(site)}']")).to_be_visible()
