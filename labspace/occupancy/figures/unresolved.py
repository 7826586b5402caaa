"""What is still open or was never answered: counted when asked for, as it changes with the clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Organisation
from labspace.bookings.models import Booking
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish, WaitingWishHouse
from labspace.bookings.waiting.states import WishState
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.queries import around
from labspace.spaces.kinds import SpaceKind

# As the index says it: a value that is only bound later would not find it.
_CONFIRMED = text("booking.state = 'confirmed'")


@dataclass(frozen=True, slots=True)
class Standing:
    """Bookings that began in a period and are still only confirmed (K22)."""

    unresolved: int = 0
    """Over, and nobody knows whether somebody came."""
    under_way: int = 0

    def __add__(self, other: Standing) -> Standing:
        return Standing(self.unresolved + other.unresolved, self.under_way + other.under_way)


@dataclass(frozen=True, slots=True)
class StandingRead:
    """By house and kind."""

    rows: dict[tuple[int, SpaceKind], Standing]

    def of(self, house_ids: Collection[int], kinds: Collection[SpaceKind]) -> Standing:
        found = Standing()
        for (house_id, kind), one in self.rows.items():
            if house_id in house_ids and kind in kinds:
                found += one
        return found


def standing_read(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> StandingRead:
    """Without internal use; one statement that looks at confirmed bookings only."""
    if not houses:
        return StandingRead({})
    # By the window alone the index is found; the days of each house are told apart within it.
    window = around(days.span(zone=house.zone) for house in houses)
    is_over = case((Booking.ends_at <= now, 1), else_=0)
    place = (Booking.location_id, Booking.kind, is_over)
    rows = session.execute(
        select(*place, func.count())
        .where(
            Booking.location_id.in_([house.id for house in houses]),
            Booking.starts_at >= window.starts_at,
            Booking.starts_at < window.ends_at,
            began_in(houses, days, now=now),
            _CONFIRMED,
            Booking.is_internal.is_(False),
        )
        .group_by(*place)
    )
    found: dict[tuple[int, SpaceKind], Standing] = {}
    for house_id, kind, over, number in rows:
        one = Standing(unresolved=number) if over else Standing(under_way=number)
        found[house_id, kind] = found.get((house_id, kind), Standing()) + one
    return StandingRead(found)


def began_in(houses: Sequence[Location], days: Days, *, now: datetime) -> ColumnElement[bool]:
    """Bookings of these houses that began in their local days, and not ahead."""
    return or_(
        *(
            and_(
                Booking.location_id == house.id,
                Booking.starts_at >= (span := days.span(zone=house.zone)).starts_at,
                Booking.starts_at < min(span.ends_at, now),
            )
            for house in houses
        )
    )


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes on the waiting list whose first day lies in a period, without those that became a booking (K23)."""

    never_served: int
    requests: int


@dataclass(frozen=True, slots=True)
class WishesRead:
    """Wish, house, kind, and whether it was never served; a wish stands there for each house it named."""

    rows: Sequence[tuple[int, int, SpaceKind, bool]]

    def of(self, house_ids: Collection[int], kinds: Collection[SpaceKind]) -> Wishes:
        """Of any of these houses; a wish that named several counts once."""
        found = {
            wish: never for wish, house, kind, never in self.rows if house in house_ids and kind in kinds
        }
        return Wishes(never_served=sum(found.values()), requests=len(found))


def wishes_read(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> WishesRead:
    """Without internal use; one statement."""
    was_offered = select(WaitingOffer.id).where(WaitingOffer.wish_id == WaitingWish.id).exists()
    is_internal = (
        select(Organisation.id)
        .where(
            Organisation.id == WaitingWish.organisation_id, Organisation.partner_type == PartnerType.INTERNAL
        )
        .exists()
    )
    today = max((now.astimezone(house.zone).date() for house in houses), default=days.last)
    never = case((and_(WaitingWish.state == WishState.PAST, ~was_offered), 1), else_=0)
    rows = session.execute(
        select(WaitingWish.id, WaitingWishHouse.location_id, WaitingWish.kind, never)
        .join(WaitingWishHouse, WaitingWishHouse.wish_id == WaitingWish.id)
        .where(
            WaitingWish.first_on.between(days.first, min(days.last, today)),
            WaitingWish.booking_id.is_(None),
            WaitingWishHouse.location_id.in_([house.id for house in houses]),
            ~is_internal,
        )
    )
    return WishesRead([(wish, house, kind, bool(never)) for wish, house, kind, never in rows])
