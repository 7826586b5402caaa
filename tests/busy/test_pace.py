"""How long a calendar waits for its next look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.busy.pace import LONGEST, SPREAD, USUAL, next_look
from tests.busy.calendar_text import NOW


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 15), (1, 30), (2, 60), (3, 120), (6, 960), (7, 1440), (500, 1440)]
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures: int, minutes: int) -> None:
    assert next_look(NOW, failures=failures, chance=0.0) == NOW + timedelta(minutes=minutes)


def test_a_server_is_given_the_time_it_asks_for_but_no_more_than_a_day() -> None:
    assert next_look(NOW, retry_after=3600, chance=0.0) == NOW + timedelta(hours=1)
    assert next_look(NOW, retry_after=60, chance=0.0) == NOW + USUAL
    assert next_look(NOW, retry_after=10**9, chance=0.0) == NOW + LONGEST


@given(
    failures=st.integers(0, 10_000),
    retry_after=st.integers(0, 10**9),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_it_never_asks_sooner_than_usual_nor_later_than_a_day_and_the_spread(
    failures: int, retry_after: int, chance: float
) -> None:
    wait = next_look(NOW, failures=failures, retry_after=retry_after, chance=chance) - NOW
    assert USUAL <= wait <= LONGEST + SPREAD
