"""A year of random bookings of all kinds, with visitors counted, organisations and series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Organisation, User
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount
from tests.factories import make_house, make_organisation, make_space, make_user
from tests.occupancy.conftest import Put

S = BookingState
FIRST = date(2026, 8, 1)
LAST = date(2026, 11, 20)
STATES = [
    *[S.USED] * 6, S.NO_SHOW, S.CONFIRMED, S.CANCELLED_HOUSE, S.CANCELLED_LATE, S.CANCELLED_EARLY, S.REJECTED,
]  # fmt: skip


@dataclass(frozen=True)
class Town:
    """Two houses and who uses them."""

    houses: tuple[Location, Location]
    spaces: list[Space]
    people: list[User]
    bodies: list[Organisation]


@pytest.fixture
def town(session: Session, now: datetime) -> Town:
    """Desks, a room, a table, a slot and an event area in each of two houses."""
    houses = make_house(session, "herne"), make_house(session, "witten")
    spaces = [
        make_space(session, house, kind, number, capacity=capacity)
        for house in houses
        for kind, number, capacity in (
            (SpaceKind.DESK, 1, 1),
            (SpaceKind.DESK, 2, 1),
            (SpaceKind.MEETING_ROOM, 1, 8),
            (SpaceKind.CAFE_TABLE, 1, 4),
            (SpaceKind.POPUP_SLOT, 1, 1),
            (SpaceKind.EVENT_AREA, 1, 80),
        )
    ]
    people = [make_user(session, name, now=now) for name in ("Alice", "Bob", "Charlie", "Dora", "Emil")]
    kinds = [PartnerType.STARTUP, PartnerType.BANK, PartnerType.INTERNAL]
    bodies = [
        make_organisation(session, f"Body {number}", now=now, partner_type=kind, sector="KG-"[number])
        for number, kind in enumerate(kinds)
    ]
    session.commit()
    return Town(houses=houses, spaces=spaces, people=people, bodies=bodies)


Fill = Callable[[int], list[Booking]]


@pytest.fixture
def fill(session: Session, town: Town, put: Put) -> Fill:
    """Writes as many random bookings, the same ones every time."""
    random = Random(11)

    def write(number: int) -> list[Booking]:
        return [_booking(session, town, put, random) for _ in range(number)]

    return write


def _booking(session: Session, town: Town, put: Put, random: Random) -> Booking:
    space = random.choice(town.spaces)
    is_shop = space.kind is SpaceKind.POPUP_SLOT
    day = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
    begins = datetime(
        day.year, day.month, day.day, random.randrange(24), 15 * random.randrange(4), tzinfo=UTC
    )
    minutes = 60 * 24 * 7 if is_shop else 15 * random.randrange(1, 60)
    span = TimeSpan(begins, begins + timedelta(minutes=minutes))
    state = random.choice(STATES)
    body = random.choice([None, *town.bodies])
    more: dict[str, object] = {}
    if random.random() < 0.3:
        more["used_from"] = begins + timedelta(minutes=5)
    if random.random() < 0.3:
        more["checked_in_at"] = begins
    if state is S.REJECTED and random.random() < 0.5:
        more["cancel_code"] = CancelReason.GIVEN_AWAY
    booking = put(
        space,
        span,
        state,
        random.choice(town.people),
        organisation_id=body.id if body else None,
        partner_type=body.partner_type if body else PartnerType.PRIVATE,
        sector=body.sector if body else "-",
        is_internal=body is not None and body.partner_type is PartnerType.INTERNAL,
        people=random.randrange(1, 5),
        theme=random.choice([None, *Theme]),
        is_public=random.random() < 0.5,
        price_cents=500,
        market_cents=random.choice([None, 500, 900]),
        **more,
    )
    booking.created_at = begins - timedelta(minutes=random.randrange(-60, 40_000))
    if state is S.USED and (is_shop or (space.kind is SpaceKind.EVENT_AREA and random.random() < 0.7)):
        _count_visits(session, booking, random)
    session.commit()
    return booking


def _count_visits(session: Session, booking: Booking, random: Random) -> None:
    day = booking.starts_at.astimezone(booking.location.zone).date()
    for number in range(random.randrange(1, 3)):
        counted = day + timedelta(days=number)
        whole = TimeSpan.of_days(counted, counted, zone=booking.location.zone)
        session.add(
            VisitCount(
                location_id=booking.location_id,
                booking_id=booking.id,
                day=counted,
                starts_at=whole.starts_at,
                ends_at=whole.ends_at,
                count=random.randrange(60),
                source=random.choice(list(VisitSource)),
                entered_at=booking.ends_at,
            )
        )
