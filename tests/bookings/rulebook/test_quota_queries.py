"""What quotas ask of the database goes through an index, and what is told when nobody decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import settle_all_options
from labspace.bookings.rulebook.quota_queries import counted_bookings
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan
from tests.bookings.rulebook.test_house_rules import place, rule, wish
from tests.bookings.test_query_plans import plans
from tests.factories import Cast, on_day


@pytest.fixture
def engine_name() -> str:
    """PostgreSQL plans by the size of its tables; on empty ones it rightly uses no index."""
    return "sqlite"


@pytest.mark.parametrize("organisation_id", [None, 1])
def test_what_somebody_has_booked_is_found_by_index(
    session: Session, cast: Cast, now: datetime, organisation_id: int | None
) -> None:
    window = TimeSpan(now, now + timedelta(days=7))
    plan = plans(
        session,
        lambda: counted_bookings(
            session, cast.house.id, window, user_id=cast.alice.id, organisation_id=organisation_id
        ),
    )
    assert "SCAN" not in plan, plan
    assert "ix_booking_booked_by_id_starts_at" in plan


def test_whoever_asked_is_told_that_nobody_decided(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, needs_approval=True)
    booking = place(session, wish(cast, cast.desk, 9, 12), cast.alice, now)
    assert booking.span == on_day(date(2026, 11, 24), 9, 12, house=cast.house)
    assert settle_all_options(session, now=booking.starts_at) == 1
    session.commit()
    last = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert last is not None
    assert "Anfrage verfallen" in last.subject
