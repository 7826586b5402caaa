"""Which number of visits counts, and when a past booking is settled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.rules import Count, due_at, is_settled_at, winning

FRIDAY = date(2026, 11, 20)
EVENING = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
S = VisitSource


def count(number: int, source: VisitSource, *, day: date = FRIDAY, later: int = 0) -> Count:
    return Count(day=day, count=number, source=source, entered_at=EVENING + later * HOUR, id=later)


@pytest.mark.parametrize(
    ("counts", "total", "grade"),
    [
        pytest.param([], 0, None, id="nobody counted"),
        pytest.param([count(40, S.REPORT)], 40, DataGrade.C, id="the organiser's word"),
        pytest.param([count(60, S.ESTIMATE, later=9), count(40, S.REPORT)], 40, DataGrade.C, id="C beats D"),
        pytest.param([count(38, S.DOOR), count(45, S.REPORT, later=5)], 38, DataGrade.B, id="B beats C"),
        pytest.param([count(41, S.COUNTER), count(38, S.TALLY, later=5)], 41, DataGrade.A, id="A beats B"),
        pytest.param([count(38, S.DOOR), count(44, S.TALLY, later=2)], 44, DataGrade.B, id="the later of two B"),
        pytest.param(
            [count(30, S.DOOR), count(20, S.ESTIMATE, day=FRIDAY + DAY)], 50, DataGrade.D, id="two days add up"
        ),
    ],
)  # fmt: skip
def test_the_best_known_number_of_each_day_counts(
    counts: list[Count], total: int, grade: DataGrade | None
) -> None:
    found = winning(counts)
    assert (found.total, found.grade) == (total, grade)


numbers = st.builds(
    Count,
    day=st.dates(FRIDAY, FRIDAY + 3 * DAY),
    count=st.integers(0, 500),
    source=st.sampled_from(VisitSource),
    entered_at=st.integers(0, 100).map(lambda hours: EVENING + hours * HOUR),
    id=st.integers(1, 10_000),
)


@given(st.lists(numbers, max_size=12, unique_by=lambda one: one.id), st.randoms())
def test_the_order_in_which_numbers_are_read_does_not_matter(counts: list[Count], random: Random) -> None:
    shuffled = list(counts)
    random.shuffle(shuffled)
    found = winning(shuffled)
    assert found == winning(counts)
    assert [one.day for one in found.by_day] == sorted({one.day for one in counts})
    for one in found.by_day:
        assert all(one.grade.value <= other.grade.value for other in counts if other.day == one.day)


@pytest.mark.parametrize(
    ("touched", "looked", "is_due"),
    [
        pytest.param(-DAY, 7 * DAY - HOUR, False, id="not within seven days"),
        pytest.param(-DAY, 7 * DAY, True, id="on the seventh day"),
        pytest.param(3 * DAY, 9 * DAY, False, id="taken back on the third day it waits anew"),
        pytest.param(3 * DAY, 10 * DAY, True, id="and is settled seven days later"),
    ],
)
def test_a_booking_waits_seven_days_for_a_decision(
    touched: timedelta, looked: timedelta, is_due: bool
) -> None:
    settled = is_settled_at(ends_at=EVENING, state_since=EVENING + touched, now=EVENING + looked)
    assert settled is is_due
    assert due_at(EVENING) == EVENING + 7 * DAY
