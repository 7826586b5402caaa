"""Staff decide where a foreign event lies over a booking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.claims import units_of
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.busy.actions.locked import Ground, lock_calendar, lock_ground
from labspace.busy.actions.settle import settle_times
from labspace.busy.actions.take_over import lift, tell_freed
from labspace.busy.models import BusyCollision, BusyEvent
from labspace.busy.queries import known_events
from labspace.busy.states import IN_FORCE, Decision
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def keep_booking(session: Session, collision_id: int, *, by: User, now: datetime) -> BusyCollision:
    """The booking holds; the event keeps the rest of its time taken."""
    actor_id = by.id
    collision, _ground = _open_collision(session, collision_id, now=now)
    _decide(collision, Decision.KEEP_BOOKING, actor_id, now=now)
    session.flush()
    return collision


def give_way(
    session: Session,
    collision_id: int,
    *,
    code: CancelReason | None,
    reason: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Booking:
    """Cancel the booking for the house, who booked is told why; the event takes its time at once.

    Nobody comes in between: both happen under the lock of the units.
    """
    actor_id = by.id
    collision, ground = _open_collision(session, collision_id, now=now)
    booking_id = collision.booking_id
    _decide(collision, Decision.CANCEL_BOOKING, actor_id, now=now)
    session.flush()
    booking = cancel_booking(
        session,
        booking_id,
        by=session.get_one(User, actor_id),
        now=now,
        code=code,
        reason=reason,
        by_house=True,
        expected_version=expected_version,
    )
    settle_times(session, ground, now=now)
    return booking


def dismiss_event(session: Session, collision_id: int, *, by: User, now: datetime) -> BusyEvent:
    """Let the foreign event pass: it keeps nothing taken here, as long as it stays where it is."""
    actor_id = by.id
    collision, ground = _open_collision(session, collision_id, now=now)
    event_id = collision.event_id
    _decide(collision, Decision.DISMISS_EVENT, actor_id, now=now)
    session.flush()
    (known,) = (event for event in known_events(session, ground.calendar.id) if event.id == event_id)
    lift(session, [known], now=now)
    let_pass(session, known.blocking_id)
    settle_times(session, ground, now=now)
    tell_freed(session, ground, [known.span], now=now)
    return collision.event


def let_pass(session: Session, blocking_id: int | None) -> None:
    """The event behind a lifted blocking keeps nothing taken any more."""
    session.execute(
        update(BusyEvent)
        .where(BusyEvent.blocking_id == blocking_id)
        .values(is_dismissed=True, is_whole=True)
        .execution_options(synchronize_session=False)
    )


def _open_collision(session: Session, collision_id: int, *, now: datetime) -> tuple[BusyCollision, Ground]:
    begin_write(session)
    found = session.get(BusyCollision, collision_id)
    if found is None:
        raise Refused(Refusal("collision_gone"))
    calendar = lock_calendar(session, found.event.calendar_id)
    ground = lock_ground(session, calendar, now=now, also=units_of(session, found.booking_id))
    collision = session.get(BusyCollision, collision_id, populate_existing=True)
    if collision is None or calendar.state not in IN_FORCE:
        raise Refused(Refusal("collision_gone"))
    if collision.decision is not None:
        raise Refused(Refusal("collision_decided"))
    return collision, ground


def _decide(collision: BusyCollision, decision: Decision, actor_id: int, *, now: datetime) -> None:
    collision.decision, collision.decided_by_id, collision.decided_at = decision, actor_id, now
