"""Which part of its time each event has: all that no booking had before. Collisions are noted for staff.

Claims are pieces: where two foreign events overlap, the earlier one claims the common part, and
where a booking lies under one, the event claims the rest, so that nothing more is booked there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import put_claims
from labspace.bookings.actions.lapse import without_lapsed
from labspace.bookings.claim_models import Claim
from labspace.bookings.queries import Claimed, claims_between
from labspace.busy.actions.locked import Ground
from labspace.busy.models import BusyCollision, BusyEvent
from labspace.busy.queries import KnownEvent, known_events
from labspace.db import insert_rows
from labspace.times import TimeSpan, difference, union

MANY = 500
"""Rows one statement names; SQLite takes 32 766 values at most."""

Piece = tuple[int, int, datetime, datetime]
"""Blocking, unit, start and end of a claim."""


def settle_times(session: Session, ground: Ground, *, now: datetime) -> None:
    """Claim for each event what is free, and note which bookings have the rest; writes differences only."""
    every = known_events(session, ground.calendar.id)
    events = [event for event in every if not event.is_dismissed and event.ends_at > now]
    own = _own_claims(session, ground.calendar.id, now=now)
    if not events:
        _drop(session, own.values())
        _note_collisions(session, ground, set(), now=now)
        return
    window = TimeSpan(events[0].starts_at, max(event.ends_at for event in events))
    mine = {event.blocking_id for event in every}
    claims = without_lapsed(session, claims_between(session, ground.unit_ids, window), now=now)
    others = _by_unit(claim for claim in claims if claim.blocking_id is None or claim.blocking_id not in mine)
    wanted = {piece for unit_id in ground.unit_ids for piece in _pieces(events, unit_id, others[unit_id])}
    _drop(session, (claim_id for piece, claim_id in own.items() if piece not in wanted))
    put_claims(
        session,
        [
            Claim(space_id=unit, span=TimeSpan(starts_at, ends_at), is_core=True, blocking_id=blocking)
            for blocking, unit, starts_at, ends_at in sorted(wanted - own.keys())
        ],
    )
    in_the_way = [
        (event, claim) for unit_id in ground.unit_ids for event, claim in _met(events, others[unit_id])
    ]
    _mark_whole(session, events, {event.id for event, _claim in in_the_way})
    collisions = {
        (event.id, claim.booking_id)
        for event, claim in in_the_way
        if claim.booking_id is not None and claim.span.ends_at > now
    }
    _note_collisions(session, ground, collisions, now=now)


def _own_claims(session: Session, calendar_id: int, *, now: datetime) -> dict[Piece, int]:
    rows = session.execute(
        select(Claim.blocking_id, Claim.space_id, Claim.starts_at, Claim.ends_at, Claim.id)
        .join(BusyEvent, BusyEvent.blocking_id == Claim.blocking_id)
        .where(BusyEvent.calendar_id == calendar_id, BusyEvent.ends_at > now)
    )
    return {(row[0] or 0, row[1], row[2], row[3]): row[4] for row in rows}


def _by_unit(claims: Iterable[Claimed]) -> dict[int, list[Claimed]]:
    units: dict[int, list[Claimed]] = defaultdict(list)
    for claim in claims:
        units[claim.space_id].append(claim)
    return units


def _pieces(events: Sequence[KnownEvent], unit_id: int, others: Sequence[Claimed]) -> Iterable[Piece]:
    """What events, by start, claim of one unit."""
    taken = union(claim.span for claim in others)
    starts, ends = [span.starts_at for span in taken], [span.ends_at for span in taken]
    reached: datetime | None = None
    for event in events:
        begins = event.starts_at if reached is None else max(event.starts_at, reached)
        if begins >= event.ends_at:
            continue
        reached = event.ends_at
        near = taken[bisect_right(ends, begins) : bisect_left(starts, event.ends_at)]
        for free in difference([TimeSpan(begins, event.ends_at)], near):
            yield event.blocking_id or 0, unit_id, free.starts_at, free.ends_at


def _met(events: Sequence[KnownEvent], others: Sequence[Claimed]) -> Iterable[tuple[KnownEvent, Claimed]]:
    """Events with the bookings and holds that have part of their time."""
    # Core claims of one unit never overlap, so their ends are in order too.
    solid = [claim for claim in others if claim.is_core and claim.blocking_id is None]
    starts, ends = [claim.span.starts_at for claim in solid], [claim.span.ends_at for claim in solid]
    for event in events:
        for claim in solid[bisect_right(ends, event.starts_at) : bisect_left(starts, event.ends_at)]:
            yield event, claim


def _drop(session: Session, claim_ids: Iterable[int]) -> None:
    for ids in handfuls(claim_ids):
        session.execute(delete(Claim).where(Claim.id.in_(ids)))


def _mark_whole(session: Session, events: Sequence[KnownEvent], lacking: set[int]) -> None:
    for is_whole in (True, False):
        changed = (one.id for one in events if is_whole not in (one.is_whole, one.id in lacking))
        for ids in handfuls(changed):
            session.execute(update(BusyEvent).where(BusyEvent.id.in_(ids)).values(is_whole=is_whole))


def _note_collisions(
    session: Session, ground: Ground, wanted: set[tuple[int, int]], *, now: datetime
) -> None:
    rows = session.execute(
        select(BusyCollision.id, BusyCollision.event_id, BusyCollision.booking_id)
        .join(BusyCollision.event)
        .where(BusyEvent.calendar_id == ground.calendar.id, BusyEvent.ends_at > now)
    )
    known = {(row[1], row[2]): row[0] for row in rows}
    for ids in handfuls(number for pair, number in known.items() if pair not in wanted):
        session.execute(delete(BusyCollision).where(BusyCollision.id.in_(ids)))
    insert_rows(
        session,
        BusyCollision,
        [
            {"event_id": event_id, "booking_id": booking_id, "found_at": now}
            for event_id, booking_id in sorted(wanted - known.keys())
        ],
    )


def handfuls(ids: Iterable[int | None]) -> Iterator[list[int]]:
    """Ids as many at a time as one statement names; those that are None left out."""
    known = [number for number in ids if number is not None]
    for start in range(0, len(known), MANY):
        yield known[start : start + MANY]
