"""When a wish fits into free time: worked examples, and a plain model that counts minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.bookings.free_room import fits_in, room_in
from labspace.bookings.rulebook.book import DEFAULTS, Rules
from labspace.bookings.waiting.fitting import Pattern, answer_until
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_moment

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
MORNINGS = Pattern(
    weekdays=frozenset({1, 2, 3}),
    first_on=MONDAY,
    last_on=date(2026, 12, 15),
    starts_minute=8 * 60,
    ends_minute=12 * 60,
    minutes=120,
)
DESK = DEFAULTS[SpaceKind.DESK]


def span(first: str, last: str, *, day: date = MONDAY) -> TimeSpan:
    return TimeSpan(*(local_moment(day, time.fromisoformat(text), zone=BERLIN) for text in (first, last)))


def fits(room: list[TimeSpan], pattern: Pattern = MORNINGS, day: date = MONDAY) -> list[TimeSpan]:
    window = pattern.window(day, zone=BERLIN)
    assert window is not None
    return list(fits_in(room, window, minutes=pattern.minutes, raster_minutes=15, zone=BERLIN))


def test_tuesday_to_thursday_until_the_fifteenth() -> None:
    days = list(MORNINGS.days(since=date(2026, 12, 3), without={date(2026, 12, 8)}))
    assert [f"{day:%d.%m.}" for day in days] == ["03.12.", "09.12.", "10.12.", "15.12."]


def test_a_morning_with_a_gap_of_two_hours_has_one_fit() -> None:
    room = [span("07:00", "09:45"), span("09:50", "11:59")]
    assert fits(room) == []
    assert fits([span("07:00", "10:15")]) == [span("08:00", "10:00"), span("08:15", "10:15")]


def test_what_begins_between_two_steps_waits_for_the_next_one() -> None:
    assert fits([span("08:05", "10:20")]) == [span("08:15", "10:15")]


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        pytest.param(date(2026, 3, 29), 180, id="an hour is missing"),
        pytest.param(date(2026, 10, 25), 300, id="an hour comes twice"),
    ],
)
def test_hours_over_a_clock_change_are_what_the_clock_shows(day: date, minutes: int) -> None:
    night = Pattern(frozenset(range(7)), day, day, 0, 4 * 60, minutes)
    window = night.window(day, zone=BERLIN)
    assert window is not None
    assert window.minutes == minutes
    assert fits([window], night, day) == [window]


def test_hours_that_the_clock_skips_leave_nothing() -> None:
    day = date(2026, 3, 29)
    assert Pattern(frozenset(range(7)), day, day, 120, 180, 30).window(day, zone=BERLIN) is None


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        ({}, True),
        ({"weekdays": frozenset({0, 4})}, False),
        ({"starts_minute": 12 * 60, "ends_minute": 13 * 60, "minutes": 60}, False),
        ({"first_on": date(2026, 12, 16), "last_on": date(2026, 12, 20)}, False),
        ({"first_on": date(2026, 12, 13), "last_on": date(2026, 12, 14)}, False),
    ],
    ids=["same", "other weekdays", "other hours", "other weeks", "no common weekday in the days in common"],
)
def test_wishes_compete_where_one_time_could_suit_both(other: dict[str, object], meet: bool) -> None:
    rival = replace(MORNINGS, **other)  # type: ignore[arg-type]
    assert MORNINGS.meets(rival) is rival.meets(MORNINGS) is meet


QUARTERS = st.integers(0, 40)
TAKEN = st.lists(st.tuples(QUARTERS, st.integers(1, 8), st.booleans()), max_size=6)


def at(quarter: int) -> datetime:
    return datetime(2026, 11, 23, 7, tzinfo=UTC) + timedelta(minutes=15 * quarter)


@given(
    taken=TAKEN,
    before=st.integers(0, 2),
    after=st.integers(0, 2),
    window=st.tuples(QUARTERS, QUARTERS).filter(lambda ends: ends[0] < ends[1]),
    length=st.integers(1, 12),
)
@settings(deadline=None, max_examples=300)
def test_fits_are_what_a_plain_model_finds(
    taken: list[tuple[int, int, bool]], before: int, after: int, window: tuple[int, int], length: int
) -> None:
    """The model walks quarter by quarter and knows nothing of sets of spans."""
    rules = Rules(
        raster_minutes=15,
        min_minutes=15,
        max_minutes=600,
        buffer_before_minutes=15 * before,
        buffer_after_minutes=15 * after,
    )
    rows = [(first, first + size, core) for first, size, core in taken]

    def allowed(first: int) -> bool:
        last = first + length
        if first < window[0] or last > window[1] or last > 40:
            return False
        for start, stop, core in rows:
            own = range(first - before, last + after) if core else range(first, last)
            if any(quarter in own for quarter in range(start, stop)):
                return False
        return True

    spans = [(TimeSpan(at(first), at(last)), core) for first, last, core in rows]
    room = room_in(
        [TimeSpan(at(0), at(40))],
        [each for each, core in spans if core],
        [each for each, core in spans if not core],
        rules=rules,
    )
    found = fits_in(
        room,
        TimeSpan(at(window[0]), at(window[1])),
        minutes=15 * length,
        raster_minutes=15,
        zone=BERLIN,
    )
    assert [each.starts_at for each in found] == [at(first) for first in range(41) if allowed(first)]


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("09:00", "11:00"),
        ("19:30", "next 07:30"),
        ("20:00", "next 08:00"),
        ("23:00", "next 09:00"),
    ],
)
def test_nights_do_not_count_against_who_is_asked(asked: str, until: str) -> None:
    later = span("08:00", "12:00", day=date(2026, 11, 27))
    day = MONDAY + timedelta(days=until.startswith("next"))
    expected = local_moment(day, time.fromisoformat(until.removeprefix("next ")), zone=BERLIN)
    now = local_moment(MONDAY, time.fromisoformat(asked), zone=BERLIN)
    assert answer_until(later, rules=DESK, zone=BERLIN, now=now) == expected


def test_when_the_beginning_is_near_there_is_less_time_and_at_last_none() -> None:
    now = local_moment(MONDAY, time(9), zone=BERLIN)
    near, too_near = span("09:30", "11:00"), span("09:05", "11:00")
    assert answer_until(near, rules=DESK, zone=BERLIN, now=now) == near.starts_at
    assert answer_until(too_near, rules=DESK, zone=BERLIN, now=now) is None
