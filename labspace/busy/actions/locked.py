"""A calendar and its units, locked in the order all of this package's actions keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.no_shows import settle_no_shows
from labspace.bookings.actions.settle import settle_options
from labspace.busy.models import BusyCalendar
from labspace.db import begin_write
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space


@dataclass(frozen=True, slots=True)
class Ground:
    """The calendar with the units its events keep taken; nobody else changes either meanwhile."""

    calendar: BusyCalendar
    space: Space
    unit_ids: frozenset[int]


def lock_calendar(session: Session, calendar_id: int) -> BusyCalendar:
    """The calendar, before any space is locked; raises LookupError."""
    begin_write(session)
    question = (
        select(BusyCalendar)
        .where(BusyCalendar.id == calendar_id)
        .options(
            joinedload(BusyCalendar.space, innerjoin=True), joinedload(BusyCalendar.location, innerjoin=True)
        )
        .with_for_update(of=BusyCalendar)
        .execution_options(populate_existing=True)
    )
    calendar = session.scalars(question).one_or_none()
    if calendar is None:
        raise LookupError(calendar_id)
    return calendar


def lock_ground(
    session: Session, calendar: BusyCalendar, *, now: datetime, also: frozenset[int] = frozenset()
) -> Ground:
    """The units of the calendar's space, with everything settled that is due there.

    `also` are units something else in the same transaction is going to lock.
    """
    day = now.astimezone(calendar.location.zone).date()
    space_id = calendar.space_id
    unit_ids = units_by_space(session, [space_id], on=day)[space_id]
    lock_spaces(session, unit_ids | {space_id} | also)
    settle_options(session, unit_ids, now=now)
    settle_no_shows(session, unit_ids, now=now)
    return Ground(calendar, calendar.space, unit_ids)
