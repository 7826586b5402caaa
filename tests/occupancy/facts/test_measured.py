"""Facts of days equal an independent count, minute by minute, and add up to the figures of any period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.states import BookingState as S
from labspace.occupancy import rates
from labspace.occupancy.days import Days, merged, runs
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.facts.time.clock import Clock
from labspace.occupancy.facts.time.kind_sets import ALL, subsets
from labspace.occupancy.facts.time.lanes import added, packed
from labspace.occupancy.facts.time.measured import BY_HOUR, DayFacts, day_facts
from labspace.occupancy.facts.time.totals import HouseTotal, quarters_of, totals
from labspace.occupancy.peaks import OPEN
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


def ticked(spans: Sequence[TimeSpan], moment: datetime) -> bool:
    return any(span.starts_at <= moment < span.ends_at for span in spans)


Counted = Counter[tuple[object, ...]]
SETS = list(subsets(ALL))
UNIT_MEASURES = ("bookable", "booked", "used", "booked_internally", "used_internally")


def counted(house: HouseRecord, set_up: dict[int, list[TimeSpan]]) -> Counted:
    """Seconds by what, of whom, day and daypart or hour; one slot after the other."""
    found: Counted = Counter()
    times = [(unit, time) for unit in house.units if (time := unit.during(house.period))]
    for slot in SLOTS:
        moment, (day, part), used, internally = at(slot), cell_of(slot), set[SpaceKind](), set[SpaceKind]()
        hour = moment.astimezone(BERLIN).hour
        is_open = ticked(house.hours, moment)
        for unit, time in times:
            for name in UNIT_MEASURES:
                found[name, unit.space_id, day, part] += SECONDS * ticked(getattr(time, name), moment)
            for name in BY_HOUR:
                found[name, unit.kind, day, hour] += SECONDS * ticked(getattr(time, name), moment)
            lives_on = unit.existed.includes(moment)
            is_set_up = lives_on and ticked(set_up.get(unit.space_id, []), moment)
            found["set_up", unit.space_id, day, part] += SECONDS * is_set_up
            used |= {unit.kind} if ticked(time.used, moment) else set()
            internally |= {unit.kind} if ticked(time.used_internally, moment) else set()
            is_open = is_open or ticked(time.special, moment) or ticked(time.used, moment)
        found["opened", day] += SECONDS * is_open
        for kinds in SETS:
            found["activated", kinds, day] += SECONDS * bool(kinds & used)
            found["evening", kinds, day] += SECONDS * bool(kinds & used and part is Daypart.EVENING)
            found["activated_internally", kinds, day] += SECONDS * bool(kinds & internally)
    return +found


def listed(facts: DayFacts) -> Counted:
    found: Counted = Counter()
    for unit in facts.spaces:
        for name in (*UNIT_MEASURES, "set_up"):
            found[name, unit.space_id, unit.day, unit.part] += getattr(unit, name)
    for kind in facts.kinds:
        for number, seconds in enumerate(kind.hours):
            found[BY_HOUR[number // 24], kind.kind, kind.day, number % 24] += seconds
    for day in PERIOD:
        total = total_of(facts, Days(day, day))
        found["opened", day] += total.opened
        for kinds in SETS:
            for name in ("activated", "evening", "activated_internally"):
                found[name, kinds, day] += getattr(total.union(kinds), name)
    return +found


def total_of(facts: DayFacts, days: Days) -> HouseTotal:
    return totals(
        [one for one in facts.kinds if one.day in days],
        [one for one in facts.houses if one.day in days],
        days,
        sets=SETS,
        zone=BERLIN,
        region_on=lambda _day: "",
    )


@given(houses, set_ups)
def test_the_facts_equal_the_count(house: HouseRecord, set_up: dict[int, list[TimeSpan]]) -> None:
    assert listed(day_facts(house, PERIOD, set_up=set_up)) == counted(house, set_up)


@given(houses)
def test_quarter_hours_equal_a_walk_through_the_house(house: HouseRecord) -> None:
    facts, times = day_facts(house, PERIOD, set_up={}), house.during(house.period)
    for kind in SpaceKind:
        days: dict[date, Sequence[int]] = {one.day: one.quarters for one in facts.kinds if one.kind is kind}
        found = quarters_of(days, Clock.of(PERIOD, zone=BERLIN))
        assert len(found) == 24 * 4 + 25 * 4
        of_kind = [time for time in times if time.kind is kind]
        for number, quarter in enumerate(found):
            moment = WHOLE.starts_at + number * timedelta(minutes=15)
            opened = sum(ticked(time.bookable, moment) for time in of_kind)
            assert divmod(quarter, OPEN) == (opened, sum(ticked(time.used, moment) for time in of_kind))


@given(st.lists(units, max_size=3), piles, set_ups)
def test_a_day_comes_to_the_same_alone_and_among_others(
    some: list[UnitRecord], hours: list[TimeSpan], set_up: dict[int, list[TimeSpan]]
) -> None:
    together = day_facts(house_of(some, hours), PERIOD, set_up=set_up)
    for day in PERIOD:
        alone = day_facts(house_of(some, hours, Days(day, day)), Days(day, day), set_up=set_up)
        # In the order of units, which a unit that does not live on one of the days would change.
        of_kinds, kinds_alone = (
            {one.kind: one for one in found.kinds if one.day == day and one.seconds["bookable"]}
            for found in (together, alone)
        )
        assert of_kinds == kinds_alone
        assert [one for one in together.houses if one.day == day] == alone.houses
        # A unit that does not live on the Saturday has another number on that day alone: only sums compare.
        for name in ("bookable", "booked", "used"):
            of_day = [getattr(cell, name) for cell in together.spaces if cell.day == day]
            assert sum(of_day) == sum(getattr(cell, name) for cell in alone.spaces)


@given(houses, st.integers(0, SLOTS.stop))
def test_what_has_not_happened_yet_is_left_out(house: HouseRecord, slot: int) -> None:
    now = at(slot)
    if now == WHOLE.starts_at:
        return
    window = TimeSpan(WHOLE.starts_at, now)
    total = total_of(day_facts(house, PERIOD, set_up={}, window=window), PERIOD)
    figures = rates.house_figures(house.during(window))
    together = total.of(ALL)
    assert [together.bookable, together.booked, together.used, total.union(ALL).activated] == [
        time // timedelta(seconds=1)
        for time in (figures.bookable, figures.booked, figures.used, figures.activated)
    ]


@given(houses)
def test_the_facts_add_up_to_the_figures(house: HouseRecord) -> None:
    facts, found = day_facts(house, PERIOD, set_up={}), house.during(house.period)
    total, figures = total_of(facts, PERIOD), rates.house_figures(found)
    second = timedelta(seconds=1)
    for name in ("bookable", "booked", "used"):
        assert sum(getattr(cell, name) for cell in facts.spaces) * second == getattr(figures, name)
        assert getattr(total.of(ALL), name) * second == getattr(figures, name)
    assert total.union(ALL).activated * second == figures.activated
    assert total.union(PUBLIC_KINDS).activated * second == figures.activated_publicly
    opened = rates.house_opening(house.hours, found, window=house.period)
    assert total.opened * second == length(opened)
    active = rates.activated(found)
    days = rates.activation_days(active, opened, zone=BERLIN)
    assert (total.union(ALL).active_days, total.opened_days) == (days.activated, days.opened)  # K11
    evening = rates.within_daypart(active, rates.EVENING, zone=BERLIN)
    assert total.union(ALL).evening * second == length(evening)  # K12
    assert total.union(ALL).weekend * second == figures.activated  # K13: a Saturday and a Sunday


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 11, 23), [6, 4, 4, 4, 6], id="an ordinary day"),
        pytest.param(date(2026, 10, 25), [7, 4, 4, 4, 6], id="25.10.2026"),
        pytest.param(date(2026, 3, 29), [5, 4, 4, 4, 6], id="29.03.2026"),
    ],
)
def test_dayparts_are_as_long_as_the_clock_makes_them(day: date, hours: list[int]) -> None:
    clock = Clock.of(Days(day, day), zone=BERLIN)
    found: Counter[Daypart] = Counter()
    for (_number, hour), seconds in clock.seconds(
        [(clock.begins[0] - 1200, clock.begins[-1] + 1200)]
    ).items():
        found[Daypart.at(hour)] += seconds
    assert [found[part] for part in Daypart] == [hour * 3600 for hour in hours]


def test_where_midnight_is_skipped_the_day_begins_later() -> None:
    day = date(2018, 11, 4)  # São Paulo went from 00:00 to 01:00
    clock = Clock.of(Days(day, day), zone=ZoneInfo("America/Sao_Paulo"))
    assert clock.begins[0] == datetime(2018, 11, 4, 3, tzinfo=UTC).timestamp()
    assert clock.begins[-1] - clock.begins[0] == 23 * 3600


@given(st.lists(st.lists(st.integers(0, 2**40), min_size=5, max_size=5), max_size=6))
def test_lanes_add_up_side_by_side(rows: list[list[int]]) -> None:
    assert list(added(map(packed, rows), lanes=5)) == [sum(row[lane] for row in rows) for lane in range(5)]


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
