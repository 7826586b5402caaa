"""Staff subscribe to a calendar, look at what would come, take it over, halt it and remove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.busy.actions.locked import lock_calendar, lock_ground
from labspace.busy.actions.prepare import prepared
from labspace.busy.actions.take_over import forget, lift, take_over, tell_freed
from labspace.busy.content import kept, noted, read_kept
from labspace.busy.models import BusyCalendar
from labspace.busy.pace import next_look
from labspace.busy.queries import known_events
from labspace.busy.states import IN_FORCE, CalendarState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.spaces.models import Space

MOST_OF_A_HOUSE = 100


@dataclass(frozen=True, slots=True)
class Content:
    """A calendar as it was fetched or uploaded."""

    data: bytes
    address: str = ""
    etag: str = ""
    last_modified: str = ""


def draft_calendar(
    session: Session, space_id: int, *, name: str, content: Content, by: User, now: datetime
) -> BusyCalendar:
    """A calendar to look at; nothing is taken yet. Raises `Unreadable` for what is none."""
    actor_id, body = by.id, kept(content.data)
    reading = read_kept(body, zone=session.get_one(Space, space_id).location.zone, now=now)
    begin_write(session)
    space = session.get_one(Space, space_id)
    many = select(func.count()).where(
        BusyCalendar.location_id == space.location_id, BusyCalendar.state != CalendarState.REMOVED
    )
    if session.scalars(many).one() >= MOST_OF_A_HOUSE:
        raise Refused(Refusal("too_many_calendars", {"most": MOST_OF_A_HOUSE}))
    calendar = BusyCalendar(
        location_id=space.location_id,
        space_id=space_id,
        name=name,
        address=content.address,
        state=CalendarState.DRAFT,
        state_since=now,
        created_by_id=actor_id,
        created_at=now,
        body=body,
        etag=content.etag,
        last_modified=content.last_modified,
        read_at=now,
        times=len(reading.times),
        free=reading.free,
        findings=noted(reading),
        finding_count=len(reading.findings),
    )
    session.add(calendar)
    session.flush()
    return calendar


def start_calendar(session: Session, calendar_id: int, *, now: datetime, chance: float) -> BusyCalendar:
    """Take a draft over: from now on its events keep the space taken."""
    _body, reading = prepared(session, calendar_id, None, now=now)
    calendar = lock_calendar(session, calendar_id)
    if calendar.state is not CalendarState.DRAFT:
        raise Refused(Refusal("not_possible_in_state", {"state": calendar.state}))
    calendar.become(CalendarState.ACTIVE, now=now)
    calendar.next_at = next_look(now, chance=chance)
    take_over(session, lock_ground(session, calendar, now=now), reading, now=now)
    return calendar


def replace_content(session: Session, calendar_id: int, *, data: bytes, now: datetime) -> BusyCalendar:
    """A newer file in the place of the uploaded one; raises `Unreadable`, and everything stays."""
    body, reading = prepared(session, calendar_id, data, now=now)
    calendar = lock_calendar(session, calendar_id)
    if calendar.state not in IN_FORCE or not calendar.is_file:
        raise Refused(Refusal("not_possible_in_state", {"state": calendar.state}))
    calendar.body = body
    take_over(session, lock_ground(session, calendar, now=now), reading, now=now)
    return calendar


def pause_calendar(session: Session, calendar_id: int, *, now: datetime) -> BusyCalendar:
    """Look at it no more; what was taken over stays."""
    calendar = lock_calendar(session, calendar_id)
    calendar.become(CalendarState.PAUSED, now=now)
    calendar.next_at = None
    session.flush()
    return calendar


def resume_calendar(session: Session, calendar_id: int, *, now: datetime) -> BusyCalendar:
    """Look at it again, at once."""
    calendar = lock_calendar(session, calendar_id)
    if calendar.state is not CalendarState.PAUSED:
        raise Refused(Refusal("not_possible_in_state", {"state": calendar.state}))
    calendar.become(CalendarState.ACTIVE, now=now)
    calendar.next_at, calendar.failures, calendar.problem = now, 0, ""
    session.flush()
    return calendar


def remove_calendar(session: Session, calendar_id: int, *, now: datetime) -> BusyCalendar:
    """End it: what it kept taken from now on is free, its address and content are forgotten."""
    calendar = lock_calendar(session, calendar_id)
    calendar.become(CalendarState.REMOVED, now=now)
    ground = lock_ground(session, calendar, now=now)
    events = known_events(session, calendar.id)
    coming = [event for event in events if event.ends_at > now]
    lift(session, coming, now=now)
    forget(session, events)
    calendar.address, calendar.body, calendar.next_at = "", None, None
    calendar.etag, calendar.last_modified, calendar.findings = "", "", []
    session.flush()
    tell_freed(session, ground, [event.span for event in coming if not event.is_dismissed], now=now)
    return calendar
