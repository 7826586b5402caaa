"""Taps at the door: each counts once however often it is sent, and all doors add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.db import begin_write, insert_rows
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.visits.actions.enter import Counted, holding, take_turn
from labspace.visits.changes import VisitsCounted
from labspace.visits.kinds import VisitSource
from labspace.visits.models import DoorTap, VisitCount
from labspace.visits.queries import at_the_door


@dataclass(frozen=True, kw_only=True)
class Door:
    """What is counted at the door: visitors of an event, a shop, a house or its café on one day."""

    location_id: int
    day: date
    span: TimeSpan
    booking_id: int | None = None
    kind: SpaceKind | None = None
    """What lies behind it, such as the house's café; None: the house, or what the booking is."""
    turns_at_midnight: bool = False
    """Whether the next day is counted on its own, at the same door."""


@dataclass(frozen=True, kw_only=True)
class Tap:
    """One tap as its device tells it; `key` is the device's own name for it."""

    key: str
    people: int
    tapped_at: datetime
    undoes_key: str | None = None


def note_taps(
    session: Session, door: Door, taps: Sequence[Tap], *, device: str, by: User, now: datetime
) -> int:
    """Note taps and return how many are in now; a tap that came before changes nothing.

    Safe to send again after a lost answer, in any order, hours later.
    """
    actor_id = by.id
    begin_write(session)
    take_turn(session, door.location_id, booking_id=door.booking_id)
    fresh = _unknown(session, taps)
    if fresh:
        rows = [
            {
                "location_id": door.location_id,
                "booking_id": door.booking_id,
                "kind": door.kind,
                "day": door.day,
                "key": tap.key,
                "device": device,
                "people": tap.people,
                "undoes_key": tap.undoes_key,
                "tapped_at": min(max(tap.tapped_at, door.span.starts_at), now),
                "received_at": now,
                "by_id": actor_id,
            }
            for tap in fresh
        ]
        insert_rows(session, DoorTap, rows)
    total = at_the_door(session, door.location_id, door.booking_id, door.day, kind=door.kind)
    if fresh:
        _keep(session, door, total, actor_id=actor_id, now=now)
    return total


def _unknown(session: Session, taps: Sequence[Tap]) -> list[Tap]:
    """Those nobody sent before; of two with one name, or that take back the same, the first."""
    keys = [tap.key for tap in taps]
    undone = [tap.undoes_key for tap in taps if tap.undoes_key]
    known = set(session.scalars(select(DoorTap.key).where(DoorTap.key.in_(keys))))
    gone = set(session.scalars(select(DoorTap.undoes_key).where(DoorTap.undoes_key.in_(undone))))
    fresh = []
    for tap in taps:
        if tap.key in known or (tap.undoes_key and tap.undoes_key in gone):
            continue
        known.add(tap.key)
        gone.add(tap.undoes_key)
        fresh.append(tap)
    return fresh


def _keep(session: Session, door: Door, total: int, *, actor_id: int, now: datetime) -> None:
    """Bring the door's number of the day up to its taps."""
    counted = Counted(
        location_id=door.location_id,
        booking_id=door.booking_id,
        kind=door.kind,
        day=door.day,
        span=door.span,
        count=total,
        source=VisitSource.DOOR,
    )
    row = holding(session, counted)
    if row is None:
        row = VisitCount(
            location_id=door.location_id,
            booking_id=door.booking_id,
            kind=door.kind,
            day=door.day,
            span=door.span,
            count=total,
            source=VisitSource.DOOR,
            entered_by_id=actor_id,
            entered_at=now,
        )
        session.add(row)
    row.count, row.entered_at = total, now
    announce(session, VisitsCounted(row, actor_id, now))
