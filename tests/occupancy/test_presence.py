"""Check-out, overrun and released time in the figures, to the minute (R5, R7)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    check_in,
    check_out,
    settle_all_no_shows,
)
from labspace.occupancy.booking_queries import booking_outcomes, used_bookings
from labspace.occupancy.months import Month
from labspace.occupancy.overview import month_figures
from labspace.occupancy.queries import house_records
from labspace.times import TimeSpan
from tests.bookings.awaited import await_check_in
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)
NOVEMBER = Month(2026, 11)
MINUTE = timedelta(minutes=1)


def hours(session: Session, cast: Cast) -> tuple[timedelta, timedelta]:
    """Booked and used time of the house in November, seen from December."""
    session.expire_all()
    later = NOVEMBER.span(zone=cast.house.zone).ends_at + timedelta(days=1)
    (record,) = house_records(session, [cast.house], NOVEMBER, now=later)
    figures = month_figures([record], NOVEMBER, now=later, run=()).actual
    assert figures is not None
    return figures.together.total.booked, figures.together.total.used


@pytest.mark.parametrize(
    ("left", "used"),
    [((10, 7), 67), ((12, 0), 180), ((12, 25), 205), ((8, 50), 0)],
    ids=["early", "on time", "overrun", "before the start"],
)
def test_used_until_the_check_out_in_whole_minutes(
    session: Session, cast: Cast, now: datetime, left: tuple[int, int], used: int
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    check_in(session, booking.id, by=cast.alice, now=span.starts_at - 20 * MINUTE)
    moment = on_day(TUESDAY, time(*left), 18, house=cast.house).starts_at + timedelta(seconds=40)
    check_out(session, booking.id, by=cast.alice, now=moment)
    session.commit()
    assert hours(session, cast) == (180 * MINUTE, used * MINUTE)
    period = NOVEMBER.span(zone=cast.house.zone)
    lengths = [one.used.duration for one in used_bookings(session, cast.house, period)]
    assert lengths == ([used * MINUTE] if used else [])


def test_an_overrun_after_closing_time_extends_the_opening(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 16, 18, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    check_in(session, booking.id, by=cast.alice, now=span.starts_at)
    check_out(session, booking.id, by=cast.alice, now=span.ends_at + 17 * MINUTE)
    session.commit()
    assert hours(session, cast) == (120 * MINUTE, 137 * MINUTE)


def test_variant_a_of_the_worked_example_lived_through(session: Session, cast: Cast, now: datetime) -> None:
    await_check_in(session, cast.house)
    noon = on_day(TUESDAY, 12, 18, house=cast.house)
    book(session, cast.desk, cast.alice, noon, now=now)
    settle_all_no_shows(session, now=noon.starts_at + 30 * MINUTE)
    session.commit()
    again = TimeSpan(noon.starts_at + 60 * MINUTE, noon.starts_at + 240 * MINUTE)
    second = book(session, cast.desk, cast.bob, again, now=noon.starts_at + 31 * MINUTE)
    check_in(session, second.id, by=cast.bob, now=again.starts_at)
    session.commit()
    assert hours(session, cast) == (360 * MINUTE, 180 * MINUTE)
    period = NOVEMBER.span(zone=cast.house.zone)
    found = booking_outcomes(session, cast.house, period, now=period.ends_at)
    assert (found.used, found.no_show) == (1, 1)


def test_an_early_check_out_booked_again_counts_both_uses_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    first = book(session, cast.desk, cast.alice, span, now=now)
    check_in(session, first.id, by=cast.alice, now=span.starts_at)
    check_out(session, first.id, by=cast.alice, now=span.starts_at + 50 * MINUTE)
    session.commit()
    rest = on_day(TUESDAY, 10, 12, house=cast.house)
    second = book(session, cast.desk, cast.bob, rest, now=span.starts_at + 51 * MINUTE)
    check_in(session, second.id, by=cast.bob, now=rest.starts_at)
    session.commit()
    assert hours(session, cast) == (180 * MINUTE, 170 * MINUTE)
