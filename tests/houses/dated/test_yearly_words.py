"""Days of the year are said in words."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from labspace.houses.dated.yearly_words import yearly_text
from labspace.locations.yearly import YearlyDay


@pytest.mark.parametrize(
    ("day", "german", "english"),
    [
        (YearlyDay(month=12, day=24), "24.12.", "24.12."),
        (YearlyDay(weekday=6), "jeden Sonntag", "every Sunday"),
        (YearlyDay(easter=0), "Ostersonntag", "Easter Sunday"),
        (YearlyDay(easter=1), "1 Tag nach Ostersonntag", "1 day after Easter Sunday"),
        (YearlyDay(easter=-48), "48 Tage vor Ostersonntag", "48 days before Easter Sunday"),
        (YearlyDay(advent=0), "vierter Advent", "fourth Sunday of Advent"),
        (
            YearlyDay(advent=-1),
            "1 Tag vor dem vierten Advent",
            "1 day before the fourth Sunday of Advent",
        ),
        (
            YearlyDay(advent=7),
            "7 Tage nach dem vierten Advent",
            "7 days after the fourth Sunday of Advent",
        ),
    ],
)
def test_a_day_of_the_year_is_said_in_words(app: Flask, day: YearlyDay, german: str, english: str) -> None:
    with app.test_request_context():
        with force_locale("de"):
            assert yearly_text(day) == german
        with force_locale("en"):
            assert yearly_text(day) == english
