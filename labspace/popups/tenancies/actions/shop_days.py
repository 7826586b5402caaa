"""Recording on which days a pop-up was open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import check_in
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.actions.locks import locked_with_slot
from labspace.popups.tenancies.changes import DaysRecorded
from labspace.popups.tenancies.records import OpenedDay
from labspace.popups.tenancies.rules import against_opened
from labspace.popups.tenancies.states import HAPPENING
from labspace.times import TimeSpan

_NOT_YET_USED = frozenset({BookingState.CONFIRMED, BookingState.NO_SHOW})


def record_days(
    session: Session, tenancy_id: int, days: Mapping[date, TimeSpan | None], *, by: User, now: datetime
) -> int:
    """Note the shop hours of these local days, None for a day it stayed shut; returns how many changed.

    The first recorded day makes the booking used: for a pop-up that is what "genutzt" means (K03). It
    takes back the no-show of a tenancy of which nothing was recorded in time (R5). Raises `Refused` with every day at fault, and then nothing is recorded.
    """
    actor_id = by.id
    begin_write(session)
    tenancy = locked_with_slot(session, tenancy_id)
    if tenancy.state not in HAPPENING:
        raise Refused(Refusal("not_possible_in_state", {"state": tenancy.state}))
    refuse_any(
        Refusal(refusal.code, {"day": day})
        for day, span in sorted(days.items())
        if span is not None
        for refusal in against_opened(tenancy=tenancy.booking.span, span=span, now=now)
    )
    known = {
        row.day: row
        for row in session.scalars(
            select(OpenedDay).where(OpenedDay.tenancy_id == tenancy_id, OpenedDay.day.in_(days))
        )
    }
    changed = {day: span for day, span in days.items() if (known[day].span if day in known else None) != span}
    if not changed:
        return 0
    session.execute(delete(OpenedDay).where(OpenedDay.tenancy_id == tenancy_id, OpenedDay.day.in_(changed)))
    session.add_all(
        OpenedDay(tenancy_id=tenancy_id, day=day, span=span, recorded_by_id=actor_id, recorded_at=now)
        for day, span in sorted(changed.items())
        if span is not None
    )
    session.flush()
    first, last = min(changed), max(changed)
    note(
        session,
        tenancy,
        "days_recorded",
        actor_id=actor_id,
        at=now,
        first=first.isoformat(),
        last=last.isoformat(),
        number=len(changed),
    )
    if any(changed.values()) and tenancy.booking.state in _NOT_YET_USED:
        check_in(session, tenancy.booking_id, by=by, now=now)
    announce(session, DaysRecorded(tenancy, first, last, now))
    return len(changed)
