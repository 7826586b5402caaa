"""A founder from the first step of an application to what became of the idea, interrupted once: by keyboard alone."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from labspace.demo.people import LEAD
from labspace.popups.tenancies.actions.offers import Terms, make_offer
from labspace.popups.tenancies.shop_hours import WeeklyHours
from tests.journeys.conftest import Enter
from tests.support.backstage import Backstage, find_user, get_space
from tests.support.fixtures import OpenPage, running_site
from tests.support.keyboard import KeyboardUser
from tests.support.live_server import NOW
from tests.support.pairings import Pairing

pytestmark = pytest.mark.browser

SEND = "main form .button--primary"
SLOTS = ("bochum-popup-01", "hattingen-popup-01", "herne-popup-01", "witten-popup-01")
FIRST_ON = date(2027, 3, 1)
AFTERWARDS = datetime(2027, 4, 5, 8, 0, tzinfo=UTC)
"""The Monday after its four weeks, and one more."""


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


@contextmanager
def site_of(folder: Path, copy: Path, moment: datetime) -> Iterator[Backstage]:
    """What the site's data have become at a later moment, on a copy: other tests go on with today's."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.sqlite3*", "mail"))
    name = "labspace.sqlite3"
    with closing(sqlite3.connect(folder / name)) as source, closing(sqlite3.connect(copy / name)) as target:
        source.backup(target)
    with running_site(copy, moment.isoformat()) as address:
        yield Backstage(copy, address=address, since=moment)


def test_from_the_first_step_to_what_became_of_it_by_keyboard(
    enter: Enter,
    open_page: OpenPage,
    pairing: Pairing,
    backstage: Backstage,
    site_folder: Path,
    tmp_path: Path,
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

    tenancy = founder.page.url.partition("#")[0].removeprefix(backstage.address)
    with site_of(site_folder, tmp_path / "later", AFTERWARDS) as later:

        def come(*, signed_in: bool) -> KeyboardUser:
            page = open_page(base_url=later.address, **pairing.options)
            if signed_in:
                later.sign_in(page, person, now=AFTERWARDS)
            return KeyboardUser(page, pairing)

        _tell_when_it_was_open(come(signed_in=True), tenancy)
        # The link in the mail is enough, also on a device nobody is signed in on.
        guest = come(signed_in=False)
        guest.go(later.mailed_path(to=person.email, pattern=r"\S+/pop-up/rueckmeldung/\S+"))
        guest.check()
        guest.choose("ergebnis", "lease_signed")
        guest.press(SEND, most=2)
        guest.expect_text("gespeichert", "saved")
        guest.check()


def _tell_when_it_was_open(founder: KeyboardUser, tenancy: str) -> None:
    """Of the first week, after the end."""
    founder.go(f"{tenancy}/oeffnung?woche={FIRST_ON.isoformat()}")
    founder.check()
    founder.write(f"am-{FIRST_ON.isoformat()}", "11–18")
    for day in range(1, 4):
        founder.write(f"am-{(FIRST_ON + timedelta(days=day)).isoformat()}", "11–18", most=2)
    founder.page.keyboard.press("Enter")
    founder.expect_text("1 von 4 vollen Wochen", "1 of 4 whole weeks")
