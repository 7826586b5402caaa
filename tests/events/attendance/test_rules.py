"""For which days an event is counted, until when, and when somebody is reminded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.events.attendance.rules import (
    SMALL_HOURS,
    Standing,
    counted_days,
    due_at,
    remind_at,
    standing,
)
from labspace.times import TimeSpan, local_moment

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def span(first: date, starts: int, last: date, ends: int) -> TimeSpan:
    return TimeSpan(
        local_moment(first, time(starts), zone=BERLIN), local_moment(last, time(ends), zone=BERLIN)
    )


@pytest.mark.parametrize(
    ("when", "days"),
    [
        pytest.param(span(FRIDAY, 18, FRIDAY, 21), [FRIDAY], id="an evening"),
        pytest.param(span(FRIDAY, 20, FRIDAY + DAY, 2), [FRIDAY], id="a night belongs to its evening"),
        pytest.param(
            span(FRIDAY, 9, FRIDAY + 2 * DAY, 18), [FRIDAY, FRIDAY + DAY, FRIDAY + 2 * DAY], id="three days"
        ),
        pytest.param(
            span(FRIDAY, 9, FRIDAY + 2 * DAY, 1), [FRIDAY, FRIDAY + DAY], id="two days and their last night"
        ),
        pytest.param(
            span(date(2026, 10, 24), 12, date(2026, 10, 25), 12), [date(2026, 10, 24), date(2026, 10, 25)],
            id="25 hours over the end of summer time",
        ),
    ],
)  # fmt: skip
def test_each_day_of_an_event_is_counted(when: TimeSpan, days: list[date]) -> None:
    assert [day for day, _part in counted_days(when, zone=BERLIN)] == days


@given(st.integers(0, 47), st.integers(1, 400))
def test_the_days_lie_behind_each_other_within_the_event(hour: int, quarters: int) -> None:
    starts_at = local_moment(FRIDAY, time(0), zone=BERLIN) + timedelta(hours=hour)
    when = TimeSpan(starts_at, starts_at + quarters * timedelta(minutes=15))
    parts = [part for _day, part in counted_days(when, zone=BERLIN)]
    assert parts[0].starts_at == when.starts_at
    assert all(before.ends_at == after.starts_at for before, after in pairwise(parts))
    assert timedelta() <= when.ends_at - parts[-1].ends_at < timedelta(hours=SMALL_HOURS)


def test_there_are_seven_days_and_a_reminder_three_days_before() -> None:
    evening = span(FRIDAY, 18, FRIDAY, 21)
    assert due_at(evening.ends_at, due_days=7) == evening.ends_at + 7 * DAY
    assert remind_at(evening.ends_at, due_days=7) == evening.ends_at + 4 * DAY
    assert remind_at(evening.ends_at, due_days=2) == evening.ends_at + DAY


@pytest.mark.parametrize(
    ("is_told", "now", "expected"),
    [
        pytest.param(False, datetime(2026, 11, 19, tzinfo=BERLIN), Standing.AHEAD, id="before it"),
        pytest.param(False, datetime(2026, 11, 21, tzinfo=BERLIN), Standing.OPEN, id="after it"),
        pytest.param(False, datetime(2026, 11, 27, 21, tzinfo=BERLIN), Standing.OVERDUE, id="a week after"),
        pytest.param(True, datetime(2026, 12, 27, tzinfo=BERLIN), Standing.TOLD, id="told"),
    ],
)
def test_it_stands_open_until_somebody_tells(is_told: bool, now: datetime, expected: Standing) -> None:
    evening = span(FRIDAY, 18, FRIDAY, 21)
    due = due_at(evening.ends_at, due_days=7)
    assert standing(evening, is_told=is_told, due_at=due, now=now) is expected
