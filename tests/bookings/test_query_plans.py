"""The questions of every page go through their indexes; SQLite takes a partial one only word for word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.actions.remind import remind_all
from labspace.bookings.aid.queries import uses_since
from labspace.bookings.queries import claims_between, house_bookings, undecided_bookings
from labspace.bookings.series.actions.end import tell_of_endings
from labspace.bookings.series.queries import skipped_during
from labspace.bookings.states import BookingState
from labspace.bookings.waiting.queries import has_work, unanswered, waiting_wishes
from labspace.occupancy.cancellations import cancelled_by_reason
from labspace.occupancy.months import Month
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.factories import Cast


@pytest.fixture
def engine_name() -> str:
    """PostgreSQL plans by the size of its tables; on empty ones it rightly uses no index."""
    return "sqlite"


def plans(session: Session, ask: Callable[[], object]) -> str:
    with statements() as seen:
        ask()
    cursor = session.connection().connection.cursor()
    found: list[str] = []
    for statement in seen:
        if statement.startswith("SELECT"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", [0] * statement.count("?"))
            found += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(found)


def test_claims_are_found_by_index(session: Session, cast: Cast, now):
    day = TimeSpan(now, now + timedelta(days=1))
    plan = plans(session, lambda: claims_between(session, [cast.desk.id, cast.room.id], day))
    assert "SEARCH claim USING INDEX ix_claim_space_id_starts_at" in plan
    assert "SEARCH later USING INDEX ix_claim_core (space_id=? AND ends_at>?)" in plan
    assert "SCAN" not in plan


def test_undecided_bookings_are_found_by_index(session: Session, cast: Cast):
    plan = plans(session, lambda: undecided_bookings(session, cast.house.id))
    assert "USING INDEX ix_booking_undecided (location_id=?)" in plan


def test_bookings_of_a_day_are_found_by_index(session: Session, cast: Cast, now):
    day = TimeSpan(now, now + timedelta(days=1))
    plan = plans(session, lambda: house_bookings(session, cast.house.id, day, states=list(BookingState)))
    assert "USING INDEX ix_booking_location_id_starts_at_ends_at" in plan
    assert "SCAN booking" not in plan


def test_bookings_below_the_list_price_are_found_by_index(session: Session, cast: Cast, now):
    plan = plans(session, lambda: uses_since(session, now.date(), location_id=cast.house.id))
    assert "USING INDEX ix_booking_below_list_price (location_id=?)" in plan
    assert "SCAN booking" not in plan


def test_due_reminders_are_found_by_index(session: Session, cast: Cast, now):
    plan = plans(session, lambda: remind_all(session, now=now))
    assert "USING INDEX ix_booking_location_id_starts_at_ends_at (location_id=? AND starts_at>?" in plan
    assert "SCAN booking" not in plan
    assert "SCAN user_account" not in plan


def test_reasons_of_a_month_are_counted_by_index(session: Session, cast: Cast):
    houses = [cast.house, cast.other_house]
    plan = plans(session, lambda: cancelled_by_reason(session, houses, Month(2026, 11)))
    assert "USING INDEX ix_booking_location_id_starts_at_ends_at (location_id=? AND starts_at>?" in plan
    assert "SCAN booking" not in plan


def test_series_that_end_are_found_by_their_dates_around_now(session: Session, cast: Cast, now):
    plan = plans(session, lambda: tell_of_endings(session, now=now))
    assert "USING INDEX ix_series_date_booked (starts_at>? AND starts_at<?)" in plan
    assert "SCAN" not in plan


def test_whoever_waits_for_freed_time_is_found_by_index(session: Session, cast: Cast, now):
    freed = TimeSpan(now, now + timedelta(hours=2))
    plan = plans(session, lambda: skipped_during(session, cast.house.id, SpaceKind.DESK, freed, now=now))
    assert "USING INDEX ix_series_date_skipped (starts_at>? AND starts_at<?)" in plan
    assert "SCAN series_date" not in plan


def test_the_minute_jobs_of_the_waiting_list_read_only_what_stands(session: Session, cast: Cast, now):
    plan = plans(session, lambda: settle_all_holds(session, now=now))
    assert "ix_hold_standing" in plan
    plan = plans(session, lambda: has_work(session, looked_before=now))
    assert "ix_waiting_wish_waiting" in plan
    assert "ix_waiting_wish_waiting" in plans(session, lambda: waiting_wishes(session))
    assert "ix_waiting_offer_" in plans(session, lambda: unanswered(session, [1, 2]))
