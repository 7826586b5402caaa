"""What the address bar asks for becomes a day and hours, and what cannot be is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.front.asked import asked_for, day_window, is_over, read_clock
from labspace.times import TimeSpan

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
"""A Tuesday, 10:20 in Berlin."""
TODAY = date(2026, 11, 24)


def span(day: date, first: str, last: str) -> TimeSpan:
    return TimeSpan.on_day(day, time.fromisoformat(first), time.fromisoformat(last), zone=BERLIN)


OPENING = [span(TODAY + timedelta(days=number), "08:00", "18:00") for number in (0, 1, 2, 3)]
LATE = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def asked(query: dict[str, str], *, now: datetime = NOW):
    return asked_for(query, open_spans=OPENING, zone=BERLIN, now=now)


def test_proposes_the_running_quarter_and_two_hours() -> None:
    proposal = asked({})
    assert proposal.span == span(TODAY, "10:15", "12:15")
    assert not proposal.is_chosen


def test_proposes_the_next_opening_when_closed() -> None:
    assert asked({}, now=LATE).span == span(TODAY + timedelta(days=1), "08:00", "10:00")


def test_proposes_the_opening_of_a_chosen_day() -> None:
    assert asked({"tag": "2026-11-26"}).span == span(date(2026, 11, 26), "08:00", "10:00")


def test_proposes_nine_to_eleven_on_a_closed_day() -> None:
    assert asked({"tag": "2026-11-29"}).span == span(date(2026, 11, 29), "09:00", "11:00")


@pytest.mark.parametrize(
    ("typed", "day"),
    [("morgen", 25), ("Do", 26), ("24.11.", 24), ("26.11.2026", 26), ("2026-11-27", 27)],
)
def test_understands_days_as_people_type_them(typed: str, day: int) -> None:
    assert asked({"tag": typed, "von": "9", "bis": "10:30"}).span == span(
        date(2026, 11, day), "09:00", "10:30"
    )


@pytest.mark.parametrize(
    ("query", "problems", "shown"),
    [
        pytest.param({"tag": "31.02.2026"}, ("no_such_day",), TODAY, id="a day that does not exist"),
        pytest.param({"tag": "quatsch"}, ("no_such_day",), TODAY, id="no day at all"),
        pytest.param({"tag": "2035-01-01"}, ("too_far_to_look",), TODAY, id="years ahead"),
        pytest.param({"von": "25:00", "bis": "26:00"}, ("no_such_time",), TODAY, id="an hour 25"),
        pytest.param(
            {"tag": "2026-11-26", "von": "12:00", "bis": "10:00"},
            ("ends_before_it_begins",),
            date(2026, 11, 26),
            id="the end before the beginning",
        ),
        pytest.param(
            {"tag": "2027-03-28", "von": "02:15", "bis": "05:00"},
            ("local_time_does_not_exist",),
            date(2027, 3, 28),
            id="in the skipped hour",
        ),
    ],
)
def test_names_what_cannot_be_and_keeps_the_day(
    query: dict[str, str], problems: tuple[str, ...], shown: date
) -> None:
    found = asked(query)
    assert (found.problems, found.day) == (problems, shown)
    assert found.span.duration > timedelta()


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("9", time(9)), ("9:30", time(9, 30)), ("0930", time(9, 30)), ("24:00", time(0)), ("9 Uhr", time(9))],
)
def test_reads_times_of_day(typed: str, clock: time) -> None:
    assert read_clock(typed) == clock


@pytest.mark.parametrize("typed", ["", "25", "9:75", "neun", "-1", "9" * 50])
def test_refuses_what_is_no_time(typed: str) -> None:
    assert read_clock(typed) is None


def test_one_end_alone_gets_two_hours() -> None:
    assert asked({"von": "14:00"}).span == span(TODAY, "14:00", "16:00")
    assert asked({"bis": "14:00"}).span == span(TODAY, "12:00", "14:00")
    assert asked({"bis": "01:00"}).span == span(TODAY, "00:00", "01:00")


def test_a_time_is_over_at_its_end() -> None:
    today = asked({"tag": "heute", "von": "8", "bis": "10"})
    assert is_over(today, now=NOW)
    assert not is_over(asked({}), now=NOW)


def test_the_window_holds_the_opening_and_what_is_asked() -> None:
    window = day_window(OPENING, TODAY, zone=BERLIN, also=span(TODAY, "06:30", "07:00"))
    assert window == span(TODAY, "06:00", "18:00")


@given(st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_whatever_is_typed_gets_a_time_within_two_years(day: str, starts: str, ends: str) -> None:
    found = asked({"tag": day, "von": starts, "bis": ends})
    assert abs(found.day - TODAY) <= timedelta(days=730)
    assert found.span.duration > timedelta()
    assert found.span.starts_at.astimezone(BERLIN).date() == found.day
