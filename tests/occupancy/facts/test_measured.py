"""Facts of days equal an independent count, minute by minute, and add up to the figures of any period."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.states import BookingState as S
from labspace.occupancy import rates
from labspace.occupancy.days import Days, merged, runs
from labspace.occupancy.facts.dayparts import Daypart, Raster
from labspace.occupancy.facts.measured import DayFacts, Subset, day_facts
from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import Stay
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, length

BERLIN = ZoneInfo("Europe/Berlin")
STEP = timedelta(minutes=20)
SATURDAY, SUNDAY = date(2026, 10, 24), date(2026, 10, 25)
"""The Sunday has 25 hours."""
PERIOD = Days(SATURDAY, SUNDAY)
WHOLE = PERIOD.span(zone=BERLIN)
SLOTS = range(WHOLE.duration // STEP)
SECONDS = STEP // timedelta(seconds=1)


def at(slot: int) -> datetime:
    return WHOLE.starts_at + slot * STEP


def piece(first: int, long: int) -> TimeSpan:
    """Some reach before and beyond the two days."""
    return TimeSpan(at(first), at(first + long))


pieces = st.builds(piece, st.integers(-20, SLOTS.stop), st.one_of(st.integers(1, 30), st.integers(60, 100)))
piles = st.lists(pieces, max_size=3)
stays = st.builds(
    Stay,
    state=st.one_of(st.sampled_from([S.USED, S.NO_SHOW, S.CONFIRMED]), st.sampled_from(S)),
    booked=pieces,
    recorded=st.one_of(st.none(), st.lists(pieces, max_size=2).map(tuple)),
    is_internal=st.booleans(),
    by_days=st.booleans(),
)
lives = st.sampled_from([WHOLE, Days(SUNDAY, SUNDAY).span(zone=BERLIN)])


def house_of(units: list[UnitRecord], hours: list[TimeSpan], days: Days = PERIOD) -> HouseRecord:
    numbered = [
        UnitRecord(
            space_id=number,
            kind=unit.kind,
            existed=unit.existed,
            opening=unit.opening,
            closed=unit.closed,
            stays=unit.stays,
        )
        for number, unit in enumerate(units, start=1)
        if unit.existed.overlaps(days.span(zone=BERLIN))
    ]
    return HouseRecord(
        location_id=1,
        name="Haus",
        slug="haus",
        zone=BERLIN,
        is_demo=True,
        period=days.span(zone=BERLIN),
        hours=hours,
        units=numbered,
    )


units = st.builds(
    UnitRecord,
    space_id=st.just(0),
    kind=st.sampled_from(SpaceKind),
    existed=lives,
    opening=piles,
    closed=piles,
    stays=st.lists(stays, max_size=4),
)
houses = st.builds(house_of, st.lists(units, max_size=3), piles)
set_ups = st.dictionaries(st.integers(1, 3), piles, max_size=3)


def cell_of(slot: int) -> tuple[date, Daypart]:
    local = at(slot).astimezone(BERLIN)
    return local.date(), max(part for part in Daypart if part <= local.hour)


def ticked(spans: list[TimeSpan], slot: int) -> bool:
    return any(span.starts_at <= at(slot) < span.ends_at for span in spans)


Counted = Counter[tuple[str, str, date, Daypart]]


def counted(house: HouseRecord, set_up: dict[int, list[TimeSpan]]) -> Counted:
    """Seconds by what, of whom, day and daypart; one slot after the other."""
    found: Counted = Counter()
    times = [(unit, time) for unit in house.units if (time := unit.during(house.period))]
    for slot in SLOTS:
        cell, used, internally = cell_of(slot), list[SpaceKind](), list[SpaceKind]()
        is_open = ticked(list(house.hours), slot)
        for unit, time in times:
            of = f"{unit.space_id}"
            for name in ("bookable", "booked", "used", "booked_internally", "used_internally"):
                found[name, of, *cell] += SECONDS * ticked(getattr(time, name), slot)
            lives_on = unit.existed.includes(at(slot))
            found["set_up", of, *cell] += SECONDS * (lives_on and ticked(set_up.get(unit.space_id, []), slot))
            used += [unit.kind] * ticked(time.used, slot)
            internally += [unit.kind] * ticked(time.used_internally, slot)
            is_open = is_open or ticked(time.special, slot) or ticked(time.used, slot)
        found["opened", Subset.ALL, *cell] += SECONDS * is_open
        for subset, kinds in ((Subset.ALL, used), (Subset.INTERNAL, internally)):
            found["activated", subset, *cell] += SECONDS * bool(kinds)
        for subset, kinds in ((Subset.PUBLIC, used), (Subset.INTERNAL_PUBLIC, internally)):
            found["activated", subset, *cell] += SECONDS * any(kind in PUBLIC_KINDS for kind in kinds)
        for kind in SpaceKind:
            found["activated", kind.value, *cell] += SECONDS * (kind in used)
    return +found


def listed(facts: DayFacts) -> Counted:
    found: Counted = Counter()
    for unit in facts.units:
        for name in ("bookable", "booked", "used", "booked_internally", "used_internally", "set_up"):
            found[name, str(unit.space_id), unit.day, unit.part] += getattr(unit, name)
    for house in facts.houses:
        found["activated", house.subset, house.day, house.part] += house.activated
        found["opened", house.subset, house.day, house.part] += house.opened
    return +found


@given(houses, set_ups)
def test_the_facts_equal_the_count(house: HouseRecord, set_up: dict[int, list[TimeSpan]]) -> None:
    assert listed(day_facts(house, PERIOD, set_up=set_up)) == counted(house, set_up)


@given(st.lists(units, max_size=3), piles, set_ups)
def test_a_day_comes_to_the_same_alone_and_among_others(
    some: list[UnitRecord], hours: list[TimeSpan], set_up: dict[int, list[TimeSpan]]
) -> None:
    together = day_facts(house_of(some, hours), PERIOD, set_up=set_up)
    alone = [
        day_facts(house_of(some, hours, days), days, set_up=set_up)
        for days in (Days(SATURDAY, SATURDAY), Days(SUNDAY, SUNDAY))
    ]
    # A unit that does not live on the Saturday has another number on that day alone: only sums compare.
    for day, one in zip((SATURDAY, SUNDAY), alone, strict=True):
        assert [cell for cell in together.houses if cell.day == day] == one.houses
        for name in ("bookable", "booked", "used"):
            of_day = [getattr(cell, name) for cell in together.units if cell.day == day]
            assert sum(of_day) == sum(getattr(cell, name) for cell in one.units)


@given(houses)
def test_the_facts_add_up_to_the_figures(house: HouseRecord) -> None:
    facts, found = day_facts(house, PERIOD, set_up={}), house.during(house.period)
    figures = rates.house_figures(found)
    second = timedelta(seconds=1)
    for name in ("bookable", "booked", "used"):
        assert sum(getattr(cell, name) for cell in facts.units) * second == getattr(figures, name)
    for subset, activated in ((Subset.ALL, figures.activated), (Subset.PUBLIC, figures.activated_publicly)):
        assert sum(cell.activated for cell in facts.houses if cell.subset == subset) * second == activated
    opened = length(rates.house_opening(house.hours, found, window=house.period))
    assert sum(cell.opened for cell in facts.houses) * second == opened
    evening = rates.within_daypart(rates.activated(found), rates.EVENING, zone=BERLIN)
    in_evening = [
        cell.activated for cell in facts.houses if cell.subset == Subset.ALL and cell.part is Daypart.EVENING
    ]
    assert sum(in_evening) * second == length(evening)  # K12


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 11, 23), [6, 4, 4, 4, 6], id="an ordinary day"),
        pytest.param(date(2026, 10, 25), [7, 4, 4, 4, 6], id="25.10.2026"),
        pytest.param(date(2026, 3, 29), [5, 4, 4, 4, 6], id="29.03.2026"),
    ],
)
def test_dayparts_are_as_long_as_the_clock_makes_them(day: date, hours: list[int]) -> None:
    raster = Raster.of(Days(day, day), zone=BERLIN)
    found = raster.seconds([TimeSpan(raster.begins[0] - STEP, raster.begins[-1] + STEP)])
    assert [found[day, part] for part in Daypart] == [hour * 3600 for hour in hours]


def test_where_midnight_is_skipped_the_day_begins_later() -> None:
    day = date(2018, 11, 4)  # São Paulo went from 00:00 to 01:00
    raster = Raster.of(Days(day, day), zone=ZoneInfo("America/Sao_Paulo"))
    assert raster.begins[0] == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert raster.begins[-1] - raster.begins[0] == timedelta(hours=23)


days = st.builds(
    lambda first, more: Days(date(2026, 1, 1) + timedelta(days=first), date(2026, 1, 1) + timedelta(days=first + more)),
    st.integers(0, 30),
    st.integers(0, 10),
)  # fmt: skip


@given(st.lists(days, max_size=5), days, st.integers(1, 7), st.integers(0, 3))
def test_stretches_of_days_hold_what_they_say(some: list[Days], other: Days, at_most: int, gap: int) -> None:
    all_days = {day for one in some for day in one}
    assert {day for one in merged(some) for day in one} == all_days
    assert merged(some) == runs(all_days)
    assert {day for one in other.pieces(at_most) for day in one} == set(other)
    assert all(len(one) <= at_most for one in other.pieces(at_most))
    wide = runs(all_days, gap=gap)
    assert all_days <= {day for one in wide for day in one}
    assert all((b.first - a.last).days > gap + 1 for a, b in pairwise(wide))
    for one in some:
        assert {day for left in one.without(other) for day in left} == set(one) - set(other)
        assert set(one.common(other) or ()) == set(one) & set(other)
