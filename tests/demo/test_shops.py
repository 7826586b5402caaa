"""The demonstration's lettings have hours and answers, and nobody is mailed about them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.place import place_booking
from labspace.bookings.wishes import Wish
from labspace.demo.shops import invent_shops
from labspace.notices.models import OutboxRow
from labspace.popups.spans import monday_of, weeks_span
from labspace.popups.tenancies.models import Agreement, Tenancy, TenancyEvent
from labspace.popups.tenancies.records import FollowUp, Handover, OpenedDay
from labspace.visits.models import VisitCount
from tests.factories import Cast


@pytest.fixture
def engine_name() -> str:
    """Invented rows do not depend on the engine."""
    return "sqlite"


def test_lettings_come_alive_once(session: Session, cast: Cast, now: datetime) -> None:
    first = monday_of(date(2026, 9, 1))
    door = StaffDoor(entered_by=cast.nora, reason="erfunden", entered_later=True)
    for weeks in (0, 8, 16):
        span = weeks_span(first + timedelta(weeks=weeks), 4, zone=cast.house.zone)
        wish = Wish(span=span, space_ids=(cast.popup.id,))
        place_booking(session, wish, booked_by=cast.alice, now=now, door=door)
    for table in (TenancyEvent, Agreement, Tenancy):
        session.execute(delete(table))
    session.commit()
    mails = session.scalar(select(func.count(OutboxRow.id)))
    session.commit()
    assert invent_shops(session, seed=1, now=now) == 3
    session.commit()
    assert invent_shops(session, seed=1, now=now) == 0
    session.commit()
    days = session.scalar(select(func.count(OpenedDay.id))) or 0
    assert 10 < days < 60
    assert session.scalar(select(func.count(VisitCount.id))) == days
    assert session.scalar(select(func.count(Handover.id)).where(Handover.signed_at.is_not(None)))
    assert session.scalar(select(func.count(FollowUp.id)).where(FollowUp.asked_at.is_not(None))) == 2
    assert session.scalar(select(func.count(OutboxRow.id))) == mails
