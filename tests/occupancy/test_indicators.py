"""Indicators beyond hours: each against worked numbers, and against a count written in the plainest way."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.formats import decimal_of
from labspace.occupancy.days import Days
from labspace.occupancy.density import persons_per_desk, utilisation
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.indicator_words import DEFINITIONS, FORMULAS, LABELS
from labspace.occupancy.kinds import Adding, Indicator
from labspace.occupancy.lead_times import Overhang, lead_times
from labspace.occupancy.liveliness import Liveliness, liveliness
from labspace.occupancy.mixes import shares
from labspace.occupancy.occasions import GradedVisits, HeldEvent, events
from labspace.occupancy.organisations import Use, organisations
from labspace.occupancy.peaks import QUARTER, peak
from labspace.occupancy.rates import Attended
from labspace.occupancy.spans import UnitTime
from labspace.occupancy.values import NotAdditive, Value, together
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, intersection, union
from labspace.visits.kinds import DataGrade

HOUR = timedelta(hours=1)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def clock(opens: float, closes: float) -> TimeSpan:
    """Hours of that Monday by the clock of Herne; 12.25 is 12:15."""
    return TimeSpan(NINE + (opens - 9) * HOUR, NINE + (closes - 9) * HOUR)


def unit(bookable: list[TimeSpan], used: list[TimeSpan]) -> UnitTime:
    open_time = union(bookable)
    return UnitTime(
        kind=SpaceKind.DESK,
        bookable=open_time,
        special=[],
        booked=[],
        used=intersection(used, open_time),
        booked_internally=[],
        used_internally=[],
    )


# --- K08 -------------------------------------------------------------------------------------------

DAY = clock(9, 18)


def test_the_peak_is_when_most_open_units_were_used() -> None:
    desks = [
        unit([DAY], [clock(9, 12)]),
        unit([DAY], [clock(11, 14)]),
        unit([DAY], [clock(11.25, 11.5)]),
        unit([DAY], []),
    ]
    found = peak(desks, window=DAY)
    assert (found.rate, found.at) == (Fraction(3, 4), clock(11.25, 12).starts_at)
    assert (found.quarters, found.high) == (36, 0)


def test_one_open_unit_is_no_peak() -> None:
    found = peak([unit([DAY], [DAY])], window=DAY)
    assert (found.rate, found.at, found.quarters, found.high_share) == (None, None, 0, None)


def test_who_left_before_the_other_came_was_not_there_with_them() -> None:
    desks = [unit([DAY], [clock(9, 10 + 5 / 60)]), unit([DAY], [clock(10 + 10 / 60, 12)])]
    assert peak(desks, window=DAY).rate == Fraction(1, 2)


pieces = st.builds(
    lambda first, long: TimeSpan(NINE + first * timedelta(minutes=5), NINE + (first + long) * timedelta(minutes=5)),
    st.integers(-20, 120),
    st.integers(1, 60),
)  # fmt: skip
piles = st.lists(pieces, max_size=3)


@given(st.lists(st.builds(unit, piles, piles), max_size=4))
def test_the_peak_equals_a_walk_every_quarter_of_an_hour(units: list[UnitTime]) -> None:
    rates = []
    for number in range(DAY.duration // QUARTER):
        moment = DAY.starts_at + number * QUARTER
        opened = [one for one in units if any(span.includes(moment) for span in one.bookable)]
        used = [one for one in units if any(span.includes(moment) for span in one.used)]
        if len(opened) >= 2:
            rates.append((Fraction(len(used), len(opened)), moment))
    found = peak(units, window=DAY)
    best = max((rate for rate, _moment in rates), default=None)
    assert found.rate == best
    assert found.at == next((moment for rate, moment in rates if rate == best), None)
    assert (found.quarters, found.high) == (len(rates), sum(rate >= Fraction(8, 10) for rate, _at in rates))


# --- K07, K09 --------------------------------------------------------------------------------------


def test_utilisation_multiplies_only_what_is_known() -> None:
    """12 of 27 hours by uses with known people, half full: 22,2 %; resting on 12 of 16 used hours."""
    uses = [
        Attended(length=4 * HOUR, capacity=80, people=60),
        Attended(length=8 * HOUR, capacity=20, people=0),
        Attended(length=4 * HOUR, capacity=20, people=None),
    ]
    found = utilisation(uses, bookable=27 * HOUR)
    assert found.rate == Fraction(12, 27) * Fraction(240, 480)
    assert f"{decimal_of(found.rate * 100)}" == "22.2"
    assert found.coverage == Fraction(3, 4)
    halves = utilisation(uses[:1], bookable=9 * HOUR).beside(utilisation(uses[1:], bookable=18 * HOUR))
    assert halves == found


def test_utilisation_of_nothing_is_not_stated() -> None:
    assert utilisation([], bookable=9 * HOUR).rate is None
    assert utilisation([], bookable=timedelta()).coverage is None


def test_six_people_share_two_desks() -> None:
    """Two desks open as long as their house are two; one of them closed half the month is one and a half."""
    assert persons_per_desk(6, desks=360 * HOUR, opened=180 * HOUR) == 3
    assert persons_per_desk(6, desks=270 * HOUR, opened=180 * HOUR) == 4
    assert persons_per_desk(6, desks=timedelta(), opened=180 * HOUR) is None
    assert persons_per_desk(0, desks=timedelta(), opened=timedelta()) is None


# --- K12, K13 --------------------------------------------------------------------------------------

WEEK = Days(MONDAY, date(2026, 11, 29))


def test_evenings_weekends_and_holidays_of_a_week() -> None:
    activated = {
        (MONDAY, Daypart.EVENING): 3 * HOUR,
        (MONDAY, Daypart.MORNING): 1 * HOUR,
        (date(2026, 11, 25), Daypart.EVENING): 2 * HOUR,
        (date(2026, 11, 27), Daypart.MIDDAY): 4 * HOUR,
        (date(2026, 11, 28), Daypart.EVENING): 2 * HOUR,
        (date(2026, 11, 29), Daypart.MIDDAY): 3 * HOUR,
        (date(2026, 11, 30), Daypart.EVENING): 5 * HOUR,  # the next week
    }
    found = liveliness(activated, WEEK, holidays={date(2026, 11, 27), date(2026, 11, 29)})
    assert (found.evening, found.evenings, found.evening_share) == (7 * HOUR, 3, Fraction(3, 7))
    assert found.evenings_per_week == 3
    assert (found.weekend, found.holidays) == (5 * HOUR, 4 * HOUR)
    twice = found.beside(found)
    assert (twice.evening, twice.evening_share) == (14 * HOUR, Fraction(3, 7))
    assert Liveliness().evening_share is None
    assert Liveliness().evenings_per_week is None


# --- K14, K21 --------------------------------------------------------------------------------------

A, B, C, D = DataGrade


def test_visits_say_how_unsure_they_are() -> None:
    visits = GradedVisits.of([(A, 60), (C, 10), (B, 20), (C, 5), (D, 5)])
    assert (visits.total, visits.unsure_share) == (100, Fraction(1, 5))
    more = visits + GradedVisits.of([(A, 100)])
    assert (more.total, more.unsure_share) == (200, Fraction(1, 10))
    assert GradedVisits().unsure_share is None


def test_events_are_counted_by_date_and_their_days_apart() -> None:
    fair = HeldEvent(is_public=True, days=3, people=300)
    evening = HeldEvent(is_public=True, days=1, people=40)
    closed = HeldEvent(is_public=False, days=1, people=None)
    found = events([fair, evening, closed])
    assert (found.held, found.public, found.closed, found.days) == (3, 2, 1, 5)
    assert found.mean_attendance == 170
    assert events([closed]).mean_attendance is None


# --- K16, K17 --------------------------------------------------------------------------------------

NOVEMBER = Days(date(2026, 11, 1), date(2026, 11, 30))
LIVE = date(2025, 6, 1)


def use(day: date, organisation: int | None, person: int = 1) -> Use:
    return Use(day=day, organisation=organisation, person=person)


def test_new_organisations_and_those_who_came_back() -> None:
    uses = [
        use(date(2026, 3, 2), 1), use(date(2026, 11, 3), 1),  # known before
        use(date(2026, 11, 4), 2), use(date(2026, 11, 4), 2, person=2),  # new, twice on one day
        use(date(2026, 11, 5), 3), use(date(2027, 2, 3), 3),  # new, back on the 90th day
        use(date(2026, 11, 6), 4), use(date(2027, 2, 5), 4),  # new, back a day too late
        use(date(2026, 10, 31), 5),  # not active in November
        use(date(2026, 11, 7), None, person=7), use(date(2026, 11, 8), None, person=7),
    ]  # fmt: skip
    found = organisations(uses, NOVEMBER, live_since=LIVE, today=date(2027, 6, 1))
    assert (found.active, found.private_persons, found.new) == (4, 1, 3)
    assert (found.new_rate, found.cohort, found.return_rate) == (Fraction(3, 4), 3, Fraction(1, 3))
    assert not found.is_censored


def test_whose_ninety_days_are_not_over_is_in_no_cohort() -> None:
    uses = [use(date(2026, 11, 4), 2), use(date(2026, 11, 20), 3), use(date(2026, 12, 1), 3)]
    found = organisations(uses, NOVEMBER, live_since=date(2026, 1, 1), today=date(2027, 2, 3))
    assert (found.new, found.cohort, found.returned) == (2, 1, 0)
    assert found.is_censored
    nobody = organisations([], NOVEMBER, live_since=LIVE, today=date(2027, 2, 3))
    assert (nobody.new_rate, nobody.return_rate) == (None, None)


# --- K23 -------------------------------------------------------------------------------------------


def test_lead_times_have_a_median_and_a_ninth_tenth() -> None:
    days = [0, 1, 2, 3, 4, 5, 6, 7, 30, 90]
    found = lead_times([timedelta(days=number) for number in days])
    assert (found.number, found.median, found.p90) == (10, Fraction(9, 2), Fraction(30))
    assert lead_times([timedelta(days=-1)]).median == 0
    assert lead_times([]).p90 is None
    assert Overhang(rejected=3, never_served=1, requests=16).rate == Fraction(1, 4)
    assert Overhang(rejected=0, never_served=0, requests=0).rate is None


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_the_median_is_the_median_and_nine_in_ten_are_no_longer(hours: list[int]) -> None:
    found = lead_times([number * HOUR for number in hours])
    assert found.median == Fraction(median(map(Fraction, hours))) / 24
    assert found.p90 is not None
    shorter = [number for number in hours if Fraction(number, 24) < found.p90]
    not_longer = [number for number in hours if Fraction(number, 24) <= found.p90]
    assert 10 * len(not_longer) >= 9 * len(hours) > 10 * len(shorter)


# --- K24 -------------------------------------------------------------------------------------------


def test_three_thirds_are_a_hundred_percent() -> None:
    found = shares({"Handel": 1 * HOUR, "Industrie": 1 * HOUR, "ohne": 1 * HOUR})
    assert found is not None
    assert [f"{decimal_of(share * 100)}" for share in found.values()] == ["33.4", "33.3", "33.3"]
    assert shares({"Handel": timedelta()}) is None


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 5_000), max_size=12))
def test_shares_add_up_and_are_hardly_off(minutes: dict[int, int]) -> None:
    found = shares({key: number * timedelta(minutes=1) for key, number in minutes.items()})
    total = sum(minutes.values())
    if not total:
        assert found is None
        return
    assert found is not None
    assert sum(found.values()) == 1
    for key, number in minutes.items():
        assert abs(found[key] - Fraction(number, total)) < Fraction(1, 1000)
        assert number or not found[key]


# --- values ----------------------------------------------------------------------------------------


def test_rates_of_houses_are_divided_sums_never_averages() -> None:
    """Half of a big house and all of a small one are 52 %, not 75 %."""
    big = Value(indicator=Indicator.BOOKING_RATE, numerator=Fraction(48), denominator=Fraction(96))
    small = Value(indicator=Indicator.BOOKING_RATE, numerator=Fraction(4), denominator=Fraction(4))
    assert together([big, small]).value == Fraction(52, 100)
    closed = Value(indicator=Indicator.BOOKING_RATE, numerator=Fraction(0), denominator=Fraction(0))
    assert closed.value is None
    assert together([small, closed]).value == 1


def test_coverage_and_grades_are_weighted_as_what_they_are_of() -> None:
    parts = [
        Value(
            indicator=Indicator.VISITS, numerator=Fraction(90), known=Fraction(1), of=Fraction(2), unsure=Fraction(9)
        ),
        Value(
            indicator=Indicator.VISITS, numerator=Fraction(10), known=Fraction(2), of=Fraction(2), unsure=Fraction(9)
        ),
    ]  # fmt: skip
    found = together(parts)
    assert (found.value, found.coverage, found.unsure_share) == (
        Fraction(100),
        Fraction(3, 4),
        Fraction(18, 100),
    )


@pytest.mark.parametrize("indicator", [one for one in Indicator if one.adding is Adding.ANEW])
def test_what_is_distinct_or_ordered_is_never_put_together(indicator: Indicator) -> None:
    part = Value(indicator=indicator, numerator=Fraction(1), denominator=Fraction(2))
    assert together([part]) == part
    with pytest.raises(NotAdditive, match=indicator.value):
        together([part, part])


def test_different_things_are_not_put_together() -> None:
    booked = Value(indicator=Indicator.BOOKED, numerator=Fraction(1))
    used = Value(indicator=Indicator.USED, numerator=Fraction(1))
    with pytest.raises(ValueError, match="different"):
        together([booked, used])


def test_every_indicator_says_what_it_is() -> None:
    numbers = [f"K{number:02d}" for number in range(1, 26)]
    assert [one.value for one in Indicator] == numbers
    assert sorted(LABELS) == sorted(DEFINITIONS) == sorted(FORMULAS) == numbers
    assert Counter(one.adding for one in Indicator)[Adding.ANEW] == 8
    without_internal = {one.value for one in Indicator if not one.counts_internal_use}
    assert without_internal == {f"K{number}" for number in range(16, 26)}
    assert {one.value for one in Indicator if one.is_hidden_when_few} == {"K09", "K16", "K17", "K20"}
