"""The order of a queue of options, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from labspace.bookings.ranks import Waiting, ranks
from labspace.times import TimeSpan

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
A, B = frozenset({1}), frozenset({2})
WHOLE = A | B


def option(
    booking_id: int, units: frozenset[int] = A, *, rank: int | None = None, hour: int = 0, after: int = 0
) -> Waiting:
    starts_at = NOON + timedelta(hours=hour)
    span = TimeSpan(starts_at, starts_at + timedelta(hours=2))
    return Waiting(
        booking_id=booking_id, unit_ids=units, core=span, rank=rank, after=timedelta(minutes=after)
    )


def test_who_comes_first_is_first() -> None:
    assert ranks([option(1), option(2), option(3)]) == {1: 1, 2: 2, 3: 3}


def test_halves_do_not_wait_for_each_other_but_the_whole_waits_for_both() -> None:
    assert ranks([option(1, A), option(2, B), option(3, WHOLE)]) == {1: 1, 2: 1, 3: 2}


def test_no_rank_is_left_out_when_one_goes() -> None:
    assert ranks([option(2, rank=2), option(3, rank=3), option(4, rank=4)]) == {2: 1, 3: 2, 4: 3}


def test_a_newcomer_goes_behind_all_whatever_its_number() -> None:
    assert ranks([option(1), option(7, rank=1), option(9, rank=2)]) == {7: 1, 9: 2, 1: 3}


def test_who_waits_for_the_whole_is_not_overtaken_on_a_half_that_is_idle() -> None:
    assert ranks([option(2, B, rank=1), option(3, WHOLE, rank=2), option(4, A, rank=3)]) == {2: 1, 3: 2, 4: 3}


def test_who_can_no_longer_have_it_is_overtaken_and_never_first() -> None:
    queue = [option(3, WHOLE, rank=2), option(4, B, rank=3)]
    assert ranks(queue, barred={3}) == {4: 1, 3: 2}


def test_times_that_touch_do_not_wait_for_each_other() -> None:
    assert ranks([option(1), option(2, hour=2)]) == {1: 1, 2: 1}


def test_a_buffer_counts_towards_the_use_after_it() -> None:
    assert ranks([option(1, after=30), option(2, hour=2)]) == {1: 1, 2: 2}
