"""The organiser's way from a free day to an option, by keyboard alone; journeys go on from here."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page

from tests.support.travel import check, tab_to

FREE_DAYS = "a.month__day--free"
SEND = ".form__buttons .button--primary"


def type_into(page: Page, name: str, text: str) -> None:
    """Walk to a field and write over what is in it."""
    tab_to(page, f"[name='{name}']", most=150)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    """Walk to a button or link and press it."""
    tab_to(page, selector, most=150)
    page.keyboard.press("Enter")


def find_free_days(page: Page, house: str, *, people: int, month: str) -> list[date]:
    """The free days of a month for so many people; the page stands on the first of them."""
    page.goto(f"/standorte/{house}/eventflaechen?monat={month}")
    type_into(page, "personen", str(people))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"personen={people}"))
    check(page)
    urls = [str(link.get_attribute("href")) for link in page.locator(FREE_DAYS).all()]
    days = [date.fromisoformat(found[1]) for url in urls if (found := re.search(r"tag=([\d-]+)", url))]
    press(page, FREE_DAYS)
    page.wait_for_url(re.compile(f"tag={days[0].isoformat()}"))
    check(page)
    return days


def ask_for_event(page: Page, *, title: str, further: date | None = None) -> str:
    """Ask for the area that fits on the day at hand, and on another one; returns the reference of the option.

    On the way too much is asked for, and the page says how many there are.
    """
    press(page, "a[href*='flaeche=']")
    page.wait_for_url("**/veranstaltungen/anfrage**")
    if further is not None:
        press(page, "details.more > summary")
        type_into(page, "weitere", f"{further:%d.%m.%Y}")
        press(page, "[name=pruefen]")
        page.locator("#termine").wait_for()
    check(page)
    type_into(page, "titel", title)
    type_into(page, "zweck", "Wir zeigen, was wir können.")
    type_into(page, "geraet-projector", "99")
    type_into(page, "bewirtung-coffee", "20")
    type_into(page, "bewirtung-coffee-um", "11:00")
    tab_to(page, "[name=hausordnung]")
    page.keyboard.press("Space")
    press(page, SEND)
    page.locator(".error-summary").wait_for()
    assert page.locator("[name=titel]").input_value() == title
    check(page)
    type_into(page, "geraet-projector", "1")
    press(page, SEND)
    page.wait_for_url("**/buchungen/*")
    check(page)
    return page.url.rsplit("/", 1)[1]
