"""A floor's second plan is published: its bookings are seen first, one is moved, and all of it is taken back."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, time

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.demo.people import LEAD
from labspace.houses.founding.actions import NewHouse, found_house
from labspace.houses.founding.hours_words import windows_from
from labspace.locations.house_file import Texts
from labspace.plans.actions import save_draft, start_empty_draft
from labspace.plans.publishing.actions import publish_draft
from labspace.times import TimeSpan
from tests.journeys.conftest import Come, Way
from tests.journeys.drafting import DRAFT, SAVE, drawn, remove_first_space
from tests.plans.floor import box
from tests.support.backstage import Backstage, find_user, get_space, wish_for
from tests.support.live_server import NOW
from tests.support.walker import Walker

pytestmark = pytest.mark.browser

HOUSES = {"mouse": "ahlen", "finger, no scripts": "beckum", "keys": "datteln", "finger": "erwitte"}
THURSDAY = date(2026, 11, 26)


def build(session: Session, slug: str, lead: User) -> None:
    """A house with three desks in a row, on the plan from today on."""
    weekly = windows_from("Mo–Fr 9–18")
    assert weekly is not None
    new = NewHouse(
        slug=slug, name=f"Stadtlabor {slug.title()}", city=slug.title(), address="", holiday_region="",
        weekly=weekly, opens_on=NOW.date(),
    )  # fmt: skip
    house = found_house(session, new, by=lead, now=NOW)
    draft = start_empty_draft(
        session, house.id, level=0, name=Texts("Erdgeschoss", "Ground floor"), width_m=20.0, height_m=12.0,
        by=lead, now=NOW,
    )  # fmt: skip
    document = deepcopy(draft.document)
    document["drawing"]["outline"] = box(1, 1, 18, 10)
    document["drawing"]["outer_walls"] = [[*box(1.15, 1.15, 17.7, 9.7), [1.15, 1.15]]]
    for number in (1, 2, 3):
        name, words = f"{slug}-desk-0{number}", {"de": f"Platz {number}", "en": f"Desk {number}"}
        document["spaces"].append(
            {"id": name, "kind": "desk", "name": words, "label": str(number), "capacity": 1}
        )
        document["placements"].append({"space": name, "shape": box(4 * number, 4, 1.6, 1.6), "rotation": 0})
    version = save_draft(session, draft.id, document, expected_version=draft.version, by=lead, now=NOW)
    publish_draft(
        session, draft.id, starts_on=NOW.date(), expected_version=version, seen="", decisions={}, by=lead, now=NOW
    )  # fmt: skip


def book(session: Session, desk: str, booker: User, day: date) -> str:
    """From ten to twelve; the reference."""
    space = get_space(session, desk)
    span = TimeSpan.on_day(day, time(10), time(12), zone=space.location.zone)
    return place_booking(session, wish_for(space, span), booked_by=booker, now=NOW).reference


def expect_desk(guest: Walker, reference: str, number: int) -> None:
    """Wait until whoever booked reads that this is their desk."""
    guest.go(f"/buchungen/{reference}")
    guest.expect_text(f"Platz {number}", f"Desk {number}")


def test_a_second_plan_is_published_with_a_booking_moved_and_taken_back(
    come: Come, backstage: Backstage, way: Way
) -> None:
    slug, booker = HOUSES[way.name], backstage.newcomer("Ada Umzug")
    with backstage.at() as session:
        build(session, slug, find_user(session, LEAD))
        today = book(session, f"{slug}-desk-01", find_user(session, booker), NOW.date())
        later = book(session, f"{slug}-desk-01", find_user(session, booker), THURSDAY)
        session.commit()
    lead, guest = come(LEAD), come(booker)

    lead.go(f"/team/{slug}/plaene")
    lead.press("form[action$='/plaene/entwurf'] button", lands=DRAFT)
    remove_first_space(lead)
    if lead.has_scripts:
        assert [space["label"] for space in drawn(lead)["spaces"]] == ["2", "3"]
    lead.press("main a[href$='/veroeffentlichung']", lands="**/veroeffentlichung")
    lead.write("ab", "26.11.2026")
    lead.press("form[method=get] .button", lands="**/veroeffentlichung?ab=*")
    lead.expect_text("1 Buchung verliert ihre Fläche", "1 booking loses its space")
    lead.expect_text(later, later, at="#betroffen ~ form")
    lead.check()
    lead.choose(str(lead.see(".decision select").get_attribute("name")), f"verlegen:{slug}-desk-03")
    lead.press(SAVE, lands="**/veroeffentlichungen")
    lead.expect_text("1 Buchung verlegt", "1 booking moved")
    lead.check()

    expect_desk(guest, later, 3)
    expect_desk(guest, today, 1)
    # Each day has its own plan.
    for day, desks in ((NOW.date(), 3), (THURSDAY, 2)):
        guest.go(f"/standorte/{slug}?tag={day}&von=13:00&bis=14:00")
        expect(guest.see(".plan a.space")).to_have_count(desks)

    lead.press("form[action$='/ruecknahme'] button")
    lead.expect_text("zurückgenommen", "taken back", at="main .rows")
    expect_desk(guest, later, 1)
