"""What can be asked for together: examples, and any hall of parts against plain sums."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.events.fit.candidates import Candidate, candidates_of
from labspace.events.fit.judging import too_few_wheelchair_places
from labspace.spaces.house import House, HouseSpace, Part, Seating
from labspace.spaces.kinds import Layout, SpaceKind

ALWAYS = date(2020, 1, 1)
DAY = date(2026, 12, 1)


def area(
    number: int, capacity: int, *, whole: bool = False, wheelchairs: int | None = None, **layouts: int
) -> HouseSpace:
    """An event area with rows for as many as it holds, or the seatings named."""
    seatings = layouts or {"rows": capacity}
    return HouseSpace(
        id=number,
        public_id=f"area-{number}",
        kind=SpaceKind.EVENT_AREA,
        name=f"Saal {number}",
        name_en="",
        label=str(number),
        description="",
        description_en="",
        capacity=capacity,
        wheelchair_places=wheelchairs,
        area_m2=None,
        features=("step_free",) if number % 2 else (),
        is_unit=not whole,
        position=number,
        valid_from=ALWAYS,
        valid_until=None,
        layouts=tuple(Seating(Layout(name), people) for name, people in seatings.items()),
    )


def house(*spaces: HouseSpace, parts: dict[int, list[int]] | None = None) -> House:
    """A house with these areas; `parts` says which are made of which."""
    return House(
        id=1,
        revision=1,
        slug="haus",
        name="Haus",
        city="Stadt",
        zone=ZoneInfo("Europe/Berlin"),
        address="",
        text_de="",
        text_en="",
        holiday_region="",
        closed_on_holidays=True,
        is_demo=False,
        spaces=spaces,
        parts=tuple(
            Part(whole, part, ALWAYS, None) for whole, some in (parts or {}).items() for part in some
        ),
        levels=(),
        weekly=(),
        special=(),
        closed=(),
        own_hours={},
        own_closures={},
    )


def named(found: tuple[Candidate, ...]) -> dict[str, int | None]:
    return {one.value: one.capacities.get(Layout.ROWS) for one in found}


def test_the_halves_together_are_the_whole_with_its_own_approval() -> None:
    halves = house(area(1, 99, whole=True), area(2, 56), area(3, 42), parts={1: [2, 3]})
    assert named(candidates_of(halves, on=DAY)) == {"area-1": 99, "area-2": 56, "area-3": 42}


def test_two_halls_can_be_had_together_a_whole_never_with_its_part() -> None:
    two = house(area(1, 99, whole=True), area(2, 56), area(3, 42), area(4, 30), parts={1: [2, 3]})
    assert named(candidates_of(two, on=DAY)) == {
        "area-1": 99,
        "area-2": 56,
        "area-3": 42,
        "area-4": 30,
        "area-1+area-4": 129,
        "area-2+area-4": 86,
        "area-3+area-4": 72,
    }


def test_parts_of_three_never_hold_more_than_their_whole() -> None:
    three = house(area(1, 100, whole=True), area(2, 60), area(3, 60), area(4, 60), parts={1: [2, 3, 4]})
    assert named(candidates_of(three, on=DAY))["area-2+area-3"] == 100


def test_together_they_have_only_the_seatings_and_features_of_each() -> None:
    two = house(area(1, 50, rows=50, banquet=20), area(2, 40, rows=40))
    together = candidates_of(two, on=DAY)[-1]
    assert together.capacities == {Layout.ROWS: 90}
    assert together.features == frozenset()


@given(st.lists(st.integers(1, 200), min_size=1, max_size=5))
def test_independent_halls_hold_the_sum_of_each(capacities: list[int]) -> None:
    areas = [area(number, people) for number, people in enumerate(capacities, start=1)]
    for one in candidates_of(house(*areas), on=DAY):
        assert one.capacities[Layout.ROWS] == sum(space.capacity for space in one.spaces)
        assert len(one.units) == len(one.spaces)


def test_places_for_wheelchairs_are_those_of_each_together_where_each_says_how_many() -> None:
    some = house(
        area(1, 50, wheelchairs=2), area(2, 40, wheelchairs=1), area(3, 30), area(4, 20, wheelchairs=0)
    )
    places = {one.value: one.wheelchair_places.get(Layout.ROWS) for one in candidates_of(some, on=DAY)}
    assert places["area-1"] == 2
    assert places["area-3"] is None
    assert places["area-4"] == 0
    assert places["area-1+area-2"] == 3
    assert places["area-1+area-3"] is None


def test_a_seating_may_have_places_for_wheelchairs_of_its_own() -> None:
    hall = replace(
        area(1, 50, wheelchairs=4),
        layouts=(Seating(Layout.ROWS, 50), Seating(Layout.BANQUET, 20, wheelchair_places=0)),
    )
    assert candidates_of(house(hall), on=DAY)[0].wheelchair_places == {Layout.ROWS: 4, Layout.BANQUET: 0}
    assert hall.most_wheelchair_places == 4


@pytest.mark.parametrize(
    ("wished", "layout", "refused"),
    [
        pytest.param(2, Layout.ROWS, False, id="as many as approved"),
        pytest.param(3, Layout.ROWS, True, id="one too many"),
        pytest.param(9, Layout.STANDING, False, id="nothing is said of this seating"),
        pytest.param(0, Layout.ROWS, False, id="none wished for"),
    ],
)
def test_more_places_for_wheelchairs_than_approved_are_refused(
    wished: int, layout: Layout, refused: bool
) -> None:
    (candidate,) = candidates_of(house(area(1, 50, wheelchairs=2)), on=DAY)
    found = list(too_few_wheelchair_places(candidate, layout=layout, wished=wished))
    assert [refusal.code for refusal in found] == ["too_few_wheelchair_places"] * refused
