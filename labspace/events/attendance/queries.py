"""Events that are over and of which nobody said how many came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.events.attendance.models import AttendanceReminder
from labspace.visits.models import VisitCount

LOOK_BACK = timedelta(days=90)
"""How far back a house still asks how many came."""

# Word for word as the index has it: SQLite takes a partial index for nothing less.
IS_EVENT = text("booking.kind = 'event_area'")


def untold_events(session: Session, location_id: int, *, now: datetime) -> Sequence[Booking]:
    """Past events of a house that nobody counted, the earliest first.

    Those settled as no-shows for it are not asked for again; see `told_too_late`.
    """
    return session.scalars(
        _untold(now)
        .where(Booking.location_id == location_id)
        .options(
            joinedload(Booking.location),
            joinedload(Booking.booked_by),
            joinedload(Booking.organisation),
            selectinload(Booking.spaces),
        )
    ).all()


def untold_count(location_id: int, *, now: datetime) -> ScalarSelect[int]:
    """How many past events of a house nobody counted, to be asked together with other counts."""
    question = _untold(now).where(Booking.location_id == location_id)
    return question.with_only_columns(func.count(Booking.id)).order_by(None).scalar_subquery()


def told_too_late(session: Session, location_id: int, *, now: datetime) -> Sequence[Booking]:
    """Events settled as no-shows although somebody says that people came: for staff to look at."""
    return session.scalars(
        _past(now)
        .where(
            Booking.location_id == location_id,
            Booking.state == BookingState.NO_SHOW,
            _is_counted(at_least=1),
        )
        .options(
            joinedload(Booking.location),
            joinedload(Booking.booked_by),
            joinedload(Booking.organisation),
            selectinload(Booking.spaces),
        )
    ).all()


def unreminded_events(session: Session, *, now: datetime) -> Sequence[Booking]:
    """Past events of all houses nobody counted and nobody was reminded of, the earliest first."""
    reminded = exists().where(AttendanceReminder.booking_id == Booking.id)
    return session.scalars(
        _untold(now)
        .where(Booking.state.in_((BookingState.CONFIRMED, BookingState.USED)), ~reminded)
        .options(joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces))
    ).all()


def _past(now: datetime) -> Select[Booking]:
    return (
        select(Booking)
        .where(IS_EVENT, Booking.ends_at <= now, Booking.ends_at > now - LOOK_BACK)
        .order_by(Booking.ends_at, Booking.id)
    )


def _untold(now: datetime) -> Select[Booking]:
    held = Booking.state.in_((BookingState.CONFIRMED, BookingState.USED))
    return _past(now).where(held, ~_is_counted())


def _is_counted(*, at_least: int = 0) -> ColumnElement[bool]:
    return exists().where(
        VisitCount.booking_id == Booking.id, VisitCount.ended_at.is_(None), VisitCount.count >= at_least
    )
