"""Days that need a second look."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from labspace.events.forms import cents_from
from labspace.events.rules import Caution, Warned, cautions, cautions_of, easter
from labspace.times import TimeSpan

ZONE = ZoneInfo("Europe/Berlin")


def on(first: date, last: date | None = None, *, sells: bool = False) -> list[Warned]:
    return cautions(TimeSpan.of_days(first, last or first, zone=ZONE), zone=ZONE, sells=sells)


def test_easter_is_where_others_compute_it() -> None:
    years = range(1991, 2100)
    found = holidays.country_holidays("DE", years=years, language="de")
    fridays = [day for day, name in found.items() if name == "Karfreitag"]
    assert [easter(year) - timedelta(days=2) for year in years] == sorted(fridays)


@pytest.mark.parametrize(
    ("day", "caution"),
    [
        (date(2026, 4, 2), Caution.MAUNDY_THURSDAY),
        (date(2026, 4, 3), Caution.GOOD_FRIDAY),
        (date(2026, 11, 1), Caution.ALL_SAINTS),
        (date(2026, 11, 15), Caution.MEMORIAL_DAY),
        (date(2026, 11, 22), Caution.SUNDAY_OF_THE_DEAD),
        (date(2026, 12, 24), Caution.CHRISTMAS_EVE),
        (date(2026, 12, 31), Caution.NEW_YEARS_EVE),
        (date(2027, 11, 14), Caution.MEMORIAL_DAY),
        (date(2027, 11, 21), Caution.SUNDAY_OF_THE_DEAD),
        (date(2022, 11, 20), Caution.SUNDAY_OF_THE_DEAD),
        (date(2023, 11, 26), Caution.SUNDAY_OF_THE_DEAD),
    ],
)
def test_a_quiet_day_is_named(day: date, caution: Caution) -> None:
    assert on(day) == [Warned(day, caution)]


def test_the_sunday_of_the_dead_is_the_last_before_advent_in_every_year() -> None:
    for year in range(1950, 2150):
        days = {caution: day for day, caution in cautions_of(year).items()}
        dead = days[Caution.SUNDAY_OF_THE_DEAD]
        assert dead.isoweekday() == 7
        assert date(year, 11, 20) <= dead <= date(year, 11, 26)
        assert days[Caution.MEMORIAL_DAY] == dead - timedelta(days=7)


def test_a_common_day_needs_no_second_look() -> None:
    assert on(date(2026, 11, 24), sells=True) == []


def test_sundays_count_only_where_something_is_sold() -> None:
    first, last = date(2026, 8, 3), date(2026, 8, 16)
    assert on(first, last) == []
    sundays = [date(2026, 8, 9), date(2026, 8, 16)]
    assert [warned.day for warned in on(first, last, sells=True)] == sundays


@pytest.mark.parametrize(
    ("text", "cents"),
    [("12", 1200), ("12,5", 1250), ("12.50 €", 1250), ("0", 0), ("", None), ("-3", None), ("1e3", None)],
)
def test_amounts_are_read_as_people_write_them(text: str, cents: int | None) -> None:
    assert cents_from(text) == cents
