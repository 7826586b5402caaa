"""Holidays and quiet days in a houses file: read as a house keeps them, and written as they were read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.locations.days_file import (
    read_holiday_rules,
    read_quiet_days,
    read_when,
    write_holiday_rules,
    write_quiet_days,
    write_when,
)
from labspace.locations.findings import Report
from labspace.locations.holiday_rules import holiday_rules, region_on
from labspace.locations.hours import closing_holiday, holiday_names
from labspace.locations.quiet_days import USUAL, quiet_rules
from labspace.locations.reading import Fields, Node
from labspace.locations.yearly import SUNDAY, YearlyDay

NRW = "DE-NW"
NAMES = [*holiday_names(region=NRW, years=[2026])]

yearly = st.one_of(
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: YearlyDay(month=day.month, day=day.day)),
    st.integers(-200, 200).map(lambda offset: YearlyDay(easter=offset)),
    st.integers(-200, 200).map(lambda offset: YearlyDay(advent=offset)),
)
words = st.text("abcäöüß -,/.", min_size=1, max_size=20).map(str.strip).filter(bool)
names = st.fixed_dictionaries({"de": words, "en": words | st.just("")})
own_days = st.builds(lambda name, day: {**name, "when": day.as_json()}, names, yearly)
closings = st.one_of(
    st.sampled_from(["all", "none"]).map(lambda closing: {"closing": closing, "names": []}),
    st.sets(st.sampled_from(NAMES), min_size=1).map(lambda some: {"closing": "some", "names": sorted(some)}),
)
quiet_days = st.builds(
    lambda when, name, note, only_sales: {
        "code": "", "when": when.as_json(), "name": name["de"], "name_en": name["en"], "note": note["de"],
        "note_en": note["en"], "only_sales": only_sales,
    },
    yearly | st.just(YearlyDay(weekday=SUNDAY)), names, names, st.booleans(),
) | st.sampled_from([one.as_json() for one in USUAL])  # fmt: skip


def dated(rows: list[dict[str, Any]], lengths: list[int]) -> list[dict[str, Any]]:
    """Rows that follow each other without sharing a day, the last one for ever."""
    first, found = date.min, []
    for number, row in enumerate(rows):
        last = first + timedelta(days=lengths[number]) if number < len(rows) - 1 else None
        found.append({**row, "valid_from": first.isoformat(), "valid_until": last and last.isoformat()})
        first = (last or first) + timedelta(days=2)
    return found


def taken(name: str, written: list[dict[str, Any]], read: Callable[[Fields], object]) -> object:
    report = Report()
    found = read(Node({name: written}, "$", report).fields(need=(name,)))
    assert report.found == []
    return found


@given(yearly | st.just(YearlyDay(weekday=SUNDAY)))
def test_a_day_is_read_as_it_is_written(day: YearlyDay) -> None:
    assert read_when(write_when(day)) == day


@pytest.mark.parametrize(
    "text", ["", "24.12.", "12-24 ", "02-30", "13-01", "easter-201", "Easter", "monday", "easter -2", "١٢-٢٤"]
)
def test_anything_else_is_no_day(text: str) -> None:
    assert read_when(text) is None


lengths = st.lists(st.integers(1, 400), min_size=4, max_size=4)


@given(
    st.lists(
        st.builds(lambda one, own: {**one, "own": own}, closings, st.lists(own_days, max_size=4)), max_size=4
    ),
    lengths,
)
def test_holiday_rules_come_back_as_they_were_kept(rows: list[dict[str, Any]], days: list[int]) -> None:
    kept = dated(rows, days)
    found = taken(
        "holiday_rules", write_holiday_rules(kept), lambda house: read_holiday_rules(house, region=NRW)
    )
    assert found == tuple(kept)


@given(st.lists(st.lists(quiet_days, max_size=14).map(lambda found: {"days": found}), max_size=4), lengths)
def test_quiet_days_come_back_as_they_were_kept(rows: list[dict[str, Any]], days: list[int]) -> None:
    kept = dated(rows, days)
    assert taken("quiet_days", write_quiet_days(kept), read_quiet_days) == tuple(kept)


def test_what_a_file_says_holds() -> None:
    written = {
        "closing": "some", "names": ["Neujahr"], "valid_from": "2026-01-01",
        "own": [{"when": "easter-48", "name": {"de": "Rosenmontag", "en": "Shrove Monday"}}],
    }  # fmt: skip
    rows = read_holiday_rules(Fields({"holiday_rules": [written]}, Node({}, "$", Report())), region=NRW)
    rules = holiday_rules(rows)

    def closes(day: date) -> tuple[str, str] | None:
        return closing_holiday(day, region=NRW, closed=True, rules=rules)

    assert closes(date(2027, 1, 1)) == ("Neujahr", "New Year's Day")
    assert closes(date(2027, 2, 8)) == ("Rosenmontag", "Shrove Monday")
    assert closes(date(2026, 12, 25)) is None
    assert closes(date(2025, 12, 25)) is not None


def test_the_usual_days_keep_their_codes() -> None:
    rows = [{"days": [one.as_json() for one in USUAL], "valid_from": "2026-01-01", "valid_until": None}]
    found = read_quiet_days(Fields({"quiet_days": write_quiet_days(rows)}, Node({}, "$", Report())))
    assert quiet_rules(found)[0].days == USUAL


@pytest.mark.parametrize(
    ("region", "codes"), [("DE-BY", []), ("", []), ("DE-XX", ["unknown_holiday_region"])]
)
def test_a_rule_may_name_another_region(region: str, codes: list[str]) -> None:
    written = {"closing": "all", "region": region, "valid_from": "2026-01-01"}
    report = Report()
    rows = read_holiday_rules(Fields({"holiday_rules": [written]}, Node({}, "$", report)), region=NRW)
    assert [finding.code for finding in report.found] == codes
    if not codes:
        assert write_holiday_rules(rows)[0]["region"] == region
        (rule,) = holiday_rules(rows)
        epiphany = closing_holiday(date(2026, 1, 6), region=NRW, closed=True, rules=[rule])
        assert bool(epiphany) is bool(region)
        assert region_on([rule], date(2026, 1, 6), usual=NRW) == region
        assert region_on([rule], date(2025, 1, 6), usual=NRW) == NRW
