"""The team and its pop-ups: a call, scores and a decision with a letter, an offer and the handover; by keyboard alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from labspace.demo.people import LEAD, ORGANISER
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.actions.offers import accept_offer
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space
from tests.support.live_server import NOW
from tests.support.pairings import Pairing

pytestmark = pytest.mark.browser

SEND = "main form .button--primary"
HOUSES = ("bochum", "hattingen", "herne", "witten")


def application_of(backstage: Backstage, title: str, *, house: str, first_on: date) -> int:
    """Somebody applies for two weeks; its id."""
    applicant = backstage.newcomer("Ada Beispiel")
    with backstage.at() as session:
        slot = get_space(session, f"{house}-popup-01")
        concept = Concept(title=title, concept="Kaffee rösten.", first_on=first_on, weeks=2)
        by = find_user(session, applicant)
        application = apply_for_slot(session, slot, concept, applicant=by, now=NOW)
        session.commit()
        return application.id


def test_an_application_is_scored_and_decided_with_a_letter_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    house = HOUSES[pairing.number]
    number = application_of(backstage, "Zechenkaffee", house=house, first_on=date(2027, 5, 3))
    team = enter(LEAD)
    team.go(f"/team/{house}/pop-up/ausschreibungen")
    team.check()
    team.press(".rows__text a", lands=re.compile(r"/rangfolge$"))
    team.check()
    team.press(f"a[href$='/bewerbungen/{number}']", lands=f"**/bewerbungen/{number}")
    team.check()
    names = team.page.eval_on_selector_all(
        ".scores input[type=radio]", "boxes => [...new Set(boxes.map(box => box.name))]"
    )
    for name in names:
        team.choose(name, "4")
    team.write("begruendung", "Das fehlt in der Straße.", most=1)
    team.press(".scores .button--primary", most=1)
    expect(team.see("#punkte")).to_be_visible()
    team.check()

    team.press("a[href$='/entscheidung']", lands="**/entscheidung")
    team.check()
    team.press("a[href$='ergebnis=reserve']", lands=re.compile(r"ergebnis=reserve$"))
    team.check()
    team.press(SEND)
    expect(team.see(".error-summary")).to_be_focused()
    team.write("warum", "Das Team ist im Urlaub.")
    team.press(SEND, lands=f"**/bewerbungen/{number}", most=1)
    expect(team.see(".scores__letter")).to_be_visible()
    team.check()


def test_an_offer_is_written_and_the_slot_handed_over_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    house, first_on = HOUSES[pairing.number], date(2027, 10, 4)
    number = application_of(backstage, "Radwerkstatt", house=house, first_on=first_on)
    team = enter(LEAD)
    team.go(f"/team/{house}/pop-up/bewerbungen/{number}/angebot")
    team.check()
    team.write("preis", "400")
    team.write("marktpreis", "900", most=1)
    team.press(SEND, lands="**/pop-up/angebote/*")
    team.check()
    offer_id = int(team.page.url.rpartition("/")[2])
    with backstage.at() as session:
        applicant = session.get_one(PopupApplication, number).applicant
        tenancy_id = accept_offer(session, offer_id, by=applicant, now=NOW).id
        session.commit()

    team.go(f"/team/{house}/pop-up/nutzungen/{tenancy_id}/uebergabe/einzug")
    team.check()
    for _ in ("written", "signed"):
        team.walk_to(SEND, most=80)  # every thing that is handed over lies on the way
        with team.page.expect_navigation():
            team.page.keyboard.press("Enter")
    team.expect_text("Das Protokoll ändert sich nicht mehr", "no longer changes")
    team.go(f"/team/{house}/pop-up?ab={first_on.isoformat()}")
    team.check()
    expect(team.see("main")).to_contain_text("Radwerkstatt")


def test_a_call_is_published_and_found_by_keyboard(enter: Enter, pairing: Pairing) -> None:
    title = f"Frühling {pairing}"
    team = enter(LEAD)
    team.go("/team/herne/pop-up/ausschreibungen/neu")
    team.check()
    team.write("titel", title)
    team.write("schluss", "01.11.2026")
    team.press("[name=veroeffentlichen]", most=60)
    expect(team.see(".error-summary")).to_be_focused()
    team.check()
    team.press(".error-summary a", most=1)
    team.write("schluss", "15.12.2026", most=1)
    team.press("[name=veroeffentlichen]", lands="**/team/herne/pop-up/ausschreibungen", most=60)
    team.check()

    founder = enter(ORGANISER)
    founder.go("/pop-up")
    founder.check()
    address = founder.page.get_by_role("link", name=title).get_attribute("href")
    founder.press(f"a[href='{address}']", lands=f"**{address}")
    founder.check()
    founder.press("main .button--primary", lands="**/pop-up/bewerbung?*")
    expect(founder.see("[name=wofuer]:checked")).to_have_count(1)
