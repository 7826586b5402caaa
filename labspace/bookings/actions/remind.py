"""Reminding people of what they booked: once for each start, by whichever process comes first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.changes import BookingDue
from labspace.bookings.models import Booking
from labspace.bookings.reminder_models import ReminderSent
from labspace.bookings.reminders import due_until, remind_at
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.locations.models import Location
from labspace.locations.queries import locations

MOST_AT_ONCE = 200
"""Written in one transaction; the others follow a minute later."""


def remind_all(session: Session, *, now: datetime) -> int:
    """Announce `BookingDue` for every booking whose reminder is due and return how many.

    Safe to run every minute in several processes, and after days without any: what has begun is let
    be. Whoever made or changed a booking after its reminder was due knows of it. Looks without a lock
    first: most minutes there is nothing to do.
    """
    houses = {house.id: house for house in locations(session) if house.reminder_hours != 0}
    due = _due(session, houses, now=now)
    if not due:
        return 0
    begin_write(session)
    bookings = [one for one in _locked(session, due) if _is_due(one, houses[one.location_id], now=now)]
    marked = _mark(session, bookings, now=now)
    for booking in bookings:
        if booking.id in marked:
            announce(session, BookingDue(booking, None, now))
    return len(marked)


def _due(session: Session, houses: dict[int, Location], *, now: datetime) -> list[int]:
    if not houses:
        return []
    windows = [
        and_(
            Booking.location_id == house.id,
            Booking.starts_at > now,
            Booking.starts_at < due_until(now, zone=house.zone, hours=house.reminder_hours),
        )
        for house in houses.values()
    ]
    rows = session.execute(
        select(Booking.id, Booking.location_id, Booking.starts_at, Booking.changed_at)
        .join(User, User.id == Booking.booked_by_id)
        .where(or_(*windows), _unsent(), User.wants_reminders, User.disabled_at.is_(None))
        .order_by(Booking.starts_at, Booking.id)
    )
    found = [row.id for row in rows if row.changed_at < _moment(row.starts_at, houses[row.location_id])]
    return found[:MOST_AT_ONCE]


def _unsent() -> ColumnElement[bool]:
    sent = exists().where(ReminderSent.booking_id == Booking.id, ReminderSent.starts_at == Booking.starts_at)
    return and_(Booking.state == BookingState.CONFIRMED, ~Booking.entered_later, ~sent)


def _locked(session: Session, ids: Collection[int]) -> Sequence[Booking]:
    """What is being changed at this moment is left to the next round."""
    return (
        session.scalars(
            select(Booking)
            .where(Booking.id.in_(ids), _unsent())
            .options(
                joinedload(Booking.location),
                joinedload(Booking.booked_by).lazyload(User.staff_roles),
                selectinload(Booking.spaces),
            )
            .order_by(Booking.id)
            .with_for_update(skip_locked=True, of=Booking)
            .execution_options(populate_existing=True)
        )
        .unique()
        .all()
    )


def _is_due(booking: Booking, house: Location, *, now: datetime) -> bool:
    moment = _moment(booking.starts_at, house)
    return booking.changed_at < moment <= now < booking.starts_at


def _moment(starts_at: datetime, house: Location) -> datetime:
    return remind_at(starts_at, zone=house.zone, hours=house.reminder_hours)


def _mark(session: Session, bookings: Sequence[Booking], *, now: datetime) -> set[int]:
    """Write which reminders are sent; the ids of those nobody else sent meanwhile."""
    if not bookings:
        return set()
    rows = [{"booking_id": one.id, "starts_at": one.starts_at, "sent_at": now} for one in bookings]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return set(
        session.scalars(
            insert(ReminderSent).values(rows).on_conflict_do_nothing().returning(ReminderSent.booking_id)
        )
    )
