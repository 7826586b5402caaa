"""Taking up a skipped date through the door of any booking, or giving it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.place import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.series.models import DateState, SeriesDate
from labspace.bookings.series.uids import date_uid
from labspace.bookings.states import OPEN
from labspace.bookings.wishes import Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What a skipped date takes instead of what its series asks for."""

    space_id: int
    span: TimeSpan


def take_up_date(
    session: Session, date_id: int, *, by: User, now: datetime, instead: Elsewhere | None = None
) -> Booking:
    """Book a skipped date, by default as its series asks for it; done twice, the first booking is returned.

    All rules hold as for any booking. Raises LookupError for a date that is not this person's,
    `Refused` or `SpaceTaken` if it cannot be had, or was given up.
    """
    begin_write(session)
    one = _own(session, date_id, by=by)
    if (done := _already(one)) is not None:
        return done
    if one.state is not DateState.SKIPPED or one.starts_at is None or one.ends_at is None:
        raise Refused(Refusal("date_not_skipped"))
    booking = place_booking(
        session,
        _wish(one, instead),
        booked_by=by,
        now=now,
        once=f"date:{date_id}:{one.booking_id or 0}",
        uid=_uid(one),
    )
    # Whoever gives the date up waits for this row; the spaces are locked by now.
    locked = _own(session, date_id, by=by, lock=True)
    if (done := _already(locked)) is not None:
        return done
    if locked.state is not DateState.SKIPPED:
        raise Refused(Refusal("date_not_skipped"))
    locked.state, locked.booking_id = DateState.BOOKED, booking.id
    locked.is_exception = instead is not None
    session.flush()
    return booking


def give_up_date(session: Session, date_id: int, *, by: User) -> SeriesDate:
    """Put a skipped date away; done twice, nothing more happens. Raises LookupError if it is not theirs."""
    begin_write(session)
    one = _own(session, date_id, by=by, lock=True)
    if one.state is DateState.BOOKED:
        raise Refused(Refusal("date_not_skipped"))
    one.state = DateState.GIVEN_UP
    session.flush()
    return one


def _own(session: Session, date_id: int, *, by: User, lock: bool = False) -> SeriesDate:
    question = select(SeriesDate).where(SeriesDate.id == date_id).execution_options(populate_existing=True)
    one = session.scalars(question.with_for_update() if lock else question).one_or_none()
    if one is None or one.series.booked_by_id != by.id:
        raise LookupError(date_id)
    return one


def _already(one: SeriesDate) -> Booking | None:
    if one.state is DateState.BOOKED and one.booking is not None and one.booking.state in OPEN:
        return one.booking
    return None


def _wish(one: SeriesDate, instead: Elsewhere | None) -> Wish:
    series = one.series
    assert one.starts_at is not None
    assert one.ends_at is not None
    if instead is not None:
        return Wish(span=instead.span, space_ids=(instead.space_id,), details=series.details)
    span = TimeSpan(one.starts_at, one.ends_at)
    if series.is_pool:
        return Wish(
            span=span,
            pool_location_id=series.location_id,
            pool_kind=series.kind,
            pool_feature=series.pool_feature,
            details=series.details,
        )
    ids: Sequence[int] = [space.id for space in series.spaces]
    return Wish(span=span, space_ids=tuple(ids), details=series.details)


def _uid(one: SeriesDate) -> str:
    # Of a date the house called off the old event stays cancelled in calendars; the new one is another.
    number = 1 if one.booking is None else _number(one.booking.uid) + 1
    return date_uid(one.series.uid, one.day, number=number)


def _number(uid: str) -> int:
    parts = uid.partition("@")[0].split("-")
    return int(parts[3]) if len(parts) > 3 else 1
