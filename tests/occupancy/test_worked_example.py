"""The worked example of figures.md and its variants, to the digit, from bare spans."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from labspace.bookings.states import BookingState as S
from labspace.formats import decimal_of
from labspace.occupancy import rates
from labspace.occupancy.rates import Attended, Visits
from labspace.occupancy.spans import Stay, UnitTime, unit_time
from labspace.spaces.kinds import SpaceKind as K
from labspace.times import TimeSpan, hours, length

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
DAY = TimeSpan.of_days(MONDAY, MONDAY, zone=BERLIN)


def clock(opens: float, closes: float, *, day: date = MONDAY) -> TimeSpan:
    """A span of that day; 12.5 is 12:30."""
    first, last = (time(int(hour) % 24, round(hour % 1 * 60)) for hour in (opens, closes))
    return TimeSpan.on_day(day, first, last, zone=BERLIN)


OPEN = [clock(9, 18)]
MORNING = Stay(state=S.USED, booked=clock(9, 13))
CANCELLED = Stay(state=S.CANCELLED_EARLY, booked=clock(14, 18))
MISSED = Stay(state=S.NO_SHOW, booked=clock(12, 18))
EVENT = Stay(state=S.USED, booked=clock(17, 21))


def desk(*stays: Stay) -> UnitTime:
    return unit_time(K.DESK, opening=OPEN, closed=[], stays=stays, period=DAY)


def units(*second_desk: Stay) -> list[UnitTime]:
    """D1, D2 and E of the example, the second desk with other stays."""
    area = unit_time(K.EVENT_AREA, opening=OPEN, closed=[clock(9, 12)], stays=[EVENT], period=DAY)
    return [desk(MORNING, CANCELLED), desk(*second_desk or (MISSED,)), area]


def percent(rate: Fraction | None) -> str:
    assert rate is not None
    return str(decimal_of(rate * 100)).replace(".", ",")


def test_the_example_has_its_hours_and_rates() -> None:
    figures = rates.house_figures(units())
    assert [figures.bookable, figures.booked, figures.used, figures.activated] == [
        timedelta(hours=number) for number in (27, 14, 8, 8)
    ]
    assert (percent(figures.booking_rate), percent(figures.frequency_rate)) == ("51,9", "29,6")
    assert figures.activated_publicly == timedelta(hours=4)


def test_the_example_was_active_for_two_thirds_of_the_opening_hours() -> None:
    example = units()
    opening = rates.house_opening(OPEN, example, window=DAY)
    assert hours(opening) == 12
    assert percent(rates.activation_rate(example, opening)) == "66,7"
    assert rates.activation_days(rates.activated(example), opening, zone=BERLIN).rate == 1


def test_the_example_had_three_evening_hours() -> None:
    evening = rates.within_daypart(rates.activated(units()), rates.EVENING, zone=BERLIN)
    assert length(evening) == timedelta(hours=3)


def test_the_example_was_half_seated_for_164_visit_hours() -> None:
    four = timedelta(hours=4)
    occupancy = rates.place_occupancy([Attended(length=four, capacity=80, people=40)])
    assert percent(occupancy.rate) == "50,0"
    assert occupancy.coverage == 1
    visits = [
        Visits(kind=K.EVENT_AREA, people=40, length=four),
        Visits(kind=K.DESK, people=1, length=four),
    ]
    assert rates.visit_time(visits) == timedelta(hours=164)


def test_one_of_three_did_not_come() -> None:
    found = rates.outcomes([(S.USED, True), (S.CANCELLED_EARLY, True), (S.NO_SHOW, True), (S.USED, True)])
    assert percent(found.no_show_rate) == "33,3"


def test_set_up_and_tear_down_take_two_hours_one_of_them_after_closing() -> None:
    assert rates.setup_time([[clock(16, 17), clock(21, 22)]], window=DAY) == timedelta(hours=2)


def test_variant_a_a_missed_desk_is_booked_again() -> None:
    again = units(MISSED, Stay(state=S.USED, booked=clock(13, 16)))
    figures = rates.house_figures(again)
    assert (figures.booked, figures.used) == (timedelta(hours=14), timedelta(hours=11))
    assert percent(figures.frequency_rate) == "40,7"
    assert figures.activated == timedelta(hours=11)
    found = rates.outcomes([(S.USED, True)] * 3 + [(S.NO_SHOW, True)])
    assert percent(found.no_show_rate) == "25,0"


@pytest.mark.parametrize("how", ["the house cancels", "the house closes the desk", "both"])
def test_variant_b_the_house_takes_the_second_desk_back(how: str) -> None:
    state = S.NO_SHOW if how == "the house closes the desk" else S.CANCELLED_HOUSE
    closed = [] if how == "the house cancels" else [clock(12, 18)]
    stays = [Stay(state=state, booked=clock(12, 18))]
    second = unit_time(K.DESK, opening=OPEN, closed=closed, stays=stays, period=DAY)
    first, _second, area = units()
    figures = rates.house_figures([first, second, area])
    assert (figures.bookable, figures.booked) == (timedelta(hours=21), timedelta(hours=8))
    assert percent(figures.booking_rate) == "38,1"


@pytest.mark.parametrize(
    ("day", "extra"),
    [
        pytest.param(MONDAY, 24, id="an ordinary day"),
        pytest.param(date(2026, 10, 25), 25, id="25.10.2026"),
        pytest.param(date(2026, 3, 29), 23, id="29.03.2026"),
    ],
)
def test_variant_c_a_unit_round_the_clock_adds_the_day(day: date, extra: int) -> None:
    whole = TimeSpan.of_days(day, day, zone=BERLIN)
    popup = unit_time(K.POPUP_SLOT, opening=[whole], closed=[], stays=[], period=whole)
    assert rates.house_figures([popup]).bookable == timedelta(hours=extra)
