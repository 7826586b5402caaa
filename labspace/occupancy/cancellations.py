"""Why bookings of a month were cancelled: counts without persons, for the staff of their houses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.bookings.states import CANCELLED, BookingState
from labspace.locations.models import Location
from labspace.occupancy.months import Month


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """How many bookings one reason ended."""

    reason: CancelReason | None
    """None: nobody said."""
    early: int
    late: int
    by_house: int

    @property
    def together(self) -> int:
        return self.early + self.late + self.by_house


def cancelled_by_reason(session: Session, houses: Collection[Location], month: Month) -> list[Cancelled]:
    """Cancelled bookings that would have begun in the month, by reason, most frequent first; one statement."""
    if not houses:
        return []
    months = [
        and_(
            Booking.location_id == house.id,
            Booking.starts_at >= (span := month.span(zone=house.zone)).starts_at,
            Booking.starts_at < span.ends_at,
        )
        for house in houses
    ]
    counts: Counter[tuple[CancelReason | None, BookingState]] = Counter()
    rows = session.execute(
        select(Booking.cancel_code, Booking.state, func.count())
        .where(Booking.state.in_(CANCELLED), or_(*months))
        .group_by(Booking.cancel_code, Booking.state)
    )
    for code, state, number in rows:
        counts[code, state] += number
    found = [
        Cancelled(
            reason=code,
            early=counts[code, BookingState.CANCELLED_EARLY],
            late=counts[code, BookingState.CANCELLED_LATE],
            by_house=counts[code, BookingState.CANCELLED_HOUSE],
        )
        for code in {code for code, _state in counts}
    ]
    order = [*CancelReason, None]
    return sorted(found, key=lambda one: (-one.together, order.index(one.reason)))
