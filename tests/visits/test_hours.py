"""The hours somebody may tally in: those the house is open, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from labspace.times import TimeSpan
from labspace.visits.hours import hour_label, tallied_hours

BERLIN = ZoneInfo("Europe/Berlin")
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def labels(day: date, *opening: TimeSpan, now: datetime = LATER) -> list[str]:
    hours = tallied_hours(day, opening, zone=BERLIN, now=now)
    return [hour_label(hour, zone=BERLIN) for hour in hours]


def at(day: int, clock: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, clock, minute, tzinfo=BERLIN).astimezone(UTC)


def test_the_hours_from_opening_to_closing_also_those_begun() -> None:
    opening = (TimeSpan(at(20, 9, 30), at(20, 11)), TimeSpan(at(20, 12), at(20, 13, 15)))
    assert labels(date(2026, 11, 20), *opening) == [
        "09:00–10:00", "10:00–11:00", "11:00–12:00", "12:00–13:00", "13:00–14:00",
    ]  # fmt: skip


def test_hours_to_come_are_not_offered() -> None:
    opening = TimeSpan(at(20, 9), at(20, 18))
    assert labels(date(2026, 11, 20), opening, now=at(20, 10, 5)) == ["09:00–10:00", "10:00–11:00"]


@pytest.mark.parametrize(
    ("day", "number"), [(date(2026, 10, 24), 24), (date(2026, 10, 25), 25), (date(2027, 3, 28), 23)]
)
def test_a_day_without_opening_offers_all_its_hours(day: date, number: int) -> None:
    names = labels(day)
    assert len(names) == len(set(names)) == number


def test_the_hour_that_comes_twice_carries_its_zone() -> None:
    assert labels(date(2026, 10, 25))[1:5] == [
        "01:00–02:00", "02:00–02:00 CEST", "02:00–03:00 CET", "03:00–04:00",
    ]  # fmt: skip
