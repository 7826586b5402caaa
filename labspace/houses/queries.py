"""Questions about closures, what they touch, and what was changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.models import Booking
from labspace.bookings.queries import house_bookings
from labspace.bookings.states import OPEN
from labspace.houses.models import HouseChange, HouseEdit
from labspace.locations.models import Closure
from labspace.times import TimeSpan


def closures_ahead(session: Session, location_id: int, *, now: datetime) -> Sequence[Closure]:
    """Closures that are not over, the earliest first."""
    return session.scalars(
        select(Closure)
        .where(Closure.location_id == location_id, Closure.ends_at > now)
        .order_by(Closure.starts_at, Closure.id)
    ).all()


def find_closure(session: Session, closure_id: int) -> Closure | None:
    """The closure with this number."""
    return session.get(Closure, closure_id) if closure_id < 2**62 else None


def touched_bookings(
    session: Session, location_ids: Collection[int], span: TimeSpan, *, now: datetime
) -> list[Booking]:
    """Open bookings and requests of these houses with time in `span` that are not over, earliest first.

    One statement for each house and its spaces.
    """
    return [
        booking
        for location_id in sorted(location_ids)
        for booking in house_bookings(session, location_id, span, states=OPEN)
        if booking.ends_at > now
    ]


def fingerprint(bookings: Iterable[Booking]) -> str:
    """Another text as soon as one booking more, fewer, or changed is touched."""
    named = ",".join(
        f"{booking.id}:{booking.version}" for booking in sorted(bookings, key=lambda one: one.id)
    )
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def changes_of(
    session: Session, location_id: int, kinds: Collection[HouseEdit] = tuple(HouseEdit), *, limit: int = 20
) -> Sequence[HouseChange]:
    """What was done in a house, of these kinds, the latest first, with who did it."""
    return session.scalars(
        select(HouseChange)
        .options(joinedload(HouseChange.actor))
        .where(HouseChange.location_id == location_id, HouseChange.what.in_(kinds))
        .order_by(HouseChange.at.desc(), HouseChange.id.desc())
        .limit(limit)
    ).all()
