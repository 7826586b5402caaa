"""Options as organisers ask for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.spaces.models import Space
from tests.factories import Cast, on_day

DAY = date(2027, 1, 20)
"""Far enough from the usual now (23.11.2026) for every period of the house."""

Ask = Callable[..., Booking]


@pytest.fixture
def ask(session: Session, cast: Cast, now: datetime) -> Ask:
    """Places an option and commits: `ask(cast.alice)`, or `ask(cast.bob, cast.half_a, 9, 12)`."""

    def place(
        user: User, space: Space | None = None, starts: int = 9, ends: int = 12, *, at: datetime = now
    ) -> Booking:
        wish = Wish(
            span=on_day(DAY, starts, ends, house=cast.house),
            space_ids=((space or cast.area).id,),
            details=Details(title=f"Fest von {user.name}"),
        )
        booking = place_booking(session, wish, booked_by=user, now=at, state=BookingState.OPTION)
        session.commit()
        return booking

    return place
