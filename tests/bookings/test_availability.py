"""How a space stands equals looking at every minute of the asked time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.availability import SpaceTime, Standing, strips, together
from labspace.times import TimeSpan, union

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LAST = 60


def between(first: int, last: int) -> TimeSpan:
    return TimeSpan(MIDNIGHT + first * MINUTE, MIDNIGHT + last * MINUTE)


def hours(first: float, last: float) -> TimeSpan:
    return between(int(first * 60), int(last * 60))


OPEN = [hours(8, 18)]


@pytest.mark.parametrize(
    ("time", "standing", "share"),
    [
        pytest.param(SpaceTime(OPEN), Standing.FREE, 1.0, id="nobody there"),
        pytest.param(SpaceTime(OPEN, taken=[hours(9, 12)]), Standing.TAKEN, 0.0, id="all of it taken"),
        pytest.param(SpaceTime(OPEN, taken=[hours(11, 14)]), Standing.PARTLY, 0.5, id="half of it taken"),
        pytest.param(SpaceTime(OPEN, held=[hours(10, 12)]), Standing.HELD, 0.0, id="an option on it"),
        pytest.param(SpaceTime(OPEN, mine=[hours(11, 12)]), Standing.YOURS, 0.5, id="part of it yours"),
        pytest.param(SpaceTime([]), Standing.CLOSED, 0.0, id="closed all day"),
        pytest.param(SpaceTime([hours(8, 11)]), Standing.PARTLY, 0.5, id="closes halfway"),
        pytest.param(
            SpaceTime([hours(13, 18)], taken=[hours(9, 13)]), Standing.TAKEN, 0.0, id="booked while closed"
        ),
        pytest.param(SpaceTime(OPEN, taken=[hours(8, 10), hours(12, 13)]), Standing.FREE, 1.0, id="between"),
    ],
)
def test_a_space_stands(time: SpaceTime, standing: Standing, share: float) -> None:
    asked = hours(10, 12)
    assert (time.standing(asked), time.share_free(asked)) == (standing, share)


def test_the_next_free_time_is_long_enough() -> None:
    time = SpaceTime(OPEN, taken=[hours(9, 12), hours(12.5, 15)])
    assert time.next_free(hours(9, 10).starts_at, minutes=30) == hours(12, 12.5)
    assert time.next_free(hours(9, 10).starts_at, minutes=60) == hours(15, 18)
    assert time.next_free(hours(9, 10).starts_at, minutes=600) is None
    assert time.next_free(hours(16, 17).starts_at) == hours(16, 18)


def test_a_whole_is_free_only_where_all_its_parts_are() -> None:
    whole = together([SpaceTime(OPEN, taken=[hours(9, 10)]), SpaceTime([hours(9, 18)], held=[hours(12, 13)])])
    assert whole.free == [hours(10, 12), hours(13, 18)]


def minutes_of(spans: list[TimeSpan]) -> set[int]:
    """The plain model: every covered minute."""
    return {m for m in range(LAST) if any(span.includes(MIDNIGHT + m * MINUTE) for span in spans)}


spans = st.lists(
    st.tuples(st.integers(0, LAST - 1), st.integers(1, 20)).map(
        lambda p: between(p[0], min(p[0] + p[1], LAST))
    ),
    max_size=4,
).map(union)
space_times = st.builds(SpaceTime, bookable=spans, taken=spans, held=spans, mine=spans)
wishes = st.tuples(st.integers(0, LAST - 2), st.integers(1, LAST)).map(
    lambda p: between(p[0], min(p[0] + p[1], LAST))
)


@given(space_times, wishes)
def test_the_share_counts_free_minutes(time: SpaceTime, asked: TimeSpan) -> None:
    claimed = minutes_of(time.taken) | minutes_of(time.held) | minutes_of(time.mine)
    wanted = minutes_of([asked])
    free = (minutes_of(time.bookable) - claimed) & wanted
    assert time.share_free(asked) == pytest.approx(len(free) / len(wanted))
    standing = time.standing(asked)
    if minutes_of(time.mine) & wanted:
        assert standing is Standing.YOURS
    elif free:
        assert standing is (Standing.FREE if free == wanted else Standing.PARTLY)
    else:
        assert standing in {Standing.TAKEN, Standing.HELD, Standing.CLOSED}


@given(space_times, wishes)
def test_strips_part_the_window_and_say_of_each_minute_how_it_stands(
    time: SpaceTime, window: TimeSpan
) -> None:
    found = strips(time, window)
    for one, following in pairwise(found):
        assert one.span.ends_at <= following.span.starts_at
    for minute in minutes_of([window]):
        moment = MIDNIGHT + minute * MINUTE
        shown = [strip.standing for strip in found if strip.span.includes(moment)]
        expected = next(
            (
                standing
                for standing, spans in (
                    (Standing.YOURS, time.mine),
                    (Standing.TAKEN, time.taken),
                    (Standing.HELD, time.held),
                    (Standing.FREE, time.bookable),
                )
                if minute in minutes_of(spans)
            ),
            None,
        )
        assert shown == ([expected] if expected else [])
    assert all(window.contains(strip.span) for strip in found)


@given(st.lists(space_times, min_size=1, max_size=3))
def test_a_whole_is_free_in_the_minutes_all_parts_are(parts: list[SpaceTime]) -> None:
    free = set.intersection(*(minutes_of(part.free) for part in parts))
    assert minutes_of(together(parts).free) == free
