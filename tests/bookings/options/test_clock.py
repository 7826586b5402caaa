"""The clock of an option: worked examples, and what holds for every sequence of steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.options import clock as steps
from labspace.bookings.options.clock import Clock
from labspace.bookings.options.reminding import reminder_due
from labspace.bookings.options.states import FIRST, STEPS, TICKING, ClockState, Step
from labspace.errors import Refused
from labspace.spaces.event_terms import EventTerms

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = EventTerms(option_days=14, challenge_hours=48, challenge_rest_hours=24)
WAITING = Clock(starts_at=NOW + 60 * DAY)
RUNNING = steps.become_first(WAITING, terms=TERMS, now=NOW)
RESTED = NOW + 24 * HOUR
CHALLENGED = steps.challenge(RUNNING, terms=TERMS, now=RESTED)
COMMITTED = steps.commit(RUNNING)


def refused(step: Callable[[], Clock]) -> set[str]:
    with pytest.raises(Refused) as refusal:
        step()
    return set(refusal.value.codes)


def test_waiting_costs_no_time_and_the_first_gets_the_whole_period() -> None:
    assert WAITING.deadline == WAITING.starts_at
    assert not WAITING.ticks
    late = steps.become_first(WAITING, terms=TERMS, now=NOW + 10 * DAY)
    assert late.deadline == NOW + 24 * DAY


def test_no_option_outlasts_the_beginning_of_its_event() -> None:
    soon = Clock(starts_at=NOW + 3 * DAY)
    assert steps.become_first(soon, terms=TERMS, now=NOW).deadline == NOW + 3 * DAY


def test_a_deadline_is_valid_until_it_is_there() -> None:
    until = RUNNING.deadline
    assert not RUNNING.is_over(until - timedelta(seconds=1))
    assert RUNNING.is_over(until)


def test_who_is_asked_has_the_hours_of_the_house_to_answer() -> None:
    assert CHALLENGED.deadline == RESTED + 48 * HOUR
    assert CHALLENGED.until_unasked == RUNNING.deadline


def test_who_has_just_become_first_is_left_in_peace() -> None:
    assert refused(lambda: steps.challenge(RUNNING, terms=TERMS, now=RESTED - HOUR)) == {
        "challenge_too_early"
    }
    assert steps.challenge(RUNNING, terms=TERMS, now=NOW, rests=False).state is ClockState.CHALLENGED


def test_asking_about_a_deadline_that_is_nearer_than_the_answer_is_refused() -> None:
    late = RUNNING.deadline - 48 * HOUR
    assert refused(lambda: steps.challenge(RUNNING, terms=TERMS, now=late)) == {"challenge_too_late"}
    assert steps.challenge(RUNNING, terms=TERMS, now=late - timedelta(seconds=1)).ticks


def test_nobody_is_asked_twice_at_once_or_after_committing() -> None:
    assert refused(lambda: steps.challenge(CHALLENGED, terms=TERMS, now=RESTED)) == {
        "option_challenged_already"
    }
    assert refused(lambda: steps.challenge(COMMITTED, terms=TERMS, now=RESTED)) == {"option_committed"}


def test_a_withdrawn_challenge_brings_the_old_deadline_back() -> None:
    after = steps.withdraw(CHALLENGED, now=RESTED + HOUR)
    assert (after.state, after.deadline) == (ClockState.RUNNING, RUNNING.deadline)


def test_committing_stops_the_clock_until_the_event_begins() -> None:
    for clock in (RUNNING, CHALLENGED):
        after = steps.commit(clock)
        assert (after.state, after.deadline, after.ticks) == (ClockState.COMMITTED, clock.starts_at, False)


def test_staff_extend_to_a_later_moment_before_the_beginning_and_nowhere_else() -> None:
    later = RUNNING.deadline + DAY
    assert steps.extend(RUNNING, later, now=NOW).deadline == later
    assert refused(lambda: steps.extend(RUNNING, RUNNING.deadline, now=NOW)) == {"deadline_not_later"}
    beyond = RUNNING.starts_at + HOUR
    assert refused(lambda: steps.extend(RUNNING, beyond, now=NOW)) == {"deadline_after_start"}
    assert refused(lambda: steps.extend(COMMITTED, later, now=NOW)) == {"option_step_impossible"}
    assert refused(lambda: steps.extend(WAITING, later, now=NOW)) == {"option_not_first"}


def test_more_time_to_answer_never_shortens_what_comes_back() -> None:
    more = steps.extend(CHALLENGED, CHALLENGED.deadline + DAY, now=RESTED)
    assert steps.withdraw(more, now=RESTED).deadline == RUNNING.deadline
    beyond = RUNNING.deadline + DAY
    assert steps.withdraw(steps.extend(CHALLENGED, beyond, now=RESTED), now=RESTED).deadline == beyond


def test_who_falls_back_waits_like_everybody_else_and_may_become_first_anew() -> None:
    for clock in (RUNNING, CHALLENGED, COMMITTED):
        back = steps.fall_back(clock)
        assert back == replace(WAITING, zone=back.zone)
        assert steps.become_first(back, terms=TERMS, now=NOW + DAY).deadline == NOW + 15 * DAY


@pytest.mark.parametrize("state", ClockState)
@pytest.mark.parametrize("step", Step)
def test_only_the_steps_of_the_table_are_possible(state: ClockState, step: Step) -> None:
    clock = {
        ClockState.WAITING: WAITING,
        ClockState.RUNNING: RUNNING,
        ClockState.CHALLENGED: CHALLENGED,
        ClockState.COMMITTED: COMMITTED,
        ClockState.ENDED: steps.end(RUNNING),
    }[state]
    if step in STEPS[state]:
        assert take(clock, step, RESTED).state is STEPS[state][step]
    else:
        assert refused(lambda: take(clock, step, RESTED)) <= {
            "option_not_first",
            "option_step_impossible",
            "option_committed",
            "option_challenged_already",
        }


def take(clock: Clock, step: Step, now: datetime) -> Clock:
    doors: dict[Step, Callable[[], Clock]] = {
        Step.BECOME_FIRST: lambda: steps.become_first(clock, terms=TERMS, now=now),
        Step.FALL_BACK: lambda: steps.fall_back(clock),
        Step.CHALLENGE: lambda: steps.challenge(clock, terms=TERMS, now=now),
        Step.WITHDRAW: lambda: steps.withdraw(clock, now=now),
        Step.COMMIT: lambda: steps.commit(clock),
        Step.EXTEND: lambda: steps.extend(clock, clock.deadline + HOUR, now=now),
        Step.END: lambda: steps.end(clock),
    }
    return doors[step]()


@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 200)), max_size=12), st.integers(1, 90))
def test_whatever_happens_the_deadline_keeps_to_the_rules(path: list[tuple[Step, int]], days: int) -> None:
    clock, now = Clock(starts_at=NOW + days * DAY), NOW
    for step, hours in path:
        now += hours * HOUR
        if clock.is_over(now):
            break
        before = clock
        try:
            clock = take(clock, step, now)
        except Refused:
            continue
        assert clock.deadline <= clock.starts_at
        assert (clock.until_unasked is not None) == (clock.state is ClockState.CHALLENGED)
        assert (clock.first_since is not None) or clock.state not in FIRST
        if step is Step.CHALLENGE:
            assert now + 48 * HOUR == clock.deadline < before.deadline
        elif clock.state in TICKING:
            assert clock.deadline >= before.deadline or step is Step.BECOME_FIRST
        if clock.state in FIRST:
            assert not clock.is_over(now), "nobody becomes or stays first with a deadline that has passed"


REMINDING = [
    pytest.param(RUNNING, -3 * DAY, 3, id="three days before"),
    pytest.param(RUNNING, -3 * DAY - timedelta(seconds=1), None, id="a moment too early"),
    pytest.param(RUNNING, -2 * DAY, 3, id="a day late it is still the first reminder"),
    pytest.param(RUNNING, -1 * DAY, 1, id="of two that are due only the last"),
    pytest.param(RUNNING, timedelta(), None, id="not once the deadline has passed"),
    pytest.param(CHALLENGED, -2 * DAY, None, id="who was asked two days before needs no reminder of three"),
    pytest.param(CHALLENGED, -1 * DAY, 1, id="but one of one"),
    pytest.param(COMMITTED, -3 * DAY, None, id="a clock that stands reminds of nothing"),
    pytest.param(WAITING, -1 * DAY, None, id="nor does one that never ran"),
]


@pytest.mark.parametrize(("clock", "before", "days"), REMINDING)
def test_reminders(clock: Clock, before: timedelta, days: int | None) -> None:
    assert reminder_due(clock, days=(3, 1), now=clock.deadline + before) == days
