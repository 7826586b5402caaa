"""Looking at a calendar again: one process takes its turn, fetches without a lock, and notes what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from labspace.busy.actions.locked import lock_calendar, lock_ground
from labspace.busy.actions.prepare import prepared
from labspace.busy.actions.settle import settle_times
from labspace.busy.actions.take_over import take_over
from labspace.busy.fetching import Fetched, NotFetched
from labspace.busy.kinds import Unreadable
from labspace.busy.models import BusyCalendar
from labspace.busy.pace import LEASE, next_look
from labspace.busy.queries import due_calendar
from labspace.busy.states import IN_FORCE, CalendarState
from labspace.db import begin_write

KEEP_DRAFTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lease:
    """The turn of one process at one calendar; whoever comes back after `until` has lost it."""

    calendar_id: int
    address: str
    etag: str
    last_modified: str
    until: datetime

    def __repr__(self) -> str:
        return f"<Lease of calendar {self.calendar_id} until {self.until:%H:%M:%S}>"


def take_due(session: Session, *, now: datetime, calendar_id: int | None = None) -> Lease | None:
    """The next calendar to look at, taken so that no other process looks too; commit, then fetch.

    With `calendar_id` that one, due or not, if nobody else is at it.
    """
    begin_write(session)
    calendar = (
        due_calendar(session, now=now) if calendar_id is None else session.get(BusyCalendar, calendar_id)
    )
    if calendar is None or calendar.state is not CalendarState.ACTIVE:
        return None
    tried, until = calendar.tried_at, now + LEASE
    if calendar_id is not None and tried is not None and calendar.next_at == tried + LEASE > now:
        return None
    taken = session.execute(
        update(BusyCalendar)
        .where(BusyCalendar.id == calendar.id, BusyCalendar.next_at == calendar.next_at)
        .values(next_at=until, tried_at=now)
        .execution_options(synchronize_session=False)
        .returning(BusyCalendar.id)
    ).first()
    if taken is None:
        return None
    return Lease(calendar.id, calendar.address, calendar.etag, calendar.last_modified, until)


def note_fetched(session: Session, lease: Lease, fetched: Fetched, *, now: datetime, chance: float) -> bool:
    """Take over what came, in one transaction; False if the turn was lost meanwhile.

    What is no calendar changes nothing that was taken over before: its code is noted, and it is tried again.
    """
    try:
        # Reading takes a while for a large calendar: nobody waits for it.
        body, reading = prepared(session, lease.calendar_id, fetched.content, now=now)
    except Unreadable as unreadable:
        return note_not_fetched(session, lease, NotFetched(unreadable.code), now=now, chance=chance)
    calendar = lock_calendar(session, lease.calendar_id)
    if not _is_still(calendar, lease):
        return False
    if fetched.content is not None:
        calendar.body, calendar.etag, calendar.last_modified = body, fetched.etag, fetched.last_modified
    calendar.failures, calendar.problem = 0, ""
    calendar.next_at = next_look(now, chance=chance)
    take_over(session, lock_ground(session, calendar, now=now), reading, now=now)
    return True


def note_not_fetched(
    session: Session, lease: Lease, problem: NotFetched, *, now: datetime, chance: float
) -> bool:
    """Remember that nothing came, and wait longer; what was taken over before stays."""
    calendar = lock_calendar(session, lease.calendar_id)
    if not _is_still(calendar, lease):
        return False
    calendar.failures += 1
    calendar.problem = problem.code
    calendar.next_at = next_look(
        now, failures=calendar.failures, retry_after=problem.retry_after, chance=chance
    )
    session.flush()
    return True


def settle_open_times(session: Session, calendar_id: int, *, now: datetime) -> None:
    """Let the calendar's events have what bookings in their way gave back since."""
    calendar = lock_calendar(session, calendar_id)
    if calendar.state in IN_FORCE:
        settle_times(session, lock_ground(session, calendar, now=now), now=now)


def forget_drafts(session: Session, *, now: datetime) -> None:
    """Forget previews that nobody took over within a day."""
    session.execute(
        delete(BusyCalendar).where(
            BusyCalendar.state == CalendarState.DRAFT, BusyCalendar.created_at < now - KEEP_DRAFTS
        )
    )


def _is_still(calendar: BusyCalendar, lease: Lease) -> bool:
    return calendar.state is CalendarState.ACTIVE and calendar.next_at == lease.until
