"""Whatever is done about a day that is over reaches its facts: bookings, maintenance, shop hours, late entries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions.block import block_space, lift_blocking
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.states import BookingState
from labspace.occupancy.days import Days
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.models import FactMark
from labspace.occupancy.facts.reading import figures_of_month
from labspace.occupancy.facts.verifying import verify_facts
from labspace.occupancy.months import Month
from labspace.occupancy.overview import month_figures
from labspace.occupancy.queries import house_records
from labspace.popups.tenancies.actions.shop_days import record_days
from labspace.popups.tenancies.actions.tenancies import begin_tenancy
from labspace.times import TimeSpan, local_moment
from tests.factories import Cast, on_day
from tests.occupancy.conftest import DECEMBER, Put

NOVEMBER = Month(2026, 11)
DAYS = Days(NOVEMBER.first, NOVEMBER.last)
TENTH = date(2026, 11, 10)


def used_hours(session: Session, cast: Cast) -> tuple[float, float]:
    """K01 and K03 as they are read, which a count from bookings confirms and kept facts repeat."""
    found = figures_of_month(session, [cast.house], NOVEMBER, now=DECEMBER)
    records = house_records(session, [cast.house], NOVEMBER, now=DECEMBER)
    assert found == month_figures(records, NOVEMBER, now=DECEMBER)
    keep_all(session, now=DECEMBER)
    assert figures_of_month(session, [cast.house], NOVEMBER, now=DECEMBER) == found
    checked = verify_facts(session, [cast.house], [DAYS], now=DECEMBER)
    assert (checked.differences, checked.passed_over) == ([], 0)
    assert session.scalar(select(func.count(FactMark.id))) == 0
    assert found.actual is not None
    total, hour = found.actual.together.total, timedelta(hours=1)
    return total.bookable / hour, total.used / hour


@pytest.fixture
def kept(session: Session, cast: Cast, put: Put) -> float:
    """Bookable hours of a November with one used desk, all of it kept."""
    put(cast.desk, on_day(TENTH, 9, 12, house=cast.house), BookingState.USED, cast.alice)
    bookable, used = used_hours(session, cast)
    assert used == 3
    return bookable


def test_maintenance_entered_afterwards_is_a_closure(session: Session, cast: Cast, kept: float) -> None:
    span = on_day(date(2026, 11, 12), 9, 12, house=cast.house)
    blocking = block_space(
        session, cast.desk.id, span=span, reason=BlockingReason.MAINTENANCE, by=cast.nora, now=DECEMBER
    )
    session.commit()
    assert session.scalar(select(func.count(FactMark.id))) == 1
    assert used_hours(session, cast) == (kept - 3, 3)
    lift_blocking(session, blocking.id, by=cast.nora, now=DECEMBER)
    session.commit()
    assert used_hours(session, cast) == (kept - 3, 3)  # what has passed stays on record


def test_any_other_blocking_changes_no_figure(session: Session, cast: Cast, kept: float) -> None:
    span = on_day(date(2026, 11, 12), 9, 12, house=cast.house)
    block_space(session, cast.desk.id, span=span, reason=BlockingReason.RESERVED, by=cast.nora, now=DECEMBER)
    session.commit()
    assert session.scalar(select(func.count(FactMark.id))) == 0
    assert used_hours(session, cast) == (kept, 3)


def test_shop_hours_told_late_are_used_hours(session: Session, cast: Cast, put: Put, kept: float) -> None:
    span = TimeSpan.of_days(TENTH, TENTH + timedelta(days=13), zone=cast.house.zone)
    booking = put(cast.popup, span, BookingState.CONFIRMED, cast.alice)
    late: datetime = local_moment(date(2026, 12, 1), time(9), zone=cast.house.zone)
    tenancy = begin_tenancy(session, booking, offer=None, application_id=None, now=late)
    session.commit()
    record_days(session, tenancy.id, {TENTH: on_day(TENTH, 10, 15, house=cast.house)}, by=cast.nora, now=late)
    session.commit()
    assert used_hours(session, cast)[1] == 8
    record_days(session, tenancy.id, {TENTH: None}, by=cast.nora, now=late)
    session.commit()
    assert used_hours(session, cast)[1] == 3
