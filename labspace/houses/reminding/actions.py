"""The door through which a house reminds people at another time. It flushes; the edge commits once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.reminder_models import ReminderSent
from labspace.bookings.reminders import remind_at
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.founding.actions import locked_house
from labspace.houses.queries import fingerprint, touched_bookings
from labspace.houses.record.actions import must_be, note_change
from labspace.houses.record.models import HouseRecord
from labspace.locations.models import FOR_GOOD, Location
from labspace.times import TimeSpan

SUBJECT = "reminder_set"


def reminder_of(house: Location) -> dict[str, int | None]:
    """When the house reminds, as forms and record know it (`Location.reminder_hours`)."""
    return {"hours": house.reminder_hours}


def set_reminder(
    session: Session,
    location_id: int,
    hours: int | None,
    *,
    expected: str,
    seen: str,
    by: User,
    now: datetime,
) -> HouseRecord | None:
    """Remind so many hours before the start; None: on the afternoon of the day before, 0: never.

    `expected` is the stamp of what the form was made of, `seen` the fingerprint of the bookings that were
    shown. None where nothing changed; raises `BookingsTouched` where the mail of others comes at another
    time, `Refused` where somebody else was quicker.
    """
    actor_id = by.id
    begin_write(session)
    house = locked_house(session, location_id)
    before = reminder_of(house)
    must_be(before, expected)
    if hours == house.reminder_hours:
        return None
    touched = reminded_otherwise(session, house, hours, now=now)
    if touched and fingerprint(touched) != seen:
        raise BookingsTouched(touched)
    house.reminder_hours = hours
    return note_change(
        session,
        SUBJECT,
        location_id=location_id,
        before=before,
        after={"hours": hours},
        touched=len(touched),
        by_id=actor_id,
        now=now,
    )


def remind_again(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Remind as before a change; only while nothing of it changed since."""
    assert record.location_id is not None
    house = locked_house(session, record.location_id)
    if house.reminder_hours != record.after["hours"]:
        raise Refused(Refusal("changed_since"))
    house.reminder_hours = record.before["hours"]
    session.flush()


def reminded_otherwise(
    session: Session, house: Location, hours: int | None, *, now: datetime
) -> list[Booking]:
    """Bookings ahead whose mail is not sent yet and would come at another time, or come or not at all."""
    ahead = [
        one
        for one in touched_bookings(session, [house.id], TimeSpan(now, FOR_GOOD), now=now)
        if one.state is BookingState.CONFIRMED and one.starts_at > now and not one.entered_later
    ]
    sent = {
        (row.booking_id, row.starts_at)
        for row in session.execute(
            select(ReminderSent.booking_id, ReminderSent.starts_at).where(ReminderSent.starts_at > now)
        )
    }
    return [
        one
        for one in ahead
        if (one.id, one.starts_at) not in sent
        and one.booked_by.wants_reminders
        and one.booked_by.is_active
        and _mail_at(one, house, house.reminder_hours, now=now) != _mail_at(one, house, hours, now=now)
    ]


def _mail_at(booking: Booking, house: Location, hours: int | None, *, now: datetime) -> datetime | None:
    """When the mail goes; at once where its time has passed, never to whoever booked after it."""
    if hours == 0:
        return None
    moment = remind_at(booking.starts_at, zone=house.zone, hours=hours)
    return max(moment, now) if booking.changed_at < moment else None
