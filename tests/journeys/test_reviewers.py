"""Three of the team and one application: two score it apart and then together, one may not, and one decides."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Membership, Organisation, OrganisationRole, StaffRole
from labspace.demo.people import DemoPerson
from labspace.popups.actions import Concept, apply_for_slot
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space
from tests.support.keyboard import KeyboardUser
from tests.support.live_server import NOW
from tests.support.pairings import PAIRINGS, Pairing

pytestmark = pytest.mark.browser

SEND = "main form .button--primary"
HOUSES = ("bochum", "hattingen", "herne", "witten")
BOTH_WAYS = (PAIRINGS[0], PAIRINGS[3])
"""At a desk in German, on a phone in English."""


def joins(session: Session, person: DemoPerson, organisation: Organisation) -> None:
    role = OrganisationRole.MEMBER
    user_id = find_user(session, person).id
    session.add(Membership(user_id=user_id, organisation_id=organisation.id, role=role, joined_at=NOW))


def application_of(backstage: Backstage, house: str, *team: DemoPerson, colleague: DemoPerson) -> int:
    """A newcomer's organisation applies; `team` run the house, and `colleague` belongs to both."""
    applicant = backstage.newcomer("Ada Beispiel")
    with backstage.at() as session:
        slot = get_space(session, f"{house}-popup-01")
        for one in (*team, colleague):
            session.add(StaffRole(user_id=find_user(session, one).id, location_id=slot.location_id))
        organisation = Organisation(
            name=f"Rösterei {house}", partner_type=PartnerType.STARTUP, created_at=NOW
        )
        session.add(organisation)
        session.flush()
        for one in (applicant, colleague):
            joins(session, one, organisation)
        session.commit()
        concept = Concept(
            title="Zechenkaffee",
            concept="Kaffee rösten.",
            first_on=date(2027, 6, 7),
            weeks=2,
            organisation_id=organisation.id,
        )
        made = apply_for_slot(session, slot, concept, applicant=find_user(session, applicant), now=NOW)
        session.commit()
        return made.id


def opens(user: KeyboardUser, house: str, number: int) -> None:
    """From the calls over the ranking to the application."""
    user.go(f"/team/{house}/pop-up/ausschreibungen")
    user.press(".rows__text a", lands=re.compile(r"/rangfolge$"))
    user.press(f"a[href$='/bewerbungen/{number}']", lands=f"**/bewerbungen/{number}")


def scores(user: KeyboardUser, points: str, why: str) -> None:
    names = user.page.eval_on_selector_all(
        ".scores input[type=radio]", "boxes => [...new Set(boxes.map(box => box.name))]"
    )
    for name, point in zip(names, points, strict=True):
        user.choose(name, point)
    user.write("begruendung", why, most=1)
    user.press(".scores .button--primary", most=1)
    expect(user.see("#punkte")).to_be_visible()


@pytest.mark.parametrize("pairing", BOTH_WAYS, ids=str, indirect=True)
def test_two_score_apart_then_see_each_other_and_who_belongs_to_it_stays_out(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    house = HOUSES[pairing.number]
    rita, otto, carla = (backstage.newcomer(name) for name in ("Rita Probe", "Otto Test", "Carla Partei"))
    number = application_of(backstage, house, rita, otto, colleague=carla)
    page = f"/team/{house}/pop-up/bewerbungen/{number}"

    # Carla belongs to those who apply: she sees why she is out, and nothing to score or decide with.
    own = enter(carla)
    own.go(f"/team/{house}/pop-up/ausschreibungen")
    own.press(".rows__text a", lands=re.compile(r"/rangfolge$"))
    own.expect_text("eigene Organisation", "own organisation")
    own.press(f"a[href$='/bewerbungen/{number}']", lands=f"**/bewerbungen/{number}")
    own.expect_text("Andere im Team bewerten", "Others of the team")
    expect(own.page.locator("main form")).to_have_count(0)
    own.check()
    own.go(f"{page}/entscheidung?ergebnis=reserve")
    expect(own.page.locator("main form")).to_have_count(0)

    first = enter(rita)
    opens(first, house, number)
    expect(first.page.locator("#punkte")).to_have_count(0)
    scores(first, "5342", "Das fehlt in der Straße.")
    expect(first.see("main")).to_contain_text(pairing_number(pairing, "3,5"))

    # Otto, before he gave his own, learns neither Rita's points nor her words.
    second = enter(otto)
    second.go(f"/team/{house}/pop-up/ausschreibungen")
    second.press(".rows__text a", lands=re.compile(r"/rangfolge$"))
    second.expect_text("noch nicht von Ihnen bewertet", "not reviewed by you yet")
    second.press(f"a[href$='/bewerbungen/{number}']", lands=f"**/bewerbungen/{number}")
    expect(second.see("main")).not_to_contain_text("Das fehlt in der Straße.")
    expect(second.page.locator("#punkte")).to_have_count(0)
    second.check()
    scores(second, "2222", "Die Lüftung ist offen.")
    second.check()
    both = second.see("main")
    for told in ("Rita Probe", "Otto Test", "Das fehlt in der Straße.", "Die Lüftung ist offen."):
        expect(both).to_contain_text(told)
    # (3 · 5 + 2 · 3 + 2 · 4 + 3 · 2) ÷ 10 = 3.5 and 2.0, together 2.75.
    expect(both).to_contain_text(pairing_number(pairing, "2,75"))

    # Rita sees Otto's now, finds the application in the ranking and decides; both have scored, no reason is asked.
    first.go(page)
    expect(first.see("main")).to_contain_text("Die Lüftung ist offen.")
    first.go(f"/team/{house}/pop-up/ausschreibungen")
    first.press(".rows__text a", lands=re.compile(r"/rangfolge$"))
    row = first.page.get_by_role("row").filter(has=first.page.locator(f"a[href$='/bewerbungen/{number}']"))
    expect(row).to_contain_text(pairing_number(pairing, "2,75"))
    first.check()
    first.press(f"a[href$='/bewerbungen/{number}']", lands=f"**/bewerbungen/{number}")
    first.press("a[href$='/entscheidung']", lands="**/entscheidung")
    first.press("a[href$='ergebnis=reserve']", lands=re.compile(r"ergebnis=reserve$"))
    expect(first.page.locator("[name=warum]")).to_have_count(0)
    first.check()
    first.press(SEND, lands=f"**/bewerbungen/{number}")
    expect(first.see(".scores__letter")).to_be_visible()
    log = first.page.locator("section[aria-labelledby=verlauf]")
    for who in ("Rita Probe", "Otto Test"):
        expect(log).to_contain_text(who)
    expect(log.get_by_role("listitem")).to_have_count(5)  # handed in, taken up, two reviews, decided
    first.check()

    # Whoever belongs to it reads neither points nor letter afterwards.
    own.go(page)
    expect(own.see("main")).not_to_contain_text("Die Lüftung ist offen.")
    expect(own.page.locator(".scores__letter")).to_have_count(0)


def pairing_number(pairing: Pairing, german: str) -> str:
    """A number as the page of this language writes it."""
    return german if pairing.language == "de" else german.replace(",", ".")
