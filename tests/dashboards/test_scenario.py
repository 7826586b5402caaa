"""What would have been, on the worked example's Monday, and for anything at all that nothing changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.states import BookingState
from labspace.dashboards.scenario import Change, scenario
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import Stay
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600
ALL = frozenset(SpaceKind)
DAY = TimeSpan(datetime(2026, 11, 23, tzinfo=BERLIN), datetime(2026, 11, 24, tzinfo=BERLIN))


def at(first: int, last: int) -> TimeSpan:
    midnight = DAY.starts_at
    return TimeSpan(midnight + timedelta(hours=first), midnight + timedelta(hours=last))


def unit(number: int, kind: SpaceKind, *stays: Stay, closed: tuple[TimeSpan, ...] = ()) -> UnitRecord:
    return UnitRecord(
        space_id=number, kind=kind, existed=DAY, opening=[at(9, 18)], closed=closed, stays=list(stays)
    )


def stay(first: int, last: int, state: BookingState = BookingState.USED) -> Stay:
    return Stay(state=state, booked=at(first, last))


def monday(*units: UnitRecord) -> HouseRecord:
    return HouseRecord(
        location_id=1,
        name="Herne",
        slug="herne",
        zone=BERLIN,
        is_demo=False,
        period=DAY,
        hours=[at(9, 18)],
        units=list(units),
    )


@pytest.fixture
def example() -> HouseRecord:
    """The worked example of figures.md."""
    return monday(
        unit(1, SpaceKind.DESK, stay(9, 13), stay(14, 18, BookingState.CANCELLED_EARLY)),
        unit(2, SpaceKind.DESK, stay(12, 18, BookingState.NO_SHOW)),
        unit(3, SpaceKind.EVENT_AREA, stay(17, 21), closed=(at(9, 12),)),
    )


def test_a_desk_less_moves_its_booking_or_loses_it(example: HouseRecord) -> None:
    found = scenario(example, Change(fewer={SpaceKind.DESK: 1}), ALL)
    assert (found.before.bookable, found.before.booked) == (27 * HOUR, 14 * HOUR)
    # D1 is the less booked; its 9–13 meets D2's 12–18, which is promised though nobody came.
    assert (found.displaced, found.displaced_time, found.moved) == (1, 4 * HOUR, 0)
    assert (found.after.bookable, found.after.booked) == (18 * HOUR, 10 * HOUR)


def test_a_booking_finds_another_space_of_its_kind_that_is_free() -> None:
    house = monday(
        unit(1, SpaceKind.DESK, stay(9, 11)),
        unit(2, SpaceKind.DESK, stay(12, 18)),
        unit(3, SpaceKind.CAFE_TABLE),
    )
    found = scenario(house, Change(fewer={SpaceKind.DESK: 1}), ALL)
    assert (found.displaced, found.moved) == (0, 1)
    assert (found.after.bookable, found.after.booked) == (18 * HOUR, 8 * HOUR)


def test_two_desks_become_a_pop_up_slot(example: HouseRecord) -> None:
    found = scenario(example, Change(fewer={SpaceKind.DESK: 2}, more={SpaceKind.POPUP_SLOT: 1}), ALL)
    # No slot is there to learn from: it is open as long as the house.
    assert (found.after.bookable, found.after.booked) == (18 * HOUR, 4 * HOUR)
    assert found.displaced_time == 10 * HOUR


def test_open_until_eight_makes_let_in_hours_ordinary_ones(example: HouseRecord) -> None:
    found = scenario(example, Change(open_until=20 * 60), ALL)
    # The desks gain two hours each; the event was let in from 18 to 21 already.
    assert (found.after.bookable, found.after.booked) == (31 * HOUR, 14 * HOUR)
    assert found.missing == round(14 / 27 * 31 * HOUR) - 14 * HOUR


def test_there_cannot_be_fewer_than_none(example: HouseRecord) -> None:
    found = scenario(example, Change(fewer={SpaceKind.DESK: 9}), frozenset({SpaceKind.DESK}))
    assert (found.removed, found.after.bookable) == ({SpaceKind.DESK: 2}, 0)
    assert found.after.booking_rate is None


hours = st.tuples(st.integers(0, 22), st.integers(1, 6)).map(
    lambda pair: at(pair[0], min(24, pair[0] + pair[1]))
)
stays = st.builds(Stay, state=st.sampled_from(BookingState), booked=hours)
units = st.builds(
    lambda kind, some, closed: (kind, some, closed),
    st.sampled_from(SpaceKind),
    st.lists(stays, max_size=4),
    st.lists(hours, max_size=1),
)


@given(st.lists(units, max_size=5), st.sampled_from(SpaceKind), st.integers(0, 3))
def test_what_falls_away_is_never_more_than_there_was(
    some: list[tuple[SpaceKind, list[Stay], list[TimeSpan]]], kind: SpaceKind, number: int
) -> None:
    house = monday(*(unit(n, k, *s, closed=tuple(c)) for n, (k, s, c) in enumerate(some)))
    nothing = scenario(house, Change(), ALL)
    assert nothing.before == nothing.after
    fewer = scenario(house, Change(fewer={kind: number}), ALL)
    assert fewer.after.bookable <= fewer.before.bookable
    assert fewer.after.booked <= fewer.before.booked
    longer = scenario(house, Change(open_until=1440), ALL)
    assert longer.after.bookable >= longer.before.bookable
    assert longer.after.booked >= longer.before.booked
