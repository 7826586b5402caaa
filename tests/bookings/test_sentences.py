"""Every refusal has a sentence, in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from labspace.bookings.sentences import CODES, sentence
from labspace.bookings.states import BookingState
from labspace.errors import Refusal
from labspace.spaces.kinds import Layout

ROOT = Path(__file__).parents[2] / "labspace"
VALUES = {
    "minutes": 90,
    "days": 90,
    "last_day": date(2026, 12, 1),
    "people": 200,
    "capacity": 150,
    "layout": Layout.ROWS,
    "state": BookingState.CONFIRMED,
    "rank": 2,
    "day": date(2026, 3, 29),
    "clock": "02:30",
    "most": 200,
}


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


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
