"""Every refusal has a sentence, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from labspace.accounts.kinds import PartnerType
from labspace.bookings.actions.checks import OVERRIDABLE
from labspace.bookings.rulebook.names import NAMED
from labspace.bookings.sentences import CODES, sentence
from labspace.bookings.states import BookingState
from labspace.errors import Refusal
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import LeadCount, Product, QuotaOwner, QuotaPeriod
from labspace.spaces.kinds import Layout

MORNING = Product(id="morning", name=Texts("Vormittag", "Morning"), starts_minute=480, ends_minute=780)
ROOT = Path(__file__).parents[2] / "labspace"
VALUES = {
    "minutes": 90,
    "days": 90,
    "last_day": date(2026, 12, 1),
    "people": 200,
    "capacity": 150,
    "wished": 4,
    "approved": 2,
    "layout": Layout.ROWS,
    "state": BookingState.CONFIRMED,
    "rank": 2,
    "day": date(2026, 3, 29),
    "clock": "02:30",
    "products": (MORNING,),
    "partner_types": (PartnerType.STARTUP, PartnerType.PRIVATE),
    "owner": QuotaOwner.PERSON,
    "period": QuotaPeriod.WEEK,
    "unit": "bookings",
    "most": 3,
    "used": 3,
    "until": datetime(2026, 12, 1, 10, tzinfo=UTC),
    "from": datetime(2026, 12, 1, 10, tzinfo=UTC),
}


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_rule_staff_may_let_pass_has_a_name() -> None:
    by_decision = {"higher_rank_first"}
    assert OVERRIDABLE | by_decision == NAMED


def test_every_code_that_booking_code_refuses_with_has_a_sentence() -> None:
    used = {
        code
        for path in (ROOT / "bookings").rglob("*.py")
        for code in re.findall(r'Refusal\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    told_by_accounts = {"future_bookings"}
    assert used - told_by_accounts <= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_ends_as_one_and_leaves_no_gap(app: Flask, code: str) -> None:
    with app.test_request_context("/"), force_locale("de"):
        text = sentence(Refusal(code, VALUES))
    assert text.endswith("."), text
    assert "None" not in text
    assert "%" not in text


@pytest.mark.parametrize("owner", QuotaOwner)
@pytest.mark.parametrize("period", QuotaPeriod)
@pytest.mark.parametrize("unit", ["bookings", "minutes"])
def test_a_quota_says_how_much_is_booked_and_what_to_do(
    app: Flask, owner: QuotaOwner, period: QuotaPeriod, unit: str
) -> None:
    values = {"owner": owner, "period": period, "unit": unit, "most": 240, "used": 90}
    with app.test_request_context("/"), force_locale("de"):
        text = sentence(Refusal("quota_exceeded", values))
        assert ("4 Stunden" in text and "1,5" in text) == (unit == "minutes")
        assert str(period.label) in text
    assert "Bitte" in text


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        (
            "too_soon",
            {
                "minutes": 240,
                "counts": LeadCount.STAFFED,
                "earliest": datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
            },
            "Das ist zu kurzfristig. Zwischen Buchung und Beginn ist das Haus mindestens 4 Stunden geöffnet; der früheste Beginn ist Di, 24.11.2026, 11:00 Uhr.",
        ),
        (
            "too_far_ahead",
            {
                "days": 2,
                "last_day": date(2026, 11, 25),
                "last_moment": datetime(2026, 11, 25, 9, 7, tzinfo=UTC),
            },
            "So weit im Voraus kann noch nicht gebucht werden. Der letzte mögliche Beginn ist Mi, 25.11.2026, 09:07 Uhr.",
        ),
        (
            "not_a_product",
            {"products": (MORNING,)},
            "Diese Fläche wird nur für diese Zeiten gebucht: Vormittag (08:00–13:00 Uhr). Bitte eine davon wählen.",
        ),
    ],
)
def test_a_sentence_says_until_when(app: Flask, code: str, values: dict[str, object], said: str) -> None:
    with app.test_request_context("/"), force_locale("de"):
        assert sentence(Refusal(code, values)) == said
