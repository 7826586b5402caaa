"""A morning of the house's staff: who comes, what was missed, what is blocked, and the sheet for when the net is down."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from labspace.demo.people import STARTUP, TEAM
from tests.support.backstage import Backstage
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, send

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("device", "table", "blocked"),
    [
        pytest.param(*DE_DESKTOP.values, "bochum-table-07", "bochum-desk-15", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "bochum-table-08", "bochum-desk-16", id="en-phone"),
    ],
)
def test_a_morning_of_the_team(
    open_page, site: str, backstage: Backstage, device: dict[str, Any], table: str, blocked: str
) -> None:
    page = open_page(base_url=site, **device)
    backstage.sign_in(page, TEAM)
    page.goto("/team/bochum")
    check(page)

    page.locator("a[href*='/team/bochum/buchungen/neu']").first.click()
    page.wait_for_url("**/team/bochum/buchungen/neu?*")
    check(page)
    page.fill("[name=wer]", "Niemand dieses Namens")
    page.press("[name=wer]", "Enter")
    page.wait_for_url(re.compile("wer=Niemand"))
    check(page)
    page.fill("[name=wer]", STARTUP.name.split()[1])
    page.press("[name=wer]", "Enter")
    page.locator(".booking__what a", has_text=STARTUP.name).click()
    page.wait_for_url(re.compile(r"person="))
    check(page)
    page.select_option("[name=flaeche]", table)
    page.fill("[name=von]", "8:00")
    page.fill("[name=bis]", "8:45")
    page.fill("[name=titel]", f"Nacherfasst am {table}")
    page.locator("main form .button--primary").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    page.check("[name=nacherfasst]")
    page.fill("[name=grund]", "Das Netz war weg.")
    send(page, re.compile(r"/buchungen/BO-\w+$"))
    check(page)

    page.goto("/team/bochum")
    visit = page.locator(".visitor", has_text=f"Nacherfasst am {table}")
    expect(visit.locator(".badge")).to_have_text(re.compile("genutzt|used"))
    visit.locator("form[action$='/ruecknahme'] button").click()
    visit.locator("form[action$='/nichterscheinen'] button").click()
    expect(visit.locator(".badge")).to_have_text(re.compile("nicht erschienen|no.show", re.IGNORECASE))
    check(page)

    page.goto("/team/bochum/sperrungen")
    page.select_option("[name=flaeche]", blocked)
    page.fill("[name=tag]", "25.11.2026")
    page.fill("[name=vermerk]", f"Lampe defekt: {blocked}")
    page.locator("main form .button--primary").click()
    expect(page.locator(".visitor", has_text=f"Lampe defekt: {blocked}")).to_be_visible()
    check(page)
    page.goto(f"/flaechen/{blocked}?tag=2026-11-25")
    expect(page.locator("main")).not_to_contain_text("Lampe defekt")

    page.goto("/team/bochum/tagesblatt")
    check(page)
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text(STARTUP.name)
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.get_by_text(re.compile("Demonstration – ")).first).to_be_visible()


def test_the_team_checks_in_who_comes_with_one_press(open_page, site: str, backstage: Backstage) -> None:
    page = open_page(base_url=site)
    backstage.sign_in(page, TEAM)
    page.goto("/team/bochum")
    visit = page.locator(".visitor", has_text="Arbeitsplatz 5")
    visit.locator("form[action$='/check-in'] button").click()
    expect(visit.locator(".badge").first).to_have_text("genutzt")
    visit.locator("form[action$='/ruecknahme'] button").click()
    expect(visit.locator(".badge").first).to_have_text("bestätigt")


@pytest.mark.parametrize(
    ("device", "table"),
    [
        pytest.param(*DE_DESKTOP.values, "bochum-table-05", id="de-desktop"),
        pytest.param(*EN_PHONE.values, "bochum-table-06", id="en-phone"),
    ],
)
def test_the_team_enters_a_series_for_somebody(
    open_page, site: str, backstage: Backstage, device: dict[str, Any], table: str
) -> None:
    page = open_page(base_url=site, **device)
    backstage.sign_in(page, TEAM)
    page.goto("/team/bochum/buchungen/neu?wer=Muster")
    page.locator(".booking__what a", has_text=STARTUP.name).click()
    page.wait_for_url(re.compile(r"person="))
    page.select_option("[name=flaeche]", table)
    page.fill("[name=tag]", "2026-12-01" if device["locale"] == "en-GB" else "01.12.2026")
    page.fill("[name=von]", "19:00")
    page.fill("[name=bis]", "20:00")
    page.locator("details.more summary").click()
    page.select_option("[name=wiederholung]", "woechentlich")
    page.fill("[name=anzahl]", "3")
    check(page)
    page.locator("[name=serie]").click()
    expect(page.locator(".date")).to_have_count(3)
    expect(page.locator("[name=modus]")).to_have_count(0)
    check(page)
    page.locator(".form__buttons a").click()
    expect(page.locator(".date")).to_have_count(0)
    page.fill("[name=grund]", "Die Werkstatt schließt selbst auf.")
    expect(page.locator("[name=anzahl]")).to_have_value("3")
    page.locator("[name=serie]").click()
    expect(page.locator(".date")).to_have_count(3)
    check(page)
    send(page, re.compile(r"/serien/BOS-\w+$"), button="[name=modus]")
    expect(page.locator("main")).to_contain_text(STARTUP.name)
    check(page)
