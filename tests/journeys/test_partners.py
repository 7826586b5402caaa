"""A partner's times: agreed by the team, booked and returned by the partner, everybody's when nobody used them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import LEAD, ORGANISER
from labspace.partners.actions import NewAllotment, add_allotment
from labspace.partners.models import PartnerAgreement
from tests.support.backstage import Backstage, get_space
from tests.support.live_server import NOW
from tests.support.travel import DE_DESKTOP, EN_PHONE, check

pytestmark = pytest.mark.browser

LAST_WEEK = NOW - timedelta(days=8)
EARLY = 8 * 60, 9 * 60
"""When the room is kept, in minutes of the day."""


def press(page: Page, selector: str) -> None:
    """Go to something and press Enter, as somebody without a mouse does."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


def kept_since_last_week(backstage: Backstage, agreement_id: int, *, weekday: int) -> None:
    """A time of the same partner whose next date has passed its deadline meanwhile."""
    with backstage.at(LAST_WEEK) as session:
        kept = NewAllotment(
            space_id=get_space(session, "hattingen-room-01").id,
            weekday=weekday,
            starts_minute=EARLY[0],
            ends_minute=EARLY[1],
            release_days=7,
            valid_from=NOW.date(),
        )
        by = session.get_one(PartnerAgreement, agreement_id).created_by
        add_allotment(session, agreement_id, kept, by=by, now=LAST_WEEK)
        session.commit()


@pytest.mark.parametrize(
    ("device", "weekday"),
    [pytest.param(*DE_DESKTOP.values, 2, id="de-desktop"), pytest.param(*EN_PHONE.values, 3, id="en-phone")],
)
def test_a_partner_uses_returns_and_forgets_their_times(
    open_page, site: str, backstage: Backstage, device: dict[str, Any], weekday: int
) -> None:
    team = open_page(base_url=site, **device)
    backstage.sign_in(team, LEAD)
    team.goto("/team/hattingen/partner")
    team.fill("[name=organisation]", "Verein Offene Mitte (erfunden)")
    team.fill("[name=ansprechperson]", "Kim Muster")
    team.fill("[name=ab]", "15.11.2026")
    press(team, "form[action$='/partner'] .button--primary")
    team.wait_for_url(re.compile(r"/partner/\d+$"))
    check(team)
    team.select_option("[name=flaeche]", "hattingen-event")
    team.select_option("[name=wochentag]", str(weekday))
    team.fill("[name=von]", "8:30")
    team.fill("[name=bis]", "10:00")
    press(team, "form[action$='/kontingent'] .button--primary")
    expect(team.locator(".notice--success")).to_be_visible()
    expect(team.locator("[aria-labelledby=termine] .badge--yours")).not_to_have_count(0)
    check(team)

    partner = open_page(base_url=site, **device)
    backstage.sign_in(partner, ORGANISER)
    partner.goto("/buchungen")
    check(partner)
    press(partner, "main a[href='/partner']")
    partner.wait_for_url("**/partner")
    check(partner)
    agreement_id = team.url.rsplit("/", 1)[1]
    press(partner, f"a[href='/partner/{agreement_id}']")
    partner.wait_for_url(f"**/partner/{agreement_id}")
    expect(partner.locator("[aria-labelledby=vereinbart]")).to_contain_text("Kim Muster")
    check(partner)
    press(partner, ".rows__actions a")
    partner.wait_for_url("**/termine/*")
    check(partner)
    partner.fill("[name=titel]", "Sprechstunde Ehrenamt")
    partner.fill("[name=personen]", "12")
    press(partner, "main form .button--primary")
    partner.wait_for_url(re.compile(r"/buchungen/[A-Z]+-\w+$"))
    booking = partner.url.removeprefix(site)

    press(partner, "a[href='/buchungen']")
    press(partner, "main a[href='/partner']")
    press(partner, f"a[href='/partner/{agreement_id}']")
    expect(partner.locator(f"a[href='{booking}']")).to_be_visible()
    press(partner, "form[action$='/rueckgabe'] button")
    expect(partner.locator(".notice--success")).to_be_visible()
    expect(partner.locator(".rows__row", has_text=re.compile("zurückgegeben|returned"))).to_have_count(1)
    check(partner)

    kept_since_last_week(backstage, int(agreement_id), weekday=weekday)
    backstage.do_the_jobs()
    partner.reload()
    released = partner.locator(".rows__row", has_text=re.compile("freigegeben|released"))
    expect(released).to_have_count(1)
    check(partner)
