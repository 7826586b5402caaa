"""The second option is promoted: asked on one device, released on another, committed, and seen by the team."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from labspace.bookings.actions import place_booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details
from labspace.demo.people import TEAM, DemoPerson
from labspace.times import TimeSpan
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.live_server import NOW
from tests.support.pairings import Pairing

pytestmark = pytest.mark.browser

ASKED = NOW - timedelta(days=4)


def options_of(backstage: Backstage, people: tuple[DemoPerson, ...], day: date) -> list[str]:
    """What people asked for one after another some days ago: the paths of their bookings."""
    with backstage.at(ASKED) as session:
        space = get_space(session, "bochum-event-a")
        span = TimeSpan.on_day(day, time(10), time(12), zone=space.location.zone)
        wish = wish_for(space, span, Details(title="Werkschau", people=10))
        references = []
        for person in people:
            by = find_user(session, person)
            booking = place_booking(session, wish, booked_by=by, now=ASKED, state=BookingState.OPTION)
            session.commit()
            references.append(booking.reference)
    return [f"/buchungen/{reference}" for reference in references]


def test_the_second_option_is_promoted_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    people = backstage.newcomer("Ada Beispiel"), backstage.newcomer("Bo Muster")
    of_first, of_second = options_of(backstage, people, date(2027, 2, 16 + pairing.number))

    second = enter(people[1])
    second.go(of_second)
    second.expect_text("auf Rang 2", "at rank 2", at=".option-card")
    second.check()
    second.press(".option-card .button--primary")
    expect(second.see(".notice--success")).to_be_visible()
    second.check()

    first = enter(people[0])
    first.go(backstage.mailed_path(to=people[0].email, pattern=rf"http\S+{of_first}"))
    expect(first.see(".option-card--challenged")).to_be_visible()
    first.check()
    first.press(".option-card .button--secondary", lands="**/stornierung")
    first.press("main form .button--danger", lands=f"**{of_first}")
    first.check()

    second.go(backstage.mailed_path(to=people[1].email, pattern=rf"http\S+{of_second}"))
    expect(second.see(".option-card--running")).to_be_visible()
    second.expect_text("auf Rang 1", "at rank 1", at=".option-card--running")
    second.check()
    second.press(".option-card .button--primary")
    expect(second.see(".option-card--committed")).to_be_visible()
    second.check()

    team = enter(TEAM)
    team.go("/team/bochum/optionen")
    team.check()
    reference = of_second.rpartition("/")[2]
    row = team.page.locator("tr", has=team.see(f"a[href$='{reference}']"))
    expect(row).to_contain_text(
        "verbindlich angefragt" if pairing.language == "de" else "bindingly requested"
    )
    team.press(f"a[href$='{reference}']", lands=f"**/anfragen/{reference}")
    team.check()
