"""For a pop-up the recorded shop hours are use, never the tenancy (K03)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.occupancy.months import Month
from labspace.occupancy.queries import house_records
from labspace.popups.tenancies.actions.shop_days import record_days
from labspace.popups.tenancies.actions.tenancies import begin_tenancy
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, length, local_moment
from tests.factories import Cast, on_day
from tests.occupancy.conftest import Put
from tests.support.statements import counted

NOVEMBER = Month(2026, 11)
FIRST = date(2026, 11, 2)


@pytest.fixture
def slot_time(session: Session, cast: Cast):
    """Booked and used hours of the slot in November."""

    def count() -> tuple[float, float, float]:
        later = datetime(2027, 1, 1, tzinfo=cast.house.zone)
        (record,) = house_records(session, [cast.house], NOVEMBER, now=later)
        found = next(unit.during(record.period) for unit in record.units if unit.kind is SpaceKind.POPUP_SLOT)
        assert found is not None
        hour = timedelta(hours=1)
        return length(found.bookable) / hour, length(found.booked) / hour, length(found.used) / hour

    return count


def test_recorded_days_are_used_and_open_the_slot_outside_its_hours(
    session: Session, cast: Cast, put: Put, slot_time
) -> None:
    house = cast.house
    span = TimeSpan.of_days(FIRST, FIRST + timedelta(days=13), zone=house.zone)
    booking = put(cast.popup, span, BookingState.CONFIRMED, cast.alice)
    now = local_moment(date(2026, 11, 20), time(9), zone=house.zone)
    tenancy = begin_tenancy(session, booking, offer=None, application_id=None, now=now)
    session.commit()
    assert slot_time() == (300, 140, 0)
    days = {FIRST: on_day(FIRST, 10, 15, house=house), FIRST + timedelta(days=1): None}
    record_days(session, tenancy.id, days, by=cast.nora, now=now)
    session.commit()
    assert (booking.state, slot_time()) == (BookingState.USED, (300, 140, 5))
    late = FIRST + timedelta(days=4)
    record_days(session, tenancy.id, {late: on_day(late, 16, 20, house=house)}, by=cast.nora, now=now)
    session.commit()
    # Two of the four hours lie after closing: they open the slot for exactly that long (R3).
    assert slot_time() == (302, 142, 9)
    record_days(session, tenancy.id, {FIRST: None, late: None}, by=cast.nora, now=now)
    session.commit()
    assert slot_time() == (300, 140, 0)


def test_the_house_is_read_in_as_many_statements_with_many_days(
    session: Session, cast: Cast, put: Put
) -> None:
    house = cast.house
    span = TimeSpan.of_days(FIRST, FIRST + timedelta(days=20), zone=house.zone)
    booking = put(cast.popup, span, BookingState.CONFIRMED, cast.alice)
    now = local_moment(date(2026, 11, 25), time(9), zone=house.zone)
    tenancy = begin_tenancy(session, booking, offer=None, application_id=None, now=now)
    session.commit()
    counts = []
    for number in (1, 15):
        days = {
            day: on_day(day, 10, 15, house=house)
            for day in (FIRST + timedelta(days=offset) for offset in range(number))
        }
        record_days(session, tenancy.id, days, by=cast.nora, now=now)
        session.commit()
        with counted(session) as statements:
            house_records(session, [house], NOVEMBER, now=now)
        session.expire_all()
        counts.append(len(statements))
    assert counts[0] == counts[1]
