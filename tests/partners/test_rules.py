"""The dates of an allotment, and when an unused one is everybody's."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.partners.rules import Plan

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def plan(**more: object) -> Plan:
    values = {
        "weekday": 3,
        "starts_minute": 14 * 60,
        "ends_minute": 18 * 60,
        "valid_from": date(2026, 11, 1),
        "valid_until": date(2026, 12, 31),
        "release_days": 7,
        **more,
    }
    return Plan(**values)  # type: ignore[arg-type]


def test_thursdays_from_november_to_december() -> None:
    days = list(plan().days(date(2026, 11, 20), date(2027, 6, 1)))
    assert days[0] == date(2026, 11, 26)
    assert days[-1] == date(2026, 12, 31)
    assert len(days) == 6


@given(st.integers(0, 6), DAYS, st.none() | DAYS, DAYS, DAYS)
def test_its_days_are_all_of_its_weekdays_that_hold(
    weekday: int, valid_from: date, valid_until: date | None, first: date, last: date
) -> None:
    one = plan(weekday=weekday, valid_from=valid_from, valid_until=valid_until)
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    expected = [
        day
        for day in every
        if day.weekday() == weekday and day >= valid_from and (valid_until is None or day <= valid_until)
    ]
    assert list(one.days(first, last)) == expected


@pytest.mark.parametrize(
    ("release_days", "last_kept"), [(7, date(2026, 11, 18)), (1, date(2026, 11, 24)), (0, date(2026, 11, 26))]
)
def test_an_unused_date_is_kept_until_its_deadline(release_days: int, last_kept: date) -> None:
    day = date(2026, 11, 26)
    one = plan(release_days=release_days)
    assert not one.is_released_on(day, today=last_kept)
    assert one.is_released_on(day, today=last_kept + timedelta(days=1))


def test_the_clock_of_the_house_counts() -> None:
    winter, summer = (plan().span_on(day, zone=BERLIN) for day in (date(2027, 3, 25), date(2027, 4, 1)))
    assert winter is not None
    assert summer is not None
    assert (winter.starts_at.hour, summer.starts_at.hour) == (13, 12)
    until_midnight = plan(ends_minute=24 * 60).span_on(date(2026, 11, 26), zone=BERLIN)
    assert until_midnight is not None
    assert until_midnight.ends_at - until_midnight.starts_at == timedelta(hours=10)


def test_a_time_the_clock_skips_is_no_date() -> None:
    skipped = plan(weekday=6, starts_minute=150, ends_minute=240)
    assert skipped.span_on(date(2027, 3, 28), zone=BERLIN) is None
