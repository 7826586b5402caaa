"""Months become public by themselves once they are settled, and again when they were corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.notices.jobs import piece_by_piece
from labspace.occupancy.months import Month
from labspace.occupancy.released.actions import release_month
from labspace.occupancy.released.models import PublicMonth
from labspace.times import start_of_day

SETTLED_AFTER = timedelta(days=8)
"""By then every booking of a month is decided, if need be by itself after a week (R5)."""
LOOKED_BACK = 24
"""Months in which a correction is looked for …"""
RECENT = 3
"""… each day in so many of them, …"""
EVERY_DAY, EVERY_WEEK = timedelta(days=1), timedelta(days=7)
"""… each week in the others."""


@piece_by_piece
def release_months(session: Session, now: datetime) -> Iterator[None]:
    """Publish all months that are settled and not public, or no longer as published; the latest first.

    Commits after each month: each is true by itself, and others may write in between. What another
    process has looked at meanwhile is passed over.
    """
    for house_id, month in list(due_months(session, now=now)):
        house = session.get_one(Location, house_id)
        present = Month.of(now, zone=house.zone)
        if not _is_due(month, _looks(session, house_id, month).get(month.first), present=present, now=now):
            continue
        release_month(session, house, month, now=now)
        session.commit()
        yield


def due_months(session: Session, *, now: datetime) -> Iterator[tuple[int, Month]]:
    """House and month, the latest month first."""
    due = [(month, house.id) for house in locations(session) for month in _due_of(session, house, now=now)]
    for month, house_id in sorted(due, key=lambda one: (one[0], -one[1]), reverse=True):
        yield house_id, month


def _due_of(session: Session, house: Location, *, now: datetime) -> Iterator[Month]:
    begins = session.scalar(select(func.min(Booking.starts_at)).where(Booking.location_id == house.id))
    if begins is None:
        return
    looked = _looks(session, house.id)
    month, present = last_settled(house, now=now), Month.of(now, zone=house.zone)
    while month >= Month.of(begins, zone=house.zone):
        if _is_due(month, looked.get(month.first), present=present, now=now):
            yield month
        month = month.previous


def _looks(session: Session, house_id: int, month: Month | None = None) -> dict[date, datetime]:
    looks = (
        select(PublicMonth.month, func.max(PublicMonth.looked_at))
        .where(PublicMonth.location_id == house_id)
        .group_by(PublicMonth.month)
    )
    if month is not None:
        looks = looks.where(PublicMonth.month == month.first)
    return {row[0]: row[1] for row in session.execute(looks)}


def _is_due(month: Month, looked_at: datetime | None, *, present: Month, now: datetime) -> bool:
    if looked_at is None:
        return True
    if month < present.moved(-LOOKED_BACK):
        return False
    every = EVERY_DAY if month >= present.moved(-RECENT) else EVERY_WEEK
    return looked_at <= now - every


def last_settled(house: Location, *, now: datetime) -> Month:
    """The last month that is over for long enough."""
    month = Month.of(now, zone=house.zone).previous
    while start_of_day(month.following.first, zone=house.zone) + SETTLED_AFTER > now:
        month = month.previous
    return month
