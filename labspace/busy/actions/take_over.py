"""What a calendar says becomes blockings: new ones are made, moved ones move, those that are gone are lifted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.actions.settle import rank_options
from labspace.bookings.changes import TimeUnblocked
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.busy.actions.locked import Ground
from labspace.busy.actions.settle import handfuls, settle_times
from labspace.busy.content import noted
from labspace.busy.kinds import BusyTime, Reading
from labspace.busy.models import BusyCollision, BusyEvent
from labspace.busy.queries import KnownEvent, known_events
from labspace.db import UtcDateTime, insert_rows, table_of
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, union


def take_over(session: Session, ground: Ground, reading: Reading, *, now: datetime) -> None:
    """Make the calendar's blockings what `reading` says; doing it twice changes nothing more.

    A number of statements that follows the changes in hundreds, never one for each event.
    """
    calendar = ground.calendar
    known = {event.identity: event for event in known_events(session, calendar.id)}
    wanted = {time.identity: time for time in reading.times if time.span.ends_at > now}
    over = [event for event in known.values() if event.ends_at <= now and event.identity not in wanted]
    gone = [event for event in known.values() if event.ends_at > now and event.identity not in wanted]
    moved = [
        (known[key], time) for key, time in wanted.items() if key in known and known[key].span != time.span
    ]
    # What staff let pass counts again where it lies elsewhere; what is over stays on record as it was.
    anew = [old for old, _time in moved if old.is_dismissed or old.ends_at <= now]
    moved = [(old, time) for old, time in moved if old not in anew]
    lift(session, [event for event in (*gone, *anew) if event.ends_at > now], now=now)
    forget(session, [*over, *gone, *anew])
    _move(session, moved)
    _rename(session, [(known[key], time) for key, time in wanted.items() if key in known])
    left = {event.identity for event in known.values()} - {event.identity for event in anew}
    _add(session, ground, [time for key, time in wanted.items() if key not in left], now=now)
    calendar.times, calendar.free = len(wanted), reading.free
    calendar.findings, calendar.finding_count = noted(reading), len(reading.findings)
    calendar.read_at = now
    session.flush()
    settle_times(session, ground, now=now)
    freed = [event.span for event in gone if not event.is_dismissed] + [old.span for old, _time in moved]
    tell_freed(session, ground, freed, now=now)


def tell_freed(session: Session, ground: Ground, spans: Iterable[TimeSpan], *, now: datetime) -> None:
    """Let those who wait for the space hear what nothing keeps taken any more."""
    if freed := union(spans):
        announce(session, TimeUnblocked(ground.space, tuple(freed), now))
        if ground.space.kind is SpaceKind.EVENT_AREA:
            rank_options(session, ground.calendar.location_id, now=now)


def lift(session: Session, events: Sequence[KnownEvent], *, now: datetime) -> None:
    """Give back what these events keep taken; their blockings stay on record as lifted."""
    for ids in handfuls(event.blocking_id for event in events):
        session.execute(delete(Claim).where(Claim.blocking_id.in_(ids)))
        session.execute(
            update(Blocking).where(Blocking.id.in_(ids), Blocking.lifted_at.is_(None)).values(lifted_at=now)
        )


def forget(session: Session, events: Sequence[KnownEvent]) -> None:
    """Let the events go, with what was to decide about them."""
    for ids in handfuls(event.id for event in events):
        session.execute(delete(BusyCollision).where(BusyCollision.event_id.in_(ids)))
        session.execute(delete(BusyEvent).where(BusyEvent.id.in_(ids)))


def _add(session: Session, ground: Ground, times: Sequence[BusyTime], *, now: datetime) -> None:
    if not times:
        return
    calendar = ground.calendar
    blockings = [
        {
            "space_id": calendar.space_id,
            "starts_at": time.span.starts_at,
            "ends_at": time.span.ends_at,
            "reason": BlockingReason.CALENDAR,
            "source": calendar.name,
            "note": "",
            "created_by_id": calendar.created_by_id,
            "created_at": now,
        }
        for time in times
    ]
    ids = _inserted(session, calendar.space_id, blockings)
    rows = [
        {
            "calendar_id": calendar.id,
            "uid": time.uid,
            "recurrence_id": time.recurrence_id,
            "starts_at": time.span.starts_at,
            "ends_at": time.span.ends_at,
            "title": time.title,
            "blocking_id": blocking_id,
            "is_dismissed": False,
            "is_whole": True,
        }
        for time, blocking_id in zip(times, ids, strict=True)
    ]
    insert_rows(session, BusyEvent, rows)


def _inserted(session: Session, space_id: int, blockings: Sequence[dict[str, object]]) -> Sequence[int]:
    """The ids of these new blockings, in order.

    Asked for afterwards: on SQLite rows that return their ids in order are inserted one by one. The space is
    locked, so nobody else makes blockings of it meanwhile.
    """
    last = session.scalars(select(func.max(Blocking.id))).one() or 0
    insert_rows(session, Blocking, blockings)
    made = select(Blocking.id).where(Blocking.space_id == space_id, Blocking.id > last).order_by(Blocking.id)
    return session.scalars(made).all()


def _move(session: Session, moved: Sequence[tuple[KnownEvent, BusyTime]]) -> None:
    """Give events another time; what was decided about the old one is asked anew."""
    if not moved:
        return
    for ids in handfuls(old.id for old, _time in moved):
        session.execute(delete(BusyCollision).where(BusyCollision.event_id.in_(ids)))
    for model, name in ((BusyEvent, "id"), (Blocking, "blocking_id")):
        table = table_of(model)
        rows = [
            {"row": getattr(old, name), "begins": time.span.starts_at, "ends": time.span.ends_at}
            for old, time in moved
        ]
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("row"))
            .values(
                starts_at=bindparam("begins", type_=UtcDateTime), ends_at=bindparam("ends", type_=UtcDateTime)
            ),
            rows,
        )


def _rename(session: Session, met: Sequence[tuple[KnownEvent, BusyTime]]) -> None:
    titled = [{"row": old.id, "words": time.title} for old, time in met if old.title != time.title]
    if titled:
        table = table_of(BusyEvent)
        question = update(table).where(table.c.id == bindparam("row")).values(title=bindparam("words"))
        session.connection().execute(question, titled)
