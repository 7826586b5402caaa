"""Before a council: from last month's overview to the meaning of a number, the bookings behind it, and what if."""

from __future__ import annotations

import pytest

from labspace.demo.people import LEAD

pytestmark = pytest.mark.browser


def test_the_head_looks_into_a_month_by_keyboard_alone(enter) -> None:
    head = enter(LEAD)
    head.go("/auslastung/uebersicht?zeitraum=2026-10")
    # Five mornings of four hours at one desk: exactly what tests/support/live_server.py put there.
    head.expect_text("20,0 h", "20.0 h", at=".figures-sentence")
    head.check()
    head.press("#verlauf .chart__twin summary", most=60)
    head.expect_text("Oktober 2026", "October 2026", at="#verlauf table")
    head.press(".stat a[href*='zahl=K10']", lands="**/auslastung/buchungen?**", most=60)
    head.expect_text("5 Buchungen liegen", "5 bookings lie")
    head.check()
    head.press("main a[href$='#K10']", lands="**/auslastung/kennzahlen#K10")
    head.expect_text("Aktivierte Stunden", "Activated hours", at="#K10")
    head.check()


def test_the_head_asks_for_a_quarter_of_one_house_and_what_would_have_been(enter) -> None:
    head = enter(LEAD)
    head.go("/auslastung/was-waere-wenn")
    head.press(".survey__filter summary")
    head.write("zeitraum", "Q4 2026")
    head.press(".survey__filter button", lands="**zeitraum=Q4**", most=60)
    head.expect_text("4. Quartal 2026", "Q4 2026", at=".page__lead")
    head.write("weniger", "1", most=60)
    head.write("bis", "20:00")
    head.press(".survey__main form.stack button", lands="**weniger=1**")
    head.expect_text("Was gewesen wäre", "What would have been")
    head.check()
