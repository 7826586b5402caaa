"""Rows of groups equal the plainest count of the same groups; the total is a group of its own."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.occupancy.days import Days
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.grouped.keys import Dimension, Grouping, GroupKey, part_word
from labspace.occupancy.grouped.reading import Grouped, grouped
from labspace.occupancy.grouped.sums import NAMES, Sums, row_of
from labspace.occupancy.kinds import Indicator
from labspace.spaces.kinds import SpaceKind
from tests.factories import on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Example, Put
from tests.occupancy.model.clock import clock
from tests.occupancy.model.dense import town_of
from tests.occupancy.model.figures import numbers
from tests.occupancy.model.measured import active_minutes
from tests.occupancy.model.opening import UnitMinutes, town
from tests.occupancy.model.plans import A_DAY as MINUTES
from tests.occupancy.model.plans import KINDS
from tests.occupancy.model.rows import Asked, World, read
from tests.occupancy.model.writing import Town, write
from tests.support.statements import counted as statements_of

D = Dimension
ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
ALL = frozenset(KINDS)
GROUPINGS = (
    frozenset({D.LOCATION}),
    frozenset({D.KIND, D.WEEK}),
    frozenset({D.MONTH}),
    frozenset({D.LOCATION, D.KIND, D.WEEKDAY}),
    frozenset({D.MONTH, D.WEEK, D.WEEKDAY}),
)


def set_up_in_life(unit: UnitMinutes) -> int:
    """Of a unit there is no set-up before its first day and after its last."""
    first, last = unit.space.valid_from, unit.space.valid_until or date.max
    return sum(first <= clock(one, unit.house.timezone)[0] <= last for one in unit.set_up)


def counted(world: World, asked: Asked) -> Sums:
    """One house on one day, as the model counts it, in the seconds of a group."""
    houses = town(world, asked)
    units = [unit for house in houses for unit in house.units]
    found = numbers(world, asked, houses)
    seats, outcome = found["K06", "main"], found["K22", "main"]
    hours = {name: found[name, "main"].numerator * 3600 for name in ("K10", "K12", "K13")}
    opened = found["K11", "main"].denominator or 0
    return Sums(
        bookable=60 * sum(len(unit.bookable) for unit in units),
        booked=60 * sum(len(unit.booked) for unit in units),
        used=60 * sum(len(unit.used) for unit in units),
        set_up=60 * sum(map(set_up_in_life, units)),
        activated=int(hours["K10"]),
        evening=int(hours["K12"]),
        weekend=int(hours["K13"]),
        opened=int(opened * 3600),
        seated=int(seats.numerator * 3600),
        seats=int((seats.denominator or 0) * 3600),
        visits=int(found["K14", "main"].numerator),
        missed=int(outcome.numerator),
        came=int((outcome.denominator or 0) - outcome.numerator),
    )


def model_of(world: World, written: Town, days: Days, by: frozenset[Dimension], now: int) -> Grouped:
    """Every group from the model's days; kinds are counted apart where they are groups of their own."""
    grouping, total = Grouping(by), Sums()
    groups: defaultdict[GroupKey, Sums] = defaultdict(Sums)
    for house in written.houses:
        for day in days:

            def of(kinds: frozenset[SpaceKind], house_id: int = house.id, day: date = day) -> Sums:
                moment = written.moment(now)
                return counted(world, Asked(frozenset({house_id}), kinds, day, day, moment))

            whole = of(ALL)
            total.add(whole)
            if D.KIND not in by:
                groups[grouping.key(house.slug, None, day)].add(whole)
                continue
            for kind in KINDS:
                groups[grouping.key(house.slug, kind, day)].add(of(frozenset({kind})))
    return Grouped({key: sums for key, sums in sorted(groups.items()) if not sums.is_empty}, total)


def differences(program: Grouped, model: Grouped) -> list[str]:
    """Every number on which both disagree."""
    ours, theirs = dict(model.groups), dict(program.groups)
    wrong = [f"{key} is only in one" for key in set(ours) ^ set(theirs)]
    for key in set(ours) & set(theirs):
        for name in NAMES:
            counted, said = getattr(ours[key], name), getattr(theirs[key], name)
            if counted != said:
                wrong.append(f"{key} {name}: {counted}, the program says {said}")
    if model.total != program.total:
        wrong.append(f"together {model.total}, the program says {program.total}")
    return sorted(wrong)


@settings(max_examples=5, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32))
def test_the_groups_of_a_full_town_equal_the_count(session: Session, seed: int) -> None:
    chosen = Random(seed)
    by, first, now = chosen.choice(GROUPINGS), chosen.randint(-2, 20), chosen.randint(5, 40) * MINUTES + 700
    try:
        written = write(session, town_of(seed), now=now)
        days = Days(written.day(first), written.day(first + 5))
        found = grouped(session, written.houses, ALL, days, by, now=written.moment(now))
        assert differences(found, model_of(read(session), written, days, by, now)) == []
    finally:
        session.rollback()


@settings(max_examples=5, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32))
def test_hours_by_daypart_equal_the_minutes_of_the_model(session: Session, seed: int) -> None:
    chosen = Random(seed)
    first, now = chosen.randint(-2, 20), chosen.randint(5, 40) * MINUTES + 700
    try:
        written = write(session, town_of(seed), now=now)
        days, moment = Days(written.day(first), written.day(first + 5)), written.moment(now)
        found = grouped(session, written.houses, ALL, days, {D.LOCATION, D.DAYPART}, now=moment)
        world, slugs = read(session), {house.id: house.slug for house in written.houses}
        asked = Asked(frozenset(slugs), ALL, days.first, days.last, moment)
        minutes: dict[tuple[str, str, str], int] = defaultdict(int)
        for house in town(world, asked):
            some = {
                "used": [minute for unit in house.units for minute in unit.used],
                "booked": [minute for unit in house.units for minute in unit.booked],
                "bookable": [minute for unit in house.units for minute in unit.bookable],
                "activated": list(active_minutes(house)),
            }
            for name, every in some.items():
                for minute in every:
                    part = part_word(Daypart.at(clock(minute, house.house.timezone)[1] // 60))
                    minutes[house.house.slug, part, name] += 60
        ours = {
            (key.location, key.daypart, name): getattr(sums, name)
            for key, sums in found.groups.items()
            for name in ("used", "booked", "bookable", "activated")
            if getattr(sums, name)
        }
        assert ours == dict(minutes)
    finally:
        session.rollback()


@settings(max_examples=5, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32))
def test_the_total_is_what_the_figures_of_all_say(session: Session, seed: int) -> None:
    chosen = Random(seed)
    now = chosen.randint(5, 40) * MINUTES
    try:
        written = write(session, town_of(seed), now=now)
        days, moment = Days(written.day(-3), written.day(30)), written.moment(now)
        total = row_of(grouped(session, written.houses, ALL, days, {D.THEME}, now=moment).total)
        choice = FigureChoice(houses=tuple(written.houses), period=days, kinds=ALL)
        figures = figures_of(session, choice, now=moment)
        for name, indicator in {
            "bookable_hours": Indicator.BOOKABLE,
            "booked_hours": Indicator.BOOKED,
            "used_hours": Indicator.USED,
            "booking_rate": Indicator.BOOKING_RATE,
            "frequency_rate": Indicator.FREQUENCY_RATE,
            "occupancy_rate": Indicator.PLACE_OCCUPANCY,
            "activated_hours": Indicator.ACTIVATED,
            "activation_rate": Indicator.ACTIVATION_RATE,
            "evening_hours": Indicator.EVENINGS,
            "weekend_hours": Indicator.WEEKENDS,
            "visits": Indicator.VISITS,
            "no_show_rate": Indicator.NO_SHOWS,
        }.items():
            value = figures.of(indicator).value
            assert getattr(total, name) == (None if value is None else float(value)), name
    finally:
        session.rollback()


def test_the_worked_example_by_theme_and_daypart(session: Session, example: Example) -> None:
    houses, kinds = [example.house], frozenset(SpaceKind)
    found = grouped(session, houses, kinds, Days(MONDAY, MONDAY), {D.DAYPART}, now=DECEMBER)
    rows = {key.daypart: row_of(sums) for key, sums in found.groups.items()}
    assert {part: row.used_hours for part, row in rows.items()} == {
        "06-10": 1.0,
        "10-14": 3.0,
        "14-18": 1.0,
        "18-24": 3.0,
    }
    assert sum(row.visits for row in rows.values()) == 41
    assert rows["14-18"].visits == 40
    assert sum(row.setup_hours for row in rows.values()) == 2.0
    themed = grouped(session, houses, kinds, Days(MONDAY, MONDAY), {D.THEME}, now=DECEMBER)
    for sums in themed.groups.values():
        row = row_of(sums, is_on_offer=False)
        assert row.bookable_hours is None
        assert [row.booking_rate, row.frequency_rate, row.activation_rate] == [None, None, None]
    assert sum(row_of(one).used_hours for one in themed.groups.values()) == 8.0
    assert sum(row_of(one).setup_hours for one in themed.groups.values()) == 2.0
    total = row_of(found.total)
    assert (total.bookable_hours, total.booked_hours, total.used_hours) == (27.0, 14.0, 8.0)
    assert (total.activated_hours, total.evening_hours, total.setup_hours) == (8.0, 3.0, 2.0)
    assert Fraction(str(round(total.no_show_rate or 0, 4))) == Fraction("0.3333")


@pytest.mark.parametrize("by", [{D.DAYPART}, {D.THEME, D.KIND}, {D.DAYPART, D.THEME, D.WEEKDAY}, {D.WEEK}])
def test_statements_do_not_grow_with_houses_days_and_bookings(
    session: Session, example: Example, put: Put, by: set[Dimension]
) -> None:
    def asked(days: int) -> int:
        session.expire_all()
        with statements_of(session) as found:
            period = Days(MONDAY, MONDAY + timedelta(days=days))
            grouped(session, [example.house], frozenset(SpaceKind), period, by, now=DECEMBER)
        return len(found)

    few = asked(0)
    for hour in range(8, 16):
        span = on_day(MONDAY + timedelta(days=hour - 7), hour, hour + 1, house=example.house)
        put(example.d1, span, BookingState.USED, example.booker)
    assert asked(8) <= few
