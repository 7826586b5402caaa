"""A house from an empty page to its first booking, in the browser alone and in under ten minutes of actions."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labspace.demo.people import LEAD
from tests.journeys.conftest import Come, Way
from tests.journeys.drafting import SAVE, begin_draft, draw_building, draw_desks, drawn
from tests.support.backstage import Backstage
from tests.support.effort import effort_on, watch_effort
from tests.support.keyboard import KeyboardUser
from tests.support.walker import Walker

pytestmark = pytest.mark.browser

TOWNS = {"mouse": "Hagen", "finger, no scripts": "Unna", "keys": "Hamm", "finger": "Soest"}
TEN_MINUTES_S = 600
MOST_ACTIONS = {"mouse": 36, "keys": 60, "finger": 36}
"""A little more than it takes; the keys count the walks with Tab as one each."""
NEW = re.compile(r"/buchungen/neu\?")


def found(lead: Walker, town: str) -> None:
    """From the list of all houses to the new one's own page."""
    lead.go("/verwaltung/haeuser")
    lead.press("main a[href$='/haeuser/neu']", lands="**/neu")
    lead.write("stadt", town)
    lead.write("name", f"Stadtlabor {town}")
    lead.write("anschrift", "Markt 1")
    lead.press(SAVE, lands=f"**/team/{town.lower()}/haus")
    lead.check()


def draw(lead: Walker, town: str) -> None:
    """A building with four desks in a row, on the plan from today on."""
    lead.press("main a[href$='/plaene']", lands="**/plaene")
    begin_draft(lead, name="Erdgeschoss")
    draw_building(lead, (1, 1), (19, 11))
    draw_desks(lead, 4, (4, 4))
    if lead.has_scripts:
        document = drawn(lead)
        assert document["drawing"]["outline"] == [[1, 1], [19, 1], [19, 11], [1, 11]]
        assert [space["label"] for space in document["spaces"]] == ["1", "2", "3", "4"]
    lead.press("main a[href$='/veroeffentlichung']", lands="**/veroeffentlichung")
    lead.check()
    lead.press(SAVE, lands="**/veroeffentlichungen")
    lead.expect_text("Veröffentlicht", "Published")


def open_doors(lead: Walker, town: str) -> None:
    """Let the start page name it."""
    lead.press(f"main a[href$='/team/{town.lower()}']", lands=f"**/team/{town.lower()}")
    lead.press("main a[href$='/haus']", lands="**/haus")
    lead.press("form[action$='/haus/listen'] button")
    lead.expect_text("steht jetzt auf der Startseite", "is now on the start page")


def book(guest: Walker, town: str) -> None:
    """Whoever reads the start page books a desk there."""
    guest.go("/")
    guest.press(f"main a[href*='/standorte/{town.lower()}']", lands=f"**/standorte/{town.lower()}*")
    guest.check()
    if isinstance(guest, KeyboardUser):
        guest.press(".skip-link[href='#grundriss']")
    guest.press(".plan a.space")
    if guest.has_scripts:
        guest.see("dialog[open]").wait_for()
    guest.press(f"{'dialog[open]' if guest.has_scripts else 'main'} a[href*='/buchungen/neu']", lands=NEW)
    guest.press(SAVE, lands=re.compile(r"/buchungen/[A-Z]+-\w+$"))
    expect(guest.see(".badge").first).to_have_text(re.compile("bestätigt|confirmed"))


def test_a_new_house_has_its_first_booking_after_less_than_ten_minutes(
    come: Come, backstage: Backstage, way: Way
) -> None:
    town = TOWNS[way.name]
    lead, guest = come(LEAD), come(backstage.newcomer("Ada Neu"))
    for user in (lead, guest):
        watch_effort(user.page)
    found(lead, town)
    draw(lead, town)
    open_doors(lead, town)
    book(guest, town)
    if lead.has_scripts:
        effort = effort_on(lead.page) + effort_on(guest.page)
        assert effort.actions <= MOST_ACTIONS[way.name], effort
        # Whoever looks for the way takes twice as long as who knows it.
        assert effort.seconds < TEN_MINUTES_S / 2, effort
