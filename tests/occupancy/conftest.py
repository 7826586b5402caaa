"""The worked example of figures.md as rows: one site, two desks and an event area."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.bookings.models import BookedUnit, Booking, BookingSpace
from labspace.bookings.states import BookingState
from labspace.locations.models import Location, OpeningHours
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space, SpaceClosure, SpaceLayout
from labspace.times import TimeSpan
from tests.factories import make_house, make_space, make_user, on_day

MONDAY = date(2026, 11, 23)
DECEMBER = datetime(2026, 12, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """The site, its people and its spaces."""

    house: Location
    booker: User
    nora: User
    d1: Space
    d2: Space
    area: Space


Put = Callable[..., Booking]


@pytest.fixture
def put(session: Session) -> Put:
    """Writes a booking row as it stands afterwards, whatever state it is in."""

    def write(
        spaces: Space | tuple[Space, ...], span: TimeSpan, state: BookingState, by: User, **more: Any
    ) -> Booking:
        spaces = spaces if isinstance(spaces, tuple) else (spaces,)
        number = (session.scalar(select(func.max(Booking.id))) or 0) + 1
        values: dict[str, Any] = {"reference": f"BO-{number:07d}", "uid": f"{number}@labspace", **more}
        booking = Booking(
            location_id=spaces[0].location_id,
            kind=spaces[0].kind,
            booked_by_id=by.id,
            span=span,
            state=state,
            state_since=span.starts_at,
            created_at=span.starts_at,
            changed_at=span.starts_at,
            **values,
        )
        session.add(booking)
        session.flush()
        for space in spaces:
            session.add(BookingSpace(booking_id=booking.id, space_id=space.id))
            session.add(
                BookedUnit(
                    booking_id=booking.id, space_id=space.id, starts_at=span.starts_at, ends_at=span.ends_at
                )
            )
        session.commit()
        return booking

    return write


@pytest.fixture
def example(session: Session, put: Put, now: datetime) -> Example:
    """Monday 23.11.2026, 09–18, and nothing else all month: the house opens on that day only."""
    house = make_house(session, "herne", is_demo=True)
    session.execute(delete(OpeningHours))
    session.add(
        OpeningHours(
            location_id=house.id,
            weekday=0,
            opens_minute=9 * 60,
            closes_minute=18 * 60,
            valid_from=MONDAY,
            valid_until=MONDAY,
        )
    )
    booker, nora = make_user(session, "Alice", now=now), make_user(session, "Nora", now=now)
    session.add(StaffRole(user_id=nora.id, location_id=house.id))
    d1, d2 = make_space(session, house), make_space(session, house, number=2)
    area = make_space(session, house, SpaceKind.EVENT_AREA, capacity=80)
    session.add(SpaceLayout(space_id=area.id, layout=Layout.ROWS, capacity=80))
    session.add(SpaceClosure(space_id=area.id, span=on_day(MONDAY, 9, 12, house=house)))
    put(d1, on_day(MONDAY, 9, 13, house=house), BookingState.USED, booker)
    put(d1, on_day(MONDAY, 14, 18, house=house), BookingState.CANCELLED_EARLY, booker)
    put(
        d2, on_day(MONDAY, 12, 18, house=house), BookingState.NO_SHOW, booker, reference="BO-MISSED", uid="d2"
    )
    put(
        area,
        on_day(MONDAY, 17, 21, house=house),
        BookingState.USED,
        booker,
        people=40,
        layout=Layout.ROWS,
        setup_minutes=60,
        teardown_minutes=60,
    )
    return Example(house=house, booker=booker, nora=nora, d1=d1, d2=d2, area=area)


@pytest.fixture
def december(now: datetime) -> Iterator[datetime]:
    """November is over, so that its figures are public."""
    with time_machine.travel(DECEMBER, tick=False):
        yield DECEMBER
