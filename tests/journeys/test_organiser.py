"""An organiser looks for a day, asks for it and one more, and has two options: by keyboard alone."""

from __future__ import annotations

import re

import pytest

from labspace.demo.people import ORGANISER
from tests.support.organiser import ask_for_event, find_free_days
from tests.support.travel import DE_DESKTOP, EN_PHONE, check, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("context", [DE_DESKTOP, EN_PHONE])
def test_from_a_free_day_to_two_options(open_page, site: str, context) -> None:
    page = open_page(base_url=site, **context)
    sign_in(page, ORGANISER)
    days = find_free_days(page, "witten", people=40, month="2027-02")
    reference = ask_for_event(page, title="Werkschau", further=days[1])
    assert re.fullmatch(r"WI-\w+", reference)
    text = page.locator("main").inner_text()
    assert "Werkschau" in text
    assert "Kaffeepause" in text or "Coffee break" in text
    assert page.locator("section[aria-labelledby=alle-termine] li").count() == 2


def test_a_draft_is_put_aside_and_taken_up(open_page, site: str) -> None:
    page = open_page(base_url=site)
    sign_in(page, ORGANISER)
    page.goto("/veranstaltungen/anfrage?standort=herne&tag=2027-02-09&von=10:00&bis=12:00&personen=40")
    page.fill("[name=titel]", "Noch unklar")
    page.locator("[name=sichern]").click()
    page.wait_for_url("**entwurf=*")
    assert page.locator("[name=titel]").input_value() == "Noch unklar"
    page.goto("/veranstaltungen/anfrage")
    check(page)
    page.get_by_role("link", name=re.compile("Noch unklar")).first.click()
    assert page.locator("[name=personen]").input_value() == "40"
