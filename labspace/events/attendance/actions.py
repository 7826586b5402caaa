"""Telling how many came to an event, and reminding those who have not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import (
    check_in,
    mark_no_show,
)
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.models import Booking
from labspace.bookings.options.term_queries import event_terms_of
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.events.attendance.changes import AttendanceDue
from labspace.events.attendance.models import AttendanceReminder
from labspace.events.attendance.queries import unreminded_events
from labspace.events.attendance.rules import counted_days, due_at, remind_at, sources_for
from labspace.spaces.kinds import SpaceKind
from labspace.visits.actions import Counted, enter_count
from labspace.visits.kinds import VisitSource
from labspace.visits.queries import visited

HAPPENED = frozenset({BookingState.CONFIRMED, BookingState.USED, BookingState.NO_SHOW})


def tell_attendance(
    session: Session,
    booking_id: int,
    people: Mapping[date, int],
    *,
    source: VisitSource,
    note: str = "",
    by: User,
    now: datetime,
    seen: Collection[int] | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Keep how many came on each day. What staff say decides the booking too; an organiser's word waits (R5).

    `seen` are the numbers they had before their eyes. Raises `Refused` with `visits_in_the_future`,
    `not_possible_in_state`, `no_such_number`, `counted_meanwhile`, `changed_meanwhile` or `not_allowed`.
    """
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    is_staff = by.runs(booking.location_id)
    if booking.kind is not SpaceKind.EVENT_AREA or source not in sources_for(is_staff=is_staff):
        raise Refused(Refusal("not_allowed"))
    if booking.state not in HAPPENED:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    days = counted_days(booking.span, zone=booking.location.zone)
    if not people or not set(people) <= {day for day, _part in days}:
        raise Refused(Refusal("no_such_number", {"most": 0}))
    for day, part in days:
        if day in people:
            counted = Counted(
                location_id=booking.location_id,
                booking_id=booking.id,
                day=day,
                span=part,
                count=people[day],
                source=source,
                note=note,
            )
            enter_count(session, counted, by=by, now=now, seen=seen)
    if is_staff:
        _decide(session, booking, by=by, now=now)
    return booking


def _decide(session: Session, booking: Booking, *, by: User, now: datetime) -> None:
    """With visitors it was used; without any, once it is over, nobody came."""
    came = visited(session, [booking.id])[booking.id].total > 0
    if came and booking.state is not BookingState.USED:
        check_in(session, booking.id, by=by, now=now)
    elif not came and booking.state is not BookingState.NO_SHOW and now >= booking.ends_at:
        mark_no_show(session, booking.id, by=by, now=now)


def remind_of_attendance(session: Session, *, now: datetime) -> int:
    """Announce `AttendanceDue` for each event whose reminder is due and return how many, each once.

    Safe to run every minute in several processes. After a pause over the deadline nobody is reminded
    any more. Looks without a lock first: most minutes there is nothing to do.
    """
    due = [one.id for one in unreminded_events(session, now=now) if _is_due(session, one, now=now)]
    if not due:
        return 0
    begin_write(session)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [{"booking_id": booking_id, "sent_at": now} for booking_id in due]
    mine = set(
        session.scalars(
            insert(AttendanceReminder)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(AttendanceReminder.booking_id)
        )
    )
    told = visited(session, mine)
    bookings = session.scalars(select(Booking).where(Booking.id.in_(mine)).order_by(Booking.id))
    for booking in bookings.all():
        if booking.id not in told and booking.booked_by.is_active:
            days = event_terms_of(session, booking).attendance_due_days
            announce(session, AttendanceDue(booking, due_at(booking.ends_at, due_days=days), now))
    return len(mine)


def _is_due(session: Session, booking: Booking, *, now: datetime) -> bool:
    days = event_terms_of(session, booking).attendance_due_days
    return remind_at(booking.ends_at, due_days=days) <= now < due_at(booking.ends_at, due_days=days)
