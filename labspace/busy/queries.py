"""Questions about subscribed calendars, their events and collisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.busy.models import BusyCalendar, BusyCollision, BusyEvent
from labspace.busy.states import IN_FORCE, CalendarState
from labspace.times import TimeSpan


class KnownEvent(NamedTuple):
    """A stored event as the actions compare it."""

    id: int
    uid: str
    recurrence_id: str
    starts_at: datetime
    ends_at: datetime
    title: str
    blocking_id: int | None
    is_dismissed: bool
    is_whole: bool

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.starts_at, self.ends_at)

    @property
    def identity(self) -> tuple[str, str]:
        return self.uid, self.recurrence_id


def known_events(session: Session, calendar_id: int) -> list[KnownEvent]:
    """Every stored event of a calendar, by start."""
    columns = (getattr(BusyEvent, name) for name in KnownEvent._fields)
    rows = session.execute(
        select(*columns)
        .where(BusyEvent.calendar_id == calendar_id)
        .order_by(BusyEvent.starts_at, BusyEvent.id)
    )
    return [KnownEvent(*row) for row in rows]


def due_calendar(session: Session, *, now: datetime) -> BusyCalendar | None:
    """The calendar that has waited longest for its next look."""
    return session.scalars(
        select(BusyCalendar)
        .where(BusyCalendar.next_at <= now, BusyCalendar.state == CalendarState.ACTIVE)
        .order_by(BusyCalendar.next_at, BusyCalendar.id)
        .limit(1)
    ).one_or_none()


def calendars_of(session: Session, location_id: int) -> Sequence[BusyCalendar]:
    """The calendars of a house that are not removed, drafts last, by name."""
    return session.scalars(
        select(BusyCalendar)
        .where(BusyCalendar.location_id == location_id, BusyCalendar.state != CalendarState.REMOVED)
        .options(joinedload(BusyCalendar.space), joinedload(BusyCalendar.created_by))
        .order_by(BusyCalendar.state == CalendarState.DRAFT, func.lower(BusyCalendar.name), BusyCalendar.id)
    ).all()


def find_calendar(session: Session, location_id: int, calendar_id: int) -> BusyCalendar | None:
    """A calendar of this house that is not removed."""
    if not 0 < calendar_id < 2**62:
        return None
    calendar = session.get(BusyCalendar, calendar_id)
    if calendar is None or calendar.location_id != location_id or calendar.state is CalendarState.REMOVED:
        return None
    return calendar


def coming_events(session: Session, calendar_id: int, *, now: datetime, limit: int) -> Sequence[BusyEvent]:
    """The next events of a calendar, earliest first."""
    return session.scalars(
        select(BusyEvent)
        .where(BusyEvent.calendar_id == calendar_id, BusyEvent.ends_at > now)
        .order_by(BusyEvent.starts_at, BusyEvent.id)
        .limit(limit)
    ).all()


def collisions_of(
    session: Session, location_id: int, *, now: datetime, decided: bool = False
) -> Sequence[BusyCollision]:
    """Collisions of a house that are not over, earliest first: those to decide, or those decided."""
    return (
        session.scalars(
            select(BusyCollision)
            .join(BusyCollision.event)
            .join(BusyEvent.calendar)
            .where(
                BusyCalendar.location_id == location_id,
                BusyEvent.ends_at > now,
                BusyCollision.decision.isnot(None) if decided else BusyCollision.decision.is_(None),
            )
            .options(
                joinedload(BusyCollision.event).joinedload(BusyEvent.calendar).joinedload(BusyCalendar.space),
                joinedload(BusyCollision.booking).options(
                    joinedload(Booking.booked_by),
                    joinedload(Booking.organisation),
                    joinedload(Booking.location),
                    selectinload(Booking.spaces),
                ),
            )
            .order_by(BusyEvent.starts_at, BusyCollision.id)
            .limit(200)
        )
        .unique()
        .all()
    )


def open_collision_count(location_id: int, *, now: datetime) -> ScalarSelect[int]:
    """How many collisions of a house wait for a decision, to be asked together with other counts."""
    return (
        select(func.count())
        .select_from(BusyCollision)
        .join(BusyCollision.event)
        .join(BusyEvent.calendar)
        .where(
            BusyCalendar.location_id == location_id,
            BusyEvent.ends_at > now,
            BusyCollision.decision.is_(None),
        )
        .scalar_subquery()
    )


def find_collision(session: Session, location_id: int, collision_id: int) -> BusyCollision | None:
    """A collision of a calendar of this house."""
    if not 0 < collision_id < 2**62:
        return None
    collision = session.get(BusyCollision, collision_id)
    if collision is None or collision.event.calendar.location_id != location_id:
        return None
    return collision


def calendars_to_settle(session: Session, *, now: datetime) -> Sequence[int]:
    """Calendars with an event that lacks part of its time, though nothing that was in the way is any more."""
    holds = exists().where(
        Claim.booking_id == BusyCollision.booking_id,
        Claim.is_core,
        Claim.starts_at < BusyEvent.ends_at,
        Claim.ends_at > BusyEvent.starts_at,
    )
    collides = BusyCollision.event_id == BusyEvent.id
    one_gone = exists().where(collides, ~holds.correlate(BusyCollision, BusyEvent))
    return session.scalars(
        select(BusyEvent.calendar_id)
        .join(BusyEvent.calendar)
        .where(
            BusyCalendar.state.in_(IN_FORCE),
            BusyEvent.ends_at > now,
            ~BusyEvent.is_whole,
            ~BusyEvent.is_dismissed,
            or_(one_gone, ~exists().where(collides)),
        )
        .distinct()
        .order_by(BusyEvent.calendar_id)
    ).all()
