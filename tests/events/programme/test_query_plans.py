"""The programme goes through the public events of its houses, however many bookings they have had."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.events.programme.items import Asked
from labspace.events.programme.queries import public_events
from labspace.times import TimeSpan
from tests.bookings.test_query_plans import plans
from tests.factories import Cast


@pytest.fixture
def engine_name() -> str:
    """PostgreSQL plans by the size of its tables; on empty ones it rightly uses no index."""
    return "sqlite"


def test_public_events_are_found_by_index(session: Session, cast: Cast, now: datetime) -> None:
    asked = Asked(window=TimeSpan(now, now + timedelta(days=30)), house_ids=[cast.house.id])
    plan = plans(session, lambda: public_events(session, asked, now))
    assert "SEARCH booking USING INDEX ix_booking_public (location_id=? AND ends_at>?)" in plan
