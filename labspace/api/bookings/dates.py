"""Single dates of a series: called off, given up, or taken up again."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.api.bookings.asks import CancellationAsk
from labspace.api.bookings.steps import cancel
from labspace.api.ground.caller import Caller
from labspace.api.ground.problems import Problem
from labspace.bookings.models import Booking
from labspace.bookings.series.actions import give_up_date, take_up_date
from labspace.bookings.series.models import DateState, SeriesDate
from labspace.bookings.series.queries import date_of_booking
from labspace.errors import Refusal, Refused


def date_of(session: Session, booking: Booking, day: date) -> SeriesDate:
    """This date of the series the booking belongs to. Raises `Problem` where there is none."""
    own = date_of_booking(session, booking)
    found = None
    if own is not None:
        found = session.scalars(
            select(SeriesDate)
            .where(SeriesDate.series_id == own.series_id, SeriesDate.day == day)
            .options(joinedload(SeriesDate.booking), joinedload(SeriesDate.series))
        ).one_or_none()
    if found is None:
        raise Problem("not_found")
    return found


def is_booked(one: SeriesDate) -> bool:
    """Whether the date has a booking that stands for it; one the house called off has none any more."""
    return one.state is DateState.BOOKED and one.booking is not None


def call_off(
    session: Session,
    one: SeriesDate,
    ask: CancellationAsk,
    caller: Caller,
    *,
    now: datetime,
    seen: int | None,
) -> Booking | None:
    """Cancel the booking of a date, or put a skipped one away; what was cancelled, if anything."""
    if one.state is DateState.BOOKED and one.booking is not None:
        return cancel(session, one.booking, ask, caller, now=now, seen=seen)
    if one.state is DateState.GIVEN_UP:
        raise Refused(Refusal("date_not_skipped"))
    _must_be_own(one, caller)
    give_up_date(session, one.id, by=caller.user)
    return None


def take_up(session: Session, one: SeriesDate, caller: Caller, *, now: datetime) -> Booking:
    """Book a skipped date after all, by all rules of any booking; done twice, the first booking is returned."""
    _must_be_own(one, caller)
    return take_up_date(session, one.id, by=caller.user, now=now)


def _must_be_own(one: SeriesDate, caller: Caller) -> None:
    """Skipped dates are taken up and given up by whoever booked the series, on the pages as here."""
    if one.series.booked_by_id != caller.user.id:
        raise Problem("not_yours")
