"""Reminding of deadlines: once for each deadline and day, by whichever process comes first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.models import Booking
from labspace.bookings.options.changes import OptionDue
from labspace.bookings.options.models import OptionClock, OptionReminder
from labspace.bookings.options.queries import ticking_options
from labspace.bookings.options.reminding import reminder_due
from labspace.bookings.options.term_queries import event_terms_of
from labspace.db import begin_write

Due = tuple[int, datetime, int]
"""Booking, deadline, and days before it."""


def remind_of_options(session: Session, *, now: datetime) -> int:
    """Announce `OptionDue` for every option whose reminder is due and return how many.

    Safe to run every minute in several processes. Looks without a lock first: most minutes there is
    nothing to do.
    """
    if not _due(session, now=now):
        return 0
    begin_write(session)
    due = _due(session, now=now)
    marked = _mark(session, due, now=now)
    for booking_id, until, _days in due:
        if (booking_id, until) in marked:
            announce(session, OptionDue(session.get_one(Booking, booking_id), None, now))
    return len(marked)


def _due(session: Session, *, now: datetime) -> list[Due]:
    found = [
        (booking.id, booking.option_until, days)
        for booking, clock in ticking_options(session, now=now)
        if booking.option_until is not None and (days := _days(session, booking, clock, now=now)) is not None
    ]
    sent = select(OptionReminder.booking_id, OptionReminder.until, OptionReminder.days).where(
        OptionReminder.booking_id.in_([booking_id for booking_id, _until, _days in found])
    )
    known = {(row.booking_id, row.until, row.days) for row in session.execute(sent)} if found else set()
    return [one for one in found if one not in known]


def _days(session: Session, booking: Booking, clock: OptionClock, *, now: datetime) -> int | None:
    days = event_terms_of(session, booking).option_reminder_days
    return reminder_due(clock.read(booking), days=days, now=now)


def _mark(session: Session, due: list[Due], *, now: datetime) -> set[tuple[int, datetime]]:
    """Write which reminders are sent; those nobody else sent meanwhile."""
    if not due:
        return set()
    rows = [
        {"booking_id": booking_id, "until": until, "days": days, "sent_at": now}
        for booking_id, until, days in due
    ]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    marked = session.execute(
        insert(OptionReminder)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(OptionReminder.booking_id, OptionReminder.until)
    )
    return {(row.booking_id, row.until) for row in marked}
