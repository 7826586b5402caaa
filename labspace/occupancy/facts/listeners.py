"""Facts hear of changes in the transaction that makes them: one mark for each house, right before its commit.

What concerns no day that is over leaves no mark, so most bookings pay nothing. Hours, closures,
spaces and rules need no mark: `FactDay.revision` tells of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange, BookingMoved, SpaceBlocked
from labspace.bookings.models import BlockingReason
from labspace.db import insert_rows
from labspace.locations.models import Location
from labspace.occupancy.days import Days, merged
from labspace.occupancy.facts.keeping import FARTHEST, is_ahead, marked_days
from labspace.occupancy.facts.models import FactMark
from labspace.popups.tenancies.changes import DaysRecorded
from labspace.times import TimeSpan

PENDING = "labspace.occupancy.facts.pending"
SET_UP_AT_MOST = timedelta(minutes=1440)


@listen(*BOOKING_CHANGES)
def mark_booking(session: Session, change: BookingChange) -> None:
    """The days of the booking, its recorded use and its set-up no longer hold; when moved, where it was too."""
    booking = change.booking
    spans = [booking.span, change.old_span] if isinstance(change, BookingMoved) else [booking.span]
    if all(is_ahead(span, now=change.at) for span in spans):
        return  # nearly always, and before the house is asked for
    before = FARTHEST + timedelta(minutes=booking.setup_minutes)
    after = FARTHEST + timedelta(minutes=booking.teardown_minutes)
    _mark(session, booking.location, booking.span, at=change.at, before=before, after=after)
    if isinstance(change, BookingMoved):
        widest = FARTHEST + SET_UP_AT_MOST
        _mark(session, booking.location, change.old_span, at=change.at, before=widest, after=widest)


@listen(SpaceBlocked)
def mark_maintenance(session: Session, change: SpaceBlocked) -> None:
    """Maintenance is a closure (R3); any other blocking changes no figure."""
    blocking = change.blocking
    if blocking.reason is BlockingReason.MAINTENANCE:
        at = blocking.lifted_at or blocking.created_at
        _mark(session, blocking.space.location, blocking.span, at=at)


@listen(DaysRecorded)
def mark_shop_days(session: Session, change: DaysRecorded) -> None:
    """Recorded shop hours are what "used" means for a slot (K03); the first ones end what stood for them."""
    booking = change.tenancy.booking
    recorded = Days(change.first, change.last).span(zone=booking.location.zone)
    whole = TimeSpan(min(recorded.starts_at, booking.starts_at), max(recorded.ends_at, booking.ends_at))
    _mark(session, booking.location, whole, at=change.at)


def _mark(
    session: Session,
    house: Location,
    span: TimeSpan,
    *,
    at: datetime,
    before: timedelta = FARTHEST,
    after: timedelta = FARTHEST,
) -> None:
    days = marked_days(span, zone=house.zone, now=at, before=before, after=after)
    if days is not None:
        session.info.setdefault(PENDING, {}).setdefault(house.id, []).append(days)


@event.listens_for(Session, "before_commit")
def mark_before_commit(session: Session) -> None:
    """Write what was noted as marks, as part of the transaction; one statement, however much changed."""
    if PENDING not in session.info or session.in_nested_transaction():
        return
    session.flush()
    pending: dict[int, list[Days]] = session.info.pop(PENDING)
    rows = [
        {"location_id": location_id, "first_on": days.first, "last_on": days.last}
        for location_id, stretches in pending.items()
        for days in merged(stretches)
    ]
    insert_rows(session, FactMark, rows)


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    """What was rolled back never happened."""
    session.info.pop(PENDING, None)
