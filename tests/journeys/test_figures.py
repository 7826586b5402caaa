"""Before a meeting: last month's figures of one house, and the tables to take along."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from labspace.demo.people import LEAD
from tests.support.backstage import Backstage
from tests.support.travel import DE_DESKTOP, EN_PHONE, check

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
def test_the_head_sees_the_figures_of_a_house_and_takes_the_table_along(
    open_page, site: str, backstage: Backstage, device
) -> None:
    page = open_page(base_url=site, **device)
    backstage.sign_in(page, LEAD)
    page.goto("/auslastung?monat=2026-10")
    check(page)
    # Five mornings of four hours at one desk: exactly what tests/support/live_server.py put there.
    expect(page.locator(".stats")).to_contain_text("20,0" if device["locale"] == "de-DE" else "20.0")
    with page.expect_download() as download:
        page.locator("a[href*='auslastung.csv']").first.click()
    sheet = download.value.path().read_text(encoding="utf-8-sig")
    assert ";" in sheet
    assert "20,0" in sheet
    assert "Demonstration – " in sheet
