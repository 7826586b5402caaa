"""Each hour is given out once, over several houses and days."""

from __future__ import annotations

from datetime import date

from bench.slots import Slots, desks

TODAY = date(2026, 11, 23)


def test_no_hour_is_given_out_twice() -> None:
    slots = Slots(TODAY, desks=["a", "b"])
    given = [tuple(sorted(slots.next_free().items())) for _ in range(300)]
    assert len(set(given)) == 300


def test_hours_lie_on_workdays_in_a_mixed_order() -> None:
    slots = Slots(TODAY, desks=["a", "b"])
    days = [date.fromisoformat(slots.next_free()["tag"]) for _ in range(50)]
    assert all(day.weekday() < 5 for day in days)
    assert days != sorted(days)


def test_desks_are_those_of_all_four_houses() -> None:
    assert len({name.split("-")[0] for name in desks()}) == 4
