"""Targets: read from a houses file with every finding; asked for a period by the day; the field kept exact."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.context.queries import targets_of
from labspace.front.house_import import import_houses
from labspace.locations.findings import FileRefused
from labspace.locations.house_file import Texts
from labspace.spaces.house_file import FORMAT, parse_houses
from labspace.spaces.targets import (
    Target,
    TargetIndicator,
    TargetPer,
    is_met,
    period_around,
    target_for,
    target_on,
)

HOUSE: dict[str, Any] = {
    "slug": "musterstadt",
    "name": "Haus Musterstadt",
    "city": "Musterstadt",
    "timezone": "Europe/Berlin",
    "hours": [{"days": ["mo"], "opens": "08:00", "closes": "18:00", "valid_from": "2024-01-01"}],
    "spaces": [],
}
HOURS: dict[str, Any] = {
    "indicator": "K10",
    "value": 45,
    "per": "week",
    "valid_from": "2026-01-01",
    "reason": "Förderantrag",
}
RATE: dict[str, Any] = {
    "indicator": "K04",
    "value": 51.9,
    "valid_from": "2026-01-01",
    "reason": "Förderantrag",
}


def file_of(*rows: dict[str, Any]) -> bytes:
    house = deepcopy(HOUSE) | {"targets": list(rows)}
    return json.dumps({"format": FORMAT, "houses": [house]}).encode()


def read(*rows: dict[str, Any]) -> tuple[Target, ...]:
    return parse_houses(file_of(*rows)).houses[0].targets


def findings(*rows: dict[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(FileRefused) as refused:
        read(*rows)
    return {(finding.path.removeprefix("$.houses[0]."), finding.code) for finding in refused.value.findings}


def test_a_target_says_figure_value_time_and_reason() -> None:
    hours, rate = read(
        HOURS, {**RATE, "valid_until": "2026-12-31", "reason": {"de": "Antrag", "en": "Grant"}}
    )
    assert (hours.indicator, hours.value, hours.per) == (
        TargetIndicator.ACTIVATED,
        Fraction(45),
        TargetPer.WEEK,
    )
    assert (rate.hundredths, rate.per, rate.reason) == (5190, None, Texts("Antrag", "Grant"))
    assert rate.valid_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ({**HOURS, "indicator": "K99"}, ("targets[0].indicator", "unknown_word")),
        ({**HOURS, "indicator": "K23"}, ("targets[0].indicator", "unknown_word")),
        ({**HOURS, "value": -1}, ("targets[0].value", "out_of_range")),
        ({**HOURS, "value": "45"}, ("targets[0].value", "not_a_number")),
        ({**HOURS, "value": 0.125}, ("targets[0].value", "more_than_two_digits")),
        ({**RATE, "value": 101}, ("targets[0].value", "out_of_range")),
        ({**RATE, "per": "week"}, ("targets[0].per", "rate_without_period")),
        ({**HOURS, "per": "day"}, ("targets[0].per", "unknown_word")),
        ({name: HOURS[name] for name in HOURS if name != "per"}, ("targets[0].per", "missing")),
        ({name: HOURS[name] for name in HOURS if name != "reason"}, ("targets[0].reason", "missing")),
        ({**HOURS, "valid_until": "2025-01-01"}, ("targets[0].valid_until", "ends_before_it_begins")),
        ({**HOURS, "kind": "desk"}, ("targets[0].kind", "unknown_field")),
    ],
)
def test_a_wrong_target_is_a_finding(row: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in findings(row)


def test_two_targets_of_a_figure_never_hold_together() -> None:
    assert findings(HOURS, {**HOURS, "valid_from": "2026-06-01"}) == {("targets[1]", "targets_overlap")}
    assert len(read({**HOURS, "valid_until": "2026-05-31"}, {**HOURS, "valid_from": "2026-06-01"}, RATE)) == 3


def test_hundredths_stay_exact() -> None:
    for hundredths in (29, 57, 58, 113, 115, 1_005, 999_999_999):
        (found,) = read({**HOURS, "value": hundredths / 100})
        assert found.hundredths == hundredths


def make(value: int, first: date, last: date | None = None, **more: Any) -> Target:
    values = {
        "indicator": TargetIndicator.ACTIVATED,
        "per": TargetPer.WEEK,
        "reason": Texts("x", "x"),
        **more,
    }
    return Target(hundredths=value * 100, valid_from=first, valid_until=last, **values)


NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
K10, K04, K16 = TargetIndicator.ACTIVATED, TargetIndicator.BOOKING_RATE, TargetIndicator.ORGANISATIONS


def test_45_hours_a_week_are_1350_sevenths_in_a_november() -> None:
    assert target_for([make(45, date(2026, 1, 1))], K10, *NOVEMBER) == Fraction(1350, 7)
    week = (date(2026, 11, 23), date(2026, 11, 29))
    assert target_for([make(45, date(2026, 1, 1))], K10, *week) == 45


def test_a_month_is_asked_of_its_own_days_also_across_a_border() -> None:
    monthly = make(30, date(2026, 1, 1), per=TargetPer.MONTH)
    assert target_for([monthly], K10, date(2026, 2, 15), date(2026, 3, 31)) == 15 + 30
    assert target_for([monthly], K10, date(2026, 1, 1), date(2026, 12, 31)) == 360


def test_a_new_value_counts_from_its_first_day() -> None:
    both = [make(7, date(2026, 1, 1), date(2026, 11, 25)), make(14, date(2026, 11, 26))]
    assert target_for(both, K10, date(2026, 11, 23), date(2026, 11, 29)) == 3 * 1 + 4 * 2
    found = [target_on(both, K10, date(2026, 11, day)) for day in (25, 26)]
    assert [one.value for one in found if one] == [7, 14]


def test_nothing_is_said_where_it_cannot_be() -> None:
    hours = make(45, date(2026, 11, 2))
    assert target_for([hours], K10, *NOVEMBER) is None  # the first day is without
    assert target_for([hours], K10, date(2026, 11, 30), date(2026, 11, 3)) is None  # backwards
    assert target_for([], K10, *NOVEMBER) is None
    rates = [
        make(40, date(2026, 1, 1), date(2026, 11, 15), indicator=K04, per=None),
        make(45, date(2026, 11, 16), indicator=K04, per=None),
    ]
    assert target_for(rates, K04, *NOVEMBER) is None  # rates are not averaged
    assert target_for(rates, K04, date(2026, 11, 16), date(2026, 11, 30)) == 45


def test_organisations_are_asked_for_exactly_the_period_of_their_target() -> None:
    monthly = [make(20, date(2026, 1, 1), indicator=K16, per=TargetPer.MONTH)]
    assert target_for(monthly, K16, *NOVEMBER) == 20
    assert target_for(monthly, K16, date(2026, 11, 1), date(2026, 11, 29)) is None
    assert target_for(monthly, K16, date(2026, 10, 1), date(2026, 11, 30)) is None


@pytest.mark.parametrize(
    ("indicator", "actual", "target", "met"),
    [
        (K04, Fraction(519, 10), Fraction(519, 10), True),
        (K04, Fraction(5189, 100), Fraction(519, 10), False),
        (TargetIndicator.NO_SHOWS, Fraction(10), Fraction(10), True),
        (TargetIndicator.NO_SHOWS, Fraction(101, 10), Fraction(10), False),
        (K04, None, Fraction(10), None),
        (K04, Fraction(10), None, None),
    ],
)
def test_a_target_is_met_unrounded(
    indicator: TargetIndicator, actual: Fraction | None, target: Fraction | None, met: bool | None
) -> None:
    assert is_met(indicator, actual, target) is met


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PERS = st.sampled_from(TargetPer)


@given(
    st.lists(
        st.tuples(DAYS, st.integers(0, 500), PERS), min_size=1, max_size=5, unique_by=lambda row: row[0]
    ),
    DAYS,
    st.integers(0, 400),
)
def test_sums_equal_a_count_day_by_day(
    rows: list[tuple[date, int, TargetPer]], first: date, many: int
) -> None:
    rows = sorted(rows)
    ends = [row[0] - timedelta(days=1) for row in rows[1:]]
    targets = [
        make(value, begins, until, per=per)
        for (begins, value, per), until in zip(rows, [*ends, None], strict=True)
    ]
    last = first + timedelta(days=many)
    expected: Fraction | None = Fraction()
    for at in range(many + 1):
        one = target_on(targets, K10, first + timedelta(days=at))
        if one is None or expected is None or one.per is None:
            expected = None
            continue
        begins, until = period_around(first + timedelta(days=at), one.per)
        expected += one.value / ((until - begins).days + 1)
    assert target_for(targets, K10, first, last) == expected


@given(DAYS, PERS)
def test_a_period_holds_its_day_and_the_next_begins_where_it_ends(day: date, per: TargetPer) -> None:
    begins, ends = period_around(day, per)
    assert begins <= day <= ends
    assert period_around(ends + timedelta(days=1), per)[0] == ends + timedelta(days=1)
    assert period_around(begins, per) == period_around(ends, per) == (begins, ends)


def test_targets_are_stored_with_their_time(session: Session) -> None:
    (house,) = import_houses(session, file_of({**HOURS, "valid_until": "2026-12-31"}, RATE))
    session.commit()
    assert targets_of(session, house.id) == sorted(
        read({**HOURS, "valid_until": "2026-12-31"}, RATE), key=lambda one: one.indicator.value
    )
