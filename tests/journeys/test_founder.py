"""A founder from the first step of an application to what became of the idea, interrupted once: by keyboard alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.wishes import Details
from labspace.demo.people import LEAD, DemoPerson
from labspace.popups.spans import weeks_span
from labspace.popups.tenancies.actions.offers import Terms, make_offer
from labspace.popups.tenancies.queries import tenancy_of
from labspace.popups.tenancies.shop_hours import WeeklyHours
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.keyboard import KeyboardUser
from tests.support.live_server import NOW
from tests.support.pairings import Pairing

pytestmark = pytest.mark.browser

SEND = "main form .button--primary"
SLOTS = ("bochum-popup-01", "hattingen-popup-01", "herne-popup-01", "witten-popup-01")
FIRST_ON = date(2027, 3, 1)
ENDED_ON = date(2026, 11, 15)


def photograph() -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(file, "JPEG")
    return {"name": "theke.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def begin_and_pause(founder: KeyboardUser, house: str) -> str:
    """Write half of the first step, leave, and find the draft among one's bookings; its address."""
    founder.go("/pop-up/bewerbung")
    founder.check()
    founder.choose("wofuer", f"ganzjaehrig-{house}")
    founder.press(SEND, lands="**/vorhaben", most=1)
    founder.check()
    founder.write("titel", "Reparaturwerkstatt")
    founder.press("[name=pause]", lands="**/pop-up/bewerbungen", most=8)
    founder.check()
    founder.go("/buchungen")
    founder.press("main a[href*='/pop-up/bewerbungen/']", lands="**/zusammenfassung")
    founder.check()
    expect(founder.see("#offen")).to_be_visible()
    return founder.page.url.rpartition("/")[0]


def tell_plan_and_times(founder: KeyboardUser, address: str) -> None:
    """The first three steps; a week that is none is refused, and nothing typed is lost."""
    founder.go(address + "/vorhaben")
    founder.write("konzept", "Wir bringen in Ordnung, was sonst weggeworfen wird.")
    founder.press(SEND, lands="**/zeiten", most=6)
    founder.write("woche_1", "KW 60")
    founder.page.keyboard.press("Enter")
    expect(founder.see(".error-summary")).to_be_focused()
    founder.check()
    founder.press(".error-summary a", most=1)
    founder.write("woche_1", "KW 9/2027", most=1)
    founder.page.keyboard.press("Enter")
    founder.page.wait_for_url("**/oeffnungszeiten")
    founder.check()
    founder.write("von_1", "11")
    founder.write("bis_1", "18", most=1)
    for day in range(2, 6):
        founder.write(f"von_{day}", "11", most=1)
        founder.write(f"bis_{day}", "18", most=1)
    founder.page.keyboard.press("Enter")
    founder.page.wait_for_url("**/bilder")


def show_a_picture(founder: KeyboardUser) -> None:
    """Add a picture, take it away and bring it back."""
    founder.add_file("bild", photograph())
    founder.write("bildbeschreibung", "Eine Theke aus Kisten", most=1)
    founder.page.keyboard.press("Enter")
    expect(founder.see(".picture__image")).to_be_visible()
    founder.check()
    founder.press("form[action$='/entfernung'] button")
    founder.see("form[action$='/wiederherstellung']").wait_for()
    founder.press("form[action$='/wiederherstellung'] button")
    expect(founder.see(".picture__image")).to_be_visible()
    founder.press("main a.button--primary", lands="**/fragen")
    founder.check()
    founder.write("startgeld", "2500")
    founder.page.keyboard.press("Enter")
    founder.page.wait_for_url("**/zusammenfassung")


def offer(backstage: Backstage, application_id: int, slot: str) -> None:
    """What the team offers for it."""
    with backstage.at() as session:
        terms = Terms(
            space_id=get_space(session, slot).id,
            first_on=FIRST_ON,
            weeks=4,
            price_cents=40_000,
            market_cents=90_000,
            until=NOW + timedelta(days=7),
            hours=WeeklyHours(by_weekday=dict.fromkeys(range(1, 6), (660, 1080))),
        )
        make_offer(session, application_id, terms, by=find_user(session, LEAD), now=NOW)
        session.commit()


def ended_tenancy(backstage: Backstage, person: DemoPerson, slot: str) -> int:
    """Two weeks of the founder that are over, entered afterwards."""
    with backstage.at() as session:
        space = get_space(session, slot)
        span = weeks_span(ENDED_ON - timedelta(days=13), 2, zone=space.location.zone)
        door = StaffDoor(entered_by=find_user(session, LEAD), reason="war da", entered_later=True)
        wish = wish_for(space, span, Details(title="Hutladen"))
        booking = place_booking(session, wish, booked_by=find_user(session, person), now=NOW, door=door)
        tenancy = tenancy_of(session, booking.id)
        assert tenancy is not None
        session.commit()
        return tenancy.id


def test_from_the_first_step_to_what_became_of_it_by_keyboard(
    enter: Enter, pairing: Pairing, backstage: Backstage
) -> None:
    slot = SLOTS[pairing.number]
    person = backstage.newcomer("Ada Beispiel")
    founder = enter(person)
    address = begin_and_pause(founder, slot.partition("-")[0])
    tell_plan_and_times(founder, address)
    show_a_picture(founder)
    founder.check()
    founder.press("form[action$='/einreichung'] button", lands=re.compile(r"/bewerbungen/\d+$"))
    expect(founder.see(".steps [aria-current]")).to_be_visible()
    founder.check()

    offer(backstage, int(address.rpartition("/")[2]), slot)
    founder.go(backstage.mailed_path(to=person.email, pattern=r"\S+/pop-up/angebote/\d+"))
    founder.check()
    founder.press("main .button--primary", lands="**/pop-up/nutzungen/*")
    founder.check()
    founder.write("name", person.name)
    founder.press("main form .button--primary", most=1)
    founder.expect_text("Bestätigt von", "Acknowledged by")

    tenancy_id = ended_tenancy(backstage, person, slot)
    monday = ENDED_ON - timedelta(days=13)
    founder.go(f"/pop-up/nutzungen/{tenancy_id}/oeffnung?woche={monday.isoformat()}")
    founder.check()
    founder.write(f"am-{monday.isoformat()}", "11–18")
    for day in range(1, 4):
        founder.write(f"am-{(monday + timedelta(days=day)).isoformat()}", "11–18", most=2)
    founder.page.keyboard.press("Enter")
    founder.expect_text("1 von 2 vollen Wochen", "1 of 2 whole weeks")

    # The link in the mail is enough, also on a device nobody is signed in on.
    guest = enter()
    guest.go(backstage.mailed_path(to=person.email, pattern=r"\S+/pop-up/rueckmeldung/\S+"))
    guest.check()
    guest.choose("ergebnis", "lease_signed")
    guest.press(SEND, most=2)
    guest.expect_text("gespeichert", "saved")
    guest.check()
