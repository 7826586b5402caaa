"""An organiser from the free day over the request to the counted visitors, with the team's part: by keyboard alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from labspace.demo.people import LEAD, ORGANISER
from tests.journeys.conftest import LATER, Enter
from tests.support.backstage import Backstage
from tests.support.keyboard import KeyboardUser
from tests.support.pairings import Pairing
from tests.support.travel import check

pytestmark = pytest.mark.browser

HOUSES = ("bochum", "hattingen", "herne", "witten")
SEND = "main form .button--primary"
FURTHER = date(2026, 12, 21)


def find_the_day(organiser: KeyboardUser, house: str) -> None:
    """From the month of a house to a day on which so many fit, and to the form for it."""
    organiser.go(f"/standorte/{house}/eventflaechen?monat={LATER:%Y-%m}")
    organiser.write("personen", "12")
    organiser.write("von", "9:00", most=3)
    organiser.write("bis", "11:00", most=1)
    organiser.page.keyboard.press("Enter")
    organiser.page.wait_for_url(re.compile("personen=12"))
    organiser.check()
    organiser.press(f".month a[href*='tag={LATER:%Y-%m-%d}']", lands=re.compile(f"tag={LATER:%Y-%m-%d}"))
    organiser.check()
    organiser.press("#flaechen a[href*='flaeche=']", lands="**/veranstaltungen/anfrage**")


def ask(organiser: KeyboardUser, title: str) -> str:
    """Ask for the area that fits, on another day too; the reference of the first option.

    On the way too much is asked for, and the page says how many there are.
    """
    organiser.press("details.more > summary")
    organiser.write("weitere", f"{FURTHER:%d.%m.%Y}", most=1)
    organiser.press("[name=pruefen]")
    organiser.see("#termine").wait_for()
    organiser.check()
    organiser.write("titel", title)
    organiser.write("zweck", "Texte zum Frühstück.", most=1)
    organiser.choose("zugang", "public")
    organiser.write("geraet-projector", "99")
    organiser.write("bewirtung-coffee", "20")
    organiser.write("bewirtung-coffee-um", "9:30", most=1)
    organiser.tick("[name=hausordnung]")
    organiser.press(f".form__buttons {SEND.rpartition(' ')[2]}", most=2)
    organiser.see(".error-summary").wait_for()
    expect(organiser.see("[name=titel]")).to_have_value(title)
    organiser.check()
    organiser.write("geraet-projector", "1")
    organiser.press(f".form__buttons {SEND.rpartition(' ')[2]}", lands=re.compile(r"/buchungen/\w\w-\w+$"))
    expect(organiser.see("section[aria-labelledby=alle-termine] li")).to_have_count(2)
    organiser.expect_text("Kaffeepause", "Coffee break")
    organiser.check()
    return organiser.page.url.rpartition("/")[2]


def count(user: KeyboardUser, number: int) -> None:
    """Wait until the door shows so many, and the server has every tap."""
    expect(user.see("[data-count]")).to_have_text(str(number))
    user.page.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('door '))")


def test_from_a_free_day_to_the_counted_visitors_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage, later_site: str
) -> None:
    house, title = HOUSES[pairing.number], f"Morgenlesung {pairing}"
    person = backstage.newcomer("Ada Beispiel")
    organiser = enter(person)
    find_the_day(organiser, house)
    reference = ask(organiser, title)

    team = enter(LEAD)
    team.go(f"/team/{house}/anfragen/{reference}")
    team.check()
    team.press("form[action$='/bestaetigung'] .button--primary", lands=re.compile(r"/anfragen$"))

    organiser.go(f"/buchungen/{reference}/programmeintrag")
    organiser.check()
    organiser.write("text", "Texte zum Frühstück.")
    organiser.press(SEND)
    organiser.expect_text("wartet auf die Freigabe", "waiting")
    organiser.check()
    team.go(f"/team/{house}/programm")
    team.check()
    team.press("form[action$='/freigabe'] button", lands="**/programmeintrag")

    guest = enter()
    guest.go("/programm")
    address = guest.page.get_by_role("link", name=title).get_attribute("href")
    guest.press(f"a[href='{address}']", lands=re.compile(r"/programm/\w+$"))
    expect(guest.see("h1")).to_have_text(title)
    guest.check()

    # The morning of the event: two phones at two doors, then the figure for the evening.
    organiser, team = enter(person, at=later_site), enter(LEAD, at=later_site)
    organiser.go(f"/buchungen/{reference}/tuer")
    organiser.check()
    for number in (1, 2, 3):
        organiser.press(".door__button--in")
        count(organiser, number)
    organiser.press(".door__button--group", most=1)
    count(organiser, 8)
    organiser.press(".door__button--back", most=2)
    count(organiser, 3)
    team.go(f"/buchungen/{reference}/tuer")
    count(team, 3)
    team.press(".door__button--in", most=14)
    count(team, 4)
    organiser.page.reload()
    count(organiser, 4)

    team.go(f"/buchungen/{reference}/besuche")
    team.check()
    team.write("personen", "42")
    team.walk_to("[name=quelle]", most=1)
    team.page.keyboard.press("Space")
    team.page.keyboard.press("ArrowDown")
    team.press(SEND)
    expect(team.see(".notice--success").filter(has_text="42")).to_be_visible()
    team.check()
    team.go(f"/buchungen/{reference}")
    team.expect_text("genutzt", "used", at=".page__head .badge")
    team.check()


def test_a_draft_is_put_aside_and_taken_up(open_page, site: str, backstage: Backstage) -> None:
    page = open_page(base_url=site)
    backstage.sign_in(page, ORGANISER)
    page.goto("/veranstaltungen/anfrage?standort=herne&tag=2027-02-09&von=10:00&bis=12:00&personen=40")
    page.fill("[name=titel]", "Noch unklar")
    page.locator("[name=sichern]").click()
    page.wait_for_url("**entwurf=*")
    expect(page.locator("[name=titel]")).to_have_value("Noch unklar")
    page.goto("/veranstaltungen/anfrage")
    check(page)
    page.get_by_role("link", name=re.compile("Noch unklar")).first.click()
    expect(page.locator("[name=personen]")).to_have_value("40")
