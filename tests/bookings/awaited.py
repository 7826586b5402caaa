"""Rules with check-in for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from labspace.bookings.rulebook.models import BookingRule
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from tests.factories import LONG_AGO


def await_check_in(
    session: Session, house: Location, kind: SpaceKind = SpaceKind.DESK, *, grace: int = 30, **more: Any
) -> None:
    """Let the house wait for a check-in on spaces of this kind."""
    session.add(
        BookingRule(
            location_id=house.id, kind=kind, valid_from=LONG_AGO, check_in=True, grace_minutes=grace, **more
        )
    )
    session.commit()
