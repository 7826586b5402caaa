"""On which holidays a house is closed: all, none or some of its region, and days of its own, by date."""

from __future__ import annotations

from datetime import date

import pytest

from labspace.locations.holiday_rules import HolidayClosing, HolidayRule, OwnHoliday, holiday_rules
from labspace.locations.hours import closing_holiday, holiday_name, holiday_names
from labspace.locations.yearly import YearlyDay

NRW = "DE-NW"
ALL_SAINTS, CHRISTMAS, SHROVE_MONDAY = date(2026, 11, 1), date(2026, 12, 25), date(2027, 2, 8)
SHROVE = OwnHoliday("Rosenmontag", "Shrove Monday", YearlyDay(easter=-48))


def rule(closing: HolidayClosing, *, since: date = date(2026, 1, 1), **more: object) -> HolidayRule:
    return HolidayRule(valid_from=since, valid_until=None, closing=closing, **more)  # type: ignore[arg-type]


def closes(day: date, *rules: HolidayRule, closed: bool = True, region: str = NRW) -> str:
    found = closing_holiday(day, region=region, closed=closed, rules=rules)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("rules", "saints", "christmas", "shrove"),
    [
        pytest.param([], "Allerheiligen", "Erster Weihnachtstag", "", id="as the house says"),
        pytest.param([rule(HolidayClosing.NONE)], "", "", "", id="none"),
        pytest.param([rule(HolidayClosing.ALL)], "Allerheiligen", "Erster Weihnachtstag", "", id="all"),
        pytest.param(
            [rule(HolidayClosing.SOME, names=frozenset({"Erster Weihnachtstag"}))],
            "", "Erster Weihnachtstag", "", id="some",
        ),
        pytest.param([rule(HolidayClosing.NONE, own=(SHROVE,))], "", "", "Rosenmontag", id="own"),
        pytest.param(
            [rule(HolidayClosing.NONE, since=date(2026, 12, 1))], "Allerheiligen", "", "", id="from a day on"
        ),
    ],
)  # fmt: skip
def test_what_closes(rules: list[HolidayRule], saints: str, christmas: str, shrove: str) -> None:
    found = tuple(closes(day, *rules) for day in (ALL_SAINTS, CHRISTMAS, SHROVE_MONDAY))
    assert found == (saints, christmas, shrove)


def test_two_holidays_of_one_day_count_each() -> None:
    both = date(2008, 5, 1)
    ascension = rule(HolidayClosing.SOME, since=date(2000, 1, 1), names=frozenset({"Christi Himmelfahrt"}))
    assert "Christi Himmelfahrt" in closes(both, ascension)


def test_without_a_region_only_own_days_close() -> None:
    assert closes(CHRISTMAS, rule(HolidayClosing.ALL, own=(SHROVE,)), region="") == ""
    assert closes(SHROVE_MONDAY, rule(HolidayClosing.ALL, own=(SHROVE,)), region="") == "Rosenmontag"


def test_own_days_have_an_english_name_where_one_is_given() -> None:
    only_german = OwnHoliday("Heiligabend", "", YearlyDay(month=12, day=24))
    rules = [rule(HolidayClosing.NONE, own=(SHROVE, only_german))]
    asked = {"region": NRW, "closed": True, "rules": rules}
    assert closing_holiday(SHROVE_MONDAY, **asked) == ("Rosenmontag", "Shrove Monday")  # type: ignore[arg-type]
    assert closing_holiday(date(2026, 12, 24), **asked) == ("Heiligabend", "Heiligabend")  # type: ignore[arg-type]


def test_the_stored_form_says_the_same() -> None:
    written = {
        "valid_from": "2026-01-01", "valid_until": None, "closing": "some", "names": ["Allerheiligen"],
        "own": [{"de": "Rosenmontag", "en": "Shrove Monday", "when": {"easter": -48}}],
    }  # fmt: skip
    assert holiday_rules([written]) == (
        rule(HolidayClosing.SOME, names=frozenset({"Allerheiligen"}), own=(SHROVE,)),
    )


def test_a_region_has_its_holidays_in_the_order_of_the_year() -> None:
    names = holiday_names(region=NRW, years=(2026, 2027))
    assert len(names) == 11
    assert next(iter(names.items())) == ("Neujahr", "New Year's Day")
    assert holiday_names(region="", years=(2026,)) == {}


def test_a_public_holiday_is_called_so_in_both_languages_and_rules_know_the_german_name() -> None:
    asked = {"region": NRW, "closed": True}
    first_may = date(2027, 5, 1)
    assert closing_holiday(first_may, **asked, rules=[]) == ("Erster Mai", "Labor Day")  # type: ignore[arg-type]
    only = [rule(HolidayClosing.SOME, names=frozenset({"Erster Mai"}))]
    assert closing_holiday(first_may, **asked, rules=only) == ("Erster Mai", "Labor Day")  # type: ignore[arg-type]
    assert closing_holiday(date(2027, 1, 1), **asked, rules=only) is None  # type: ignore[arg-type]
    assert holiday_name(date(2026, 4, 3), region=NRW, german=False) == "Good Friday"
    # Ascension Day and the first of May fall on one day in 2008: the names stay parted in both languages.
    assert holiday_names(region=NRW, years=(2008,))["Christi Himmelfahrt"] == "Ascension Day"
