"""What tests of decisions share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.bookings.models import Booking
from labspace.bookings.options.term_models import EventTermsRow
from labspace.events.decision.actions.approve import approve_event
from labspace.spaces.event_terms import TERMS, EventTerms
from tests.factories import LONG_AGO, Cast, make_user


@pytest.fixture
def terms(session: Session, cast: Cast) -> Callable[..., None]:
    """Lets the house say on which terms: `terms(four_eyes_from_people=1)`."""

    def say(**answers: Any) -> None:
        said = EventTerms(**answers)
        values = {name: getattr(said, name) for name in TERMS}
        session.add(EventTermsRow(location_id=cast.house.id, valid_from=LONG_AGO, **values))
        session.commit()

    return say


@pytest.fixture
def olga(session: Session, cast: Cast, now: datetime) -> User:
    """Runs the house beside Nora."""
    olga = make_user(session, "Olga", now=now)
    session.add(StaffRole(user_id=olga.id, location_id=cast.house.id))
    session.commit()
    return olga


@pytest.fixture
def confirmed(session: Session, cast: Cast, ask: Callable[..., Booking], now: datetime) -> Booking:
    """Alice's event, confirmed by Nora under one condition."""
    booking = ask()
    approve_event(session, booking.id, by=cast.nora, now=now, conditions=["Um 22 Uhr ist Ruhe."])
    session.commit()
    return booking
