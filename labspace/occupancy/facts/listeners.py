"""What of bookings makes facts stale: each change marks the days it may touch.

What concerns no day that is over leaves no mark, so most bookings pay nothing. Hours, closures,
spaces and rules need no mark: `FactDay.ground` tells of them.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange, BookingMoved, SpaceBlocked
from labspace.bookings.claim_models import BlockingReason
from labspace.occupancy.days import Days
from labspace.occupancy.facts.keeping import FARTHEST, is_ahead
from labspace.occupancy.facts.marks import mark_span
from labspace.popups.tenancies.changes import DaysRecorded
from labspace.times import TimeSpan

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
    mark_span(session, booking.location, booking.span, at=change.at, before=before, after=after)
    if isinstance(change, BookingMoved):
        widest = FARTHEST + SET_UP_AT_MOST
        mark_span(session, booking.location, change.old_span, at=change.at, before=widest, after=widest)


@listen(SpaceBlocked)
def mark_maintenance(session: Session, change: SpaceBlocked) -> None:
    """Maintenance is a closure (R3); any other blocking changes no figure."""
    blocking = change.blocking
    if blocking.reason is BlockingReason.MAINTENANCE:
        at = blocking.lifted_at or blocking.created_at
        mark_span(session, blocking.space.location, blocking.span, at=at)


@listen(DaysRecorded)
def mark_shop_days(session: Session, change: DaysRecorded) -> None:
    """Recorded shop hours are what "used" means for a slot (K03); the first ones end what stood for them."""
    booking = change.tenancy.booking
    recorded = Days(change.first, change.last).span(zone=booking.location.zone)
    whole = TimeSpan(min(recorded.starts_at, booking.starts_at), max(recorded.ends_at, booking.ends_at))
    mark_span(session, booking.location, whole, at=change.at)
