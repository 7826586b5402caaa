"""From the start page to a free desk: the plan, its list, the day and the week of a house."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.travel import DE_DESKTOP, EN_PHONE, check

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_a_visitor_finds_what_is_free_for_their_hours(open_page, site: str, device: dict[str, Any]) -> None:
    page = open_page(base_url=site, **device)
    page.goto("/")
    check(page)
    page.get_by_role("link", name="Stadtlabor Bochum").first.click()
    page.wait_for_url("**/standorte/bochum")
    page.wait_for_selector(".plan__tools:not([hidden])")
    check(page)
    page.goto("/standorte/bochum?tag=2026-11-23&von=10:00&bis=12:00")
    page.locator(".plan [data-space=bochum-desk-01]").click()
    sheet = page.locator("dialog[open]")
    expect(sheet).to_contain_text(re.compile("belegt|taken"))
    expect(sheet).to_contain_text("13:00")
    check(page)
    sheet.get_by_role("link", name=re.compile("Schließen|Close")).click()
    expect(sheet).to_have_count(0)
    for view in ("tag", "woche"):
        page.locator(f"main a[href*='/standorte/bochum/{view}']").first.click()
        page.wait_for_url(f"**/standorte/bochum/{view}?*")
        check(page)
    page.locator("main a[href*='/flaechen/bochum-desk-01']").first.click()
    page.wait_for_url("**/flaechen/bochum-desk-01*")
    check(page)
