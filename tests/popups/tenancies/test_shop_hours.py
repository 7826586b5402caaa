"""Weeks, days and hours of shop opening, and ideas, counted as figures.md says (K18–K20)."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.popups.tenancies.board import CellState, Taken, board_row, seen_by_all
from labspace.popups.tenancies.handover_differences import consumption, item_differences
from labspace.popups.tenancies.indicators import Answered, staying, tried_ideas, tried_on
from labspace.popups.tenancies.rules import months_after
from labspace.popups.tenancies.shop_hours import Minimum, Opened, WeeklyHours, k18, weekly
from labspace.popups.tenancies.states import Condition, Meter, Outcome
from labspace.times import TimeSpan

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 1, 18)
AACHEN = Minimum(days=4, minutes=360)
C = Condition


def opened(day: date, starts: int = 11, ends: int = 18) -> Opened:
    return Opened(day=day, span=TimeSpan.on_day(day, time(starts), time(ends), zone=BERLIN))


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("hours", "kept"),
    [
        pytest.param([7, 7, 7, 7], True, id="four long days"),
        pytest.param([6, 6, 6, 6], True, id="four days of exactly six hours"),
        pytest.param([7, 7, 7, 5], False, id="the fourth day too short"),
        pytest.param([9, 9, 9], False, id="three days, however long"),
        pytest.param([], False, id="shut"),
    ],
)
def test_a_week_is_kept_by_enough_long_days(hours: list[int], kept: bool) -> None:
    days = [opened(after(number), 9, 9 + long) for number, long in enumerate(hours)]
    week = weekly(days, AACHEN, first=MONDAY, last=after(6), until=after(7))[0]
    assert (week.is_occupied, week.is_kept) == (True, kept)


def test_only_whole_weeks_that_are_over_are_judged() -> None:
    weeks = weekly([], AACHEN, first=after(2), last=after(23), until=after(15))
    assert [week.is_occupied for week in weeks] == [False, True, False]


def test_k18_counts_slot_and_day_once_and_cuts_hours_at_the_period() -> None:
    last = date(2026, 12, 31)
    night = Opened(day=last, span=TimeSpan.of_days(last, last, zone=BERLIN))
    found = k18(
        [(1, night), (1, night), (2, opened(last)), (1, opened(date(2027, 1, 1)))],
        [],
        first=date(2026, 1, 1),
        last=last,
        zone=BERLIN,
    )
    assert (found.days, found.open_for) == (2, timedelta(hours=24 + 24 + 7))


@given(
    st.lists(st.tuples(st.integers(0, 27), st.integers(1, 12)), max_size=28, unique_by=lambda pair: pair[0])
)
def test_weeks_equal_a_plain_count(days: list[tuple[int, int]]) -> None:
    made = [opened(after(day), 8, 8 + hours) for day, hours in days]
    weeks = weekly(made, AACHEN, first=MONDAY, last=after(27), until=after(28))
    for number, week in enumerate(weeks):
        here = [hours for day, hours in days if day // 7 == number]
        assert (week.days, week.days_kept) == (len(here), sum(hours >= 6 for hours in here))
        assert week.open_for == timedelta(hours=sum(here))
        assert week.is_kept == (sum(hours >= 6 for hours in here) >= 4)


def test_an_idea_counts_on_its_fifth_day_and_once() -> None:
    days = [after(number) for number in (0, 0, 1, 2, 3)]
    assert tried_on(days, needed=5) is None
    assert tried_on([*days, after(9), after(10)], needed=5) == after(9)
    assert tried_on([*days, after(9), after(10)], needed=6) == after(10)
    pairs = [(1, day) for day in [*days, after(9)]] + [(2, after(9))]
    assert tried_ideas(pairs, first=after(9), last=after(9), needed=5) == 1
    assert tried_ideas(pairs, first=MONDAY, last=after(8), needed=5) == 0


def test_k20_counts_those_who_stayed_among_those_whose_outcome_is_known() -> None:
    ended = {1: MONDAY, 2: MONDAY, 3: MONDAY, 4: MONDAY, 5: after(400)}
    answers = [
        Answered(concept=1, months=3, outcome=Outcome.ONLINE),
        Answered(concept=1, months=12, outcome=Outcome.OWN_SHOP),
        Answered(concept=2, months=6, outcome=Outcome.STOPPED),
        Answered(concept=3, months=0, outcome=Outcome.UNKNOWN),
        Answered(concept=4, months=24, outcome=Outcome.LEASE_SIGNED),
        Answered(concept=5, months=0, outcome=Outcome.LEASE_SIGNED),
    ]
    found = staying(ended, answers, first=date(2027, 1, 1), last=date(2027, 12, 31))
    assert (found.ended, found.known, found.stayed, found.unknown) == (4, 2, 1, 2)
    assert found.rate == Fraction(1, 2)


def test_without_known_outcomes_there_is_no_rate() -> None:
    assert staying({1: MONDAY}, [], first=MONDAY, last=MONDAY).rate is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 2, 14), 12, date(2028, 2, 14)),
        (date(2027, 2, 14), 0, date(2027, 2, 14)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_differences_of_two_protocols_tell_what_changed_came_and_went() -> None:
    before = [("Theke", C.GOOD, ""), ("Regal", C.WORN, ""), ("Lampe", C.GOOD, "")]
    later = [("theke ", C.DAMAGED, "Riss"), ("Regal", C.WORN, "alt"), ("Teppich", C.GOOD, "")]
    found = {one.name: (one.before, one.after, one.is_worse) for one in item_differences(before, later)}
    assert found == {
        "Theke": (C.GOOD, C.DAMAGED, True),
        "Lampe": (C.GOOD, None, True),
        "Teppich": (None, C.GOOD, False),
    }
    assert consumption({Meter.WATER: 5000, Meter.HEAT: 1}, {Meter.WATER: 7500}) == {Meter.WATER: 2500}


def test_whoever_keeps_the_promised_hours_keeps_the_minimum_or_not() -> None:
    hours = WeeklyHours.from_rows([[0, 600, 960], [1, 600, 960], [2, 600, 960], [3, 600, 900]])
    assert not hours.keeps(AACHEN)
    assert hours.keeps(Minimum(days=3, minutes=360))
    assert WeeklyHours.from_rows(hours.rows()) == hours
    assert hours.on(MONDAY) == (600, 960)
    assert hours.on(after(6)) is None


def test_a_week_of_the_board_is_what_weighs_most() -> None:
    def taken(first: int, last: int, state: CellState) -> Taken:
        return Taken(slot_id=1, span=TimeSpan.of_days(after(first), after(last), zone=BERLIN), state=state)

    mondays = [after(7 * number) for number in range(4)]
    row = board_row(
        [
            taken(0, 13, CellState.WISHED),
            taken(0, 6, CellState.LET),
            taken(0, 6, CellState.WISHED),
            taken(14, 16, CellState.BLOCKED),
        ],
        mondays,
        zone=BERLIN,
        today=after(8),
    )
    assert [cell.state.value for cell in row] == ["let", "wished", "partly", "free"]
    assert [cell.wishes for cell in row] == [2, 1, 0, 0]
    assert [cell.is_past for cell in row] == [True, False, False, False]


def test_a_shut_house_takes_whole_weeks_and_no_single_days() -> None:
    def taken(first: int, last: int, state: CellState) -> Taken:
        return Taken(slot_id=1, span=TimeSpan.of_days(after(first), after(last), zone=BERLIN), state=state)

    mondays = [after(7 * number) for number in range(5)]
    row = board_row(
        [
            taken(0, 6, CellState.CLOSED),
            taken(8, 8, CellState.CLOSED),
            taken(14, 17, CellState.CLOSED),
            taken(18, 20, CellState.CLOSED),
            taken(14, 20, CellState.WISHED),
            taken(21, 27, CellState.CLOSED),
            taken(21, 27, CellState.LET),
            taken(28, 28, CellState.CLOSED),
            taken(28, 34, CellState.LET),
        ],
        mondays,
        zone=BERLIN,
        today=MONDAY,
    )
    assert [cell.state.value for cell in row] == ["closed", "free", "closed", "let", "let"]
    assert [cell.wishes for cell in row] == [0, 0, 1, 0, 0]
    assert [seen_by_all(cell).value for cell in row] == ["closed", "free", "closed", "let", "let"]


def test_a_tenancy_over_the_change_of_clocks_has_whole_weeks() -> None:
    monday = date(2027, 3, 22)
    days = [opened(monday + timedelta(days=number)) for number in range(7)]
    week = weekly(days, AACHEN, first=monday, last=monday + timedelta(days=6), until=date(2027, 4, 1))[0]
    assert (week.is_kept, week.open_for) == (True, timedelta(hours=49))
