"""The worked example through the database, with the figures no page shows yet."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.formats import decimal_of
from labspace.occupancy import rates
from labspace.occupancy.booking_queries import booking_outcomes, setup_spans, used_bookings
from labspace.occupancy.months import Month, past_of, rest_of
from labspace.occupancy.overview import month_figures
from labspace.occupancy.queries import first_month, house_records
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, length
from tests.factories import LONG_AGO, on_day
from tests.occupancy.conftest import MONDAY, Example, Put

NOVEMBER = Month(2026, 11)


@pytest.fixture
def period(example: Example) -> TimeSpan:
    return NOVEMBER.span(zone=example.house.zone)


def percent(rate: Fraction | None) -> str:
    assert rate is not None
    return f"{decimal_of(rate * 100)}"


def test_the_example_from_the_database(session: Session, example: Example, period: TimeSpan) -> None:
    later = period.ends_at + timedelta(days=1)
    (record,) = house_records(session, [example.house], NOVEMBER, now=later)
    figures = month_figures([record], NOVEMBER, now=later, run=())
    assert figures.actual is not None
    assert figures.preview is None
    group = figures.actual.together
    assert [group.total.bookable, group.total.booked, group.total.used, group.total.activated] == [
        timedelta(hours=hours) for hours in (27, 14, 8, 8)
    ]
    assert percent(group.total.booking_rate) == "51.9"
    assert percent(group.total.frequency_rate) == "29.6"
    assert percent(group.activation_rate) == "66.7"  # K11
    active = rates.activated(record.during(period))
    evening = rates.within_daypart(active, rates.EVENING, zone=example.house.zone)
    assert length(evening) == timedelta(hours=3)  # K12


def test_people_and_outcomes_of_the_example(session: Session, example: Example, period: TimeSpan) -> None:
    used = used_bookings(session, example.house, period)
    events = [booking.attended for booking in used if booking.kind is SpaceKind.EVENT_AREA]
    assert percent(rates.place_occupancy(events).rate) == "50.0"  # K06
    assert rates.visit_time(booking.visits for booking in used) == timedelta(hours=164)  # K15
    found = booking_outcomes(session, example.house, period, now=period.ends_at)
    assert percent(found.no_show_rate) == "33.3"  # K22
    setup = setup_spans(session, [example.house], period)
    assert rates.setup_time(setup.values(), window=period) == timedelta(hours=2)


def test_outcomes_of_variant_a(session: Session, example: Example, put: Put, period: TimeSpan) -> None:
    put(example.d2, on_day(MONDAY, 13, 16, house=example.house), BookingState.USED, example.booker)
    found = booking_outcomes(session, example.house, period, now=period.ends_at)
    assert percent(found.no_show_rate) == "25.0"
    assert (found.used, found.no_show, found.unresolved) == (3, 1, 0)


def test_outcomes_leave_out_internal_use_and_tell_the_undecided_apart(
    session: Session, example: Example, put: Put, period: TimeSpan
) -> None:
    session.execute(update(Booking).where(Booking.reference == "BO-MISSED").values(is_internal=True))
    span = on_day(date(2026, 11, 24), 9, 12, house=example.house)
    put(example.d1, span, BookingState.CONFIRMED, example.booker)
    put(example.d2, span, BookingState.CANCELLED_LATE, example.booker)
    put(example.area, span, BookingState.CANCELLED_HOUSE, example.booker)
    found = booking_outcomes(session, example.house, period, now=period.ends_at)
    assert (found.no_show_rate, found.late_cancellation_rate) == (Fraction(0), Fraction(1, 3))
    assert (found.unresolved, found.cancelled_by_house) == (1, 1)
    early = booking_outcomes(session, example.house, period, now=span.ends_at - timedelta(minutes=1))
    assert (early.unresolved, early.under_way) == (0, 1)


def test_nothing_that_began_is_no_rate() -> None:
    assert rates.outcomes([]).no_show_rate is None
    assert rates.outcomes([(BookingState.REJECTED, True)]).late_cancellation_rate is None


def test_areas_booked_together_count_their_people_once(
    session: Session, cast, put: Put, period_of_cast: TimeSpan
) -> None:
    span = on_day(MONDAY, 9, 12, house=cast.house)
    put((cast.half_a, cast.half_b), span, BookingState.USED, cast.alice, people=50)
    (booking,) = used_bookings(session, cast.house, period_of_cast)
    assert (booking.people, booking.capacity) == (50, 100)
    assert percent(rates.place_occupancy([booking.attended]).rate) == "50.0"


@pytest.fixture
def period_of_cast(cast) -> TimeSpan:
    return NOVEMBER.span(zone=cast.house.zone)


def test_buffers_of_the_rules_are_set_up_time_and_count_once(
    session: Session, cast, put: Put, period_of_cast: TimeSpan
) -> None:
    session.add(
        BookingRule(
            location_id=cast.house.id,
            kind=SpaceKind.DESK,
            valid_from=LONG_AGO,
            buffer_before_minutes=30,
            buffer_after_minutes=30,
        )
    )
    for first in (9, 11):  # half an hour before 9, one full hour shared by both, half an hour after 12
        put(cast.desk, on_day(MONDAY, first, first + 1, house=cast.house), BookingState.USED, cast.alice)
    setup = setup_spans(session, [cast.house], period_of_cast)
    assert rates.setup_time(setup.values(), window=period_of_cast) == timedelta(hours=2)


def test_a_unit_counts_from_its_first_to_its_last_day(session: Session, cast) -> None:
    cast.desk.valid_from, cast.desk.valid_until = date(2026, 11, 10), date(2026, 11, 12)
    cast.second_desk.valid_until = date(2026, 10, 31)
    session.commit()
    now = NOVEMBER.span(zone=cast.house.zone).ends_at
    (record,) = house_records(session, [cast.house], NOVEMBER, now=now)
    desks = [unit for unit in record.during(record.period) if unit.kind is SpaceKind.DESK]
    assert [length(unit.bookable) for unit in desks] == [timedelta(hours=30)]


def test_a_booking_across_the_border_of_months_is_cut(session: Session, cast, put: Put) -> None:
    night = TimeSpan(
        on_day(date(2026, 11, 30), 22, 23, house=cast.house).starts_at,
        on_day(date(2026, 12, 1), 1, 3, house=cast.house).ends_at,
    )
    put(cast.half_a, night, BookingState.USED, cast.alice)
    used = []
    for month in (NOVEMBER, NOVEMBER.following):
        end = month.span(zone=cast.house.zone).ends_at
        (record,) = house_records(session, [cast.house], month, now=end)
        used.append(rates.house_figures(record.during(record.period)).used)
    assert used == [timedelta(hours=2), timedelta(hours=3)]


def test_the_first_month_is_that_of_the_first_booking(session: Session, cast, put: Put) -> None:
    assert first_month(session, [cast.house]) is None
    put(cast.desk, on_day(date(2026, 9, 7), 9, 10, house=cast.house), BookingState.EXPIRED, cast.alice)
    assert first_month(session, [cast.house, cast.other_house]) == Month(2026, 9)
    assert house_records(session, [], NOVEMBER, now=NOVEMBER.span(zone=cast.house.zone).ends_at) == []


def test_months_are_read_counted_and_split_at_the_present(example: Example, period: TimeSpan) -> None:
    assert Month.read("2026-11") == NOVEMBER
    assert [str(NOVEMBER.moved(number)) for number in (-11, 1, 2)] == ["2025-12", "2026-12", "2027-01"]
    for text in ("2026-13", "2026-1", "0000-01", "november", ""):
        with pytest.raises(ValueError, match="no month"):
            Month.read(text)
    noon = on_day(MONDAY, 12, 13, house=example.house).starts_at
    assert past_of(period, now=noon) == TimeSpan(period.starts_at, noon)
    assert rest_of(period, now=noon) == TimeSpan(noon, period.ends_at)
    assert past_of(period, now=period.starts_at) is None
    assert rest_of(period, now=period.ends_at) is None


def test_what_follows_a_booking_left_early_follows_earlier(
    session: Session, cast, put: Put, period_of_cast: TimeSpan
) -> None:
    """As its claims do: half an hour after ten o'clock, not after twelve."""
    rule = BookingRule(location_id=cast.house.id, kind=SpaceKind.DESK, valid_from=LONG_AGO)
    rule.buffer_after_minutes = 30
    session.add(rule)
    booking = put(cast.desk, on_day(MONDAY, 9, 12, house=cast.house), BookingState.USED, cast.alice)
    booking.used_until = on_day(MONDAY, 9, 10, house=cast.house).ends_at
    session.commit()
    setup = setup_spans(session, [cast.house], period_of_cast)
    assert setup[cast.desk.id] == [on_day(MONDAY, 10, time(10, 30), house=cast.house)]
