"""A series with a skipped date: seen before it is booked, told by mail when free, taken up with one click."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labspace.demo.people import ORGANISER, STARTUP
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, mailed_path, send, sign_in

pytestmark = pytest.mark.browser


def book_once(page: Page, desk: str) -> str:
    """One date of the series taken by somebody else; the address of their booking."""
    page.goto(f"/buchungen/neu?flaeche={desk}&tag=2027-01-19&von=10:00&bis=11:00")
    send(page, re.compile(r"/buchungen/HA-\w+$"))
    return page.url


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_a_skipped_date_is_taken_up_again(
    open_page, site: str, site_folder: Path, device: dict[str, Any]
) -> None:
    desk = "hattingen-desk-02" if device["locale"] == "de-DE" else "hattingen-desk-04"
    rival = open_page(base_url=site, **device)
    sign_in(rival, ORGANISER)
    taken = book_once(rival, desk)

    page = open_page(base_url=site, **device)
    sign_in(page, STARTUP)
    page.goto(f"/buchungen/neu?flaeche={desk}&tag=2027-01-12&von=09:00&bis=12:00")
    page.locator("summary", has_text=re.compile("Wiederholen|Repeat")).click()
    page.select_option("[name=wiederholung]", "woechentlich")
    page.fill("[name=anzahl]", "3")
    check(page)
    page.locator("button[name=serie]").click()
    expect(page.locator(".date")).to_have_count(3)
    expect(page.locator(".date .badge--bad")).to_have_count(1)
    check(page)
    send(page, re.compile(r"/serien/HAS-\w+$"))
    expect(page.locator(".date .badge--bad")).to_have_count(1)
    check(page)
    series = page.url

    page.goto("/ausgefallene-termine")
    check(page)
    rival.goto(f"{taken}/stornierung")
    send(rival, taken, button="main form .button--danger")

    page.goto(mailed_path(site_folder, to=STARTUP.email, pattern=r"http\S+/ausgefallene-termine"))
    check(page)
    page.locator("button.button--primary", has_text=re.compile("aufnehmen|Take up")).first.click()
    page.wait_for_url(re.compile(r"/buchungen/HA-\w+$"))
    page.goto(series)
    expect(page.locator(".date .badge--good")).to_have_count(3)

    page.locator(".date a").last.click()
    page.wait_for_url(re.compile(r"/buchungen/HA-\w+$"))
    page.locator("a[href$='/stornierung']").click()
    page.locator("[name=umfang][value=alle]").check()
    check(page)
    send(page, series, button="main form .button--danger")
    expect(page.locator(".date .badge--gone")).to_have_count(3)
    check(page)


def test_without_scripts_a_series_moves_from_a_date_on(open_page, site: str) -> None:
    page = open_page(base_url=site, java_script_enabled=False)
    sign_in(page, STARTUP)
    page.goto(
        "/buchungen/neu?flaeche=hattingen-desk-05&tag=2027-01-13&von=09:00&bis=12:00"
        "&wiederholung=woechentlich&anzahl=3"
    )
    page.locator("button[name=serie]").click()
    send(page, re.compile(r"/serien/HAS-\w+$"))
    first = page.url
    page.locator(".date a").nth(1).click()
    page.locator("a[href$='/aenderung']").click()
    page.locator("[name=umfang][value=ab]").check()
    page.fill("[name=von]", "13:00")
    page.fill("[name=bis]", "16:00")
    send(page, re.compile(r"/serien/HAS-\w+$"))
    assert page.url != first
    expect(page.locator(".date")).to_have_count(2)
    expect(page.locator(".date").first).to_contain_text("13:00–16:00")
    expect(page.locator(f"a[href='{first.removeprefix(site)}']")).to_be_visible()
