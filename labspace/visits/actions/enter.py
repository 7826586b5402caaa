"""Entering, correcting and withdrawing numbers of visits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import lock_spaces, units_of
from labspace.db import begin_write, insert_rows
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.visits.changes import VisitsCounted
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount, VisitHour
from labspace.visits.queries import hours_of
from labspace.visits.rules import MOST_VISITS


@dataclass(frozen=True, kw_only=True)
class Counted:
    """So many people came on one local day, as `source` has it."""

    location_id: int
    day: date
    span: TimeSpan
    """When they could come: the event or the shop's hours on that day."""
    count: int
    source: VisitSource
    booking_id: int | None = None
    space_id: int | None = None
    kind: SpaceKind | None = None
    """Of those who came to the house's spaces of one kind without a booking; without booking and space only."""
    note: str = ""
    hours: Mapping[datetime, int] = field(default_factory=dict)
    """How many came in the hours that begin then; empty where nobody tallied by the hour."""


def enter_count(
    session: Session,
    counted: Counted,
    *,
    by: User | None,
    now: datetime,
    seen: Collection[int] | None = None,
) -> VisitCount:
    """Note a number of visits; one of the same source for the same day is corrected by it and stays as a fact.

    The same number again changes nothing. `seen` are the ids of the numbers whoever enters this had
    before their eyes; where another holds by now it is refused, so that nobody replaces what they do
    not know. Raises `Refused` with `visits_in_the_future`, `no_such_number`, `hours_do_not_add_up` or
    `counted_meanwhile`.
    """
    actor_id = by.id if by else None
    begin_write(session)
    if counted.span.starts_at > now:
        raise Refused(Refusal("visits_in_the_future"))
    if not 0 <= counted.count <= MOST_VISITS:
        raise Refused(Refusal("no_such_number", {"most": MOST_VISITS}))
    if counted.hours and sum(counted.hours.values()) != counted.count:
        raise Refused(Refusal("hours_do_not_add_up", {"sum": sum(counted.hours.values())}))
    take_turn(session, counted.location_id, booking_id=counted.booking_id, space_id=counted.space_id)
    held = holding_all(session, counted)
    old = next((row for row in held if row.source is counted.source), None)
    if old is not None and _says_the_same(session, old, counted):
        return old
    if seen is not None:
        _refuse_unseen(held, seen)
    if old is not None:
        _end(old, actor_id=actor_id, now=now)
        # The row that holds is unique: the old one has to go before the new one comes.
        session.flush()
    row = VisitCount(
        location_id=counted.location_id,
        booking_id=counted.booking_id,
        space_id=counted.space_id,
        kind=counted.kind,
        day=counted.day,
        span=counted.span,
        count=counted.count,
        source=counted.source,
        note=counted.note[:300],
        entered_by_id=actor_id,
        entered_at=now,
        corrects_id=old.id if old else None,
    )
    session.add(row)
    if counted.hours:
        session.flush()
        hours = sorted(counted.hours.items())
        insert_rows(
            session,
            VisitHour,
            [{"count_id": row.id, "starts_at": starts_at, "count": count} for starts_at, count in hours],
        )
    announce(session, VisitsCounted(row, actor_id, now))
    return row


def withdraw_count(
    session: Session, count_id: int, *, by: User, now: datetime, seen: Collection[int] | None = None
) -> VisitCount:
    """Let a number no longer count, without another in its place; raises LookupError if there is none.

    Raises `Refused` with `counted_meanwhile` where it is none of those that were `seen`.
    """
    actor_id = by.id
    begin_write(session)
    row = session.get(VisitCount, count_id)
    if row is None:
        raise LookupError(count_id)
    take_turn(session, row.location_id, booking_id=row.booking_id, space_id=row.space_id)
    session.refresh(row)
    if row.ended_at is None:
        if seen is not None:
            _refuse_unseen([row], seen)
        _end(row, actor_id=actor_id, now=now)
        announce(session, VisitsCounted(row, actor_id, now))
    return row


def take_turn(
    session: Session, location_id: int, *, booking_id: int | None = None, space_id: int | None = None
) -> None:
    """Let others who count or decide the same wait until the commit: by the booking's units, the space or the house."""
    if booking_id is not None:
        lock_spaces(session, units_of(session, booking_id))
    elif space_id is not None:
        lock_spaces(session, [space_id])
    else:
        session.execute(
            select(Location.id).where(Location.id == location_id).with_for_update(key_share=True, of=Location)
        )


def holding(session: Session, counted: Counted) -> VisitCount | None:
    """The number of the same source for the same day and thing that holds now."""
    return next((row for row in holding_all(session, counted) if row.source is counted.source), None)


def holding_all(session: Session, counted: Counted) -> Sequence[VisitCount]:
    """The numbers of every source for the same day and thing that hold now, as they were entered."""
    question = select(VisitCount).where(VisitCount.day == counted.day, VisitCount.ended_at.is_(None))
    if counted.booking_id is not None:
        question = question.where(VisitCount.booking_id == counted.booking_id)
    elif counted.space_id is not None:
        question = question.where(VisitCount.booking_id.is_(None), VisitCount.space_id == counted.space_id)
    else:
        question = question.where(
            VisitCount.booking_id.is_(None),
            VisitCount.space_id.is_(None),
            VisitCount.kind.is_(None) if counted.kind is None else VisitCount.kind == counted.kind,
            VisitCount.location_id == counted.location_id,
        )
    order = (VisitCount.entered_at, VisitCount.id)
    return session.scalars(question.order_by(*order).execution_options(populate_existing=True)).all()


def _refuse_unseen(held: Iterable[VisitCount], seen: Collection[int]) -> None:
    # Taps at the door go on while somebody writes; they replace nothing and are replaced by nothing.
    for row in held:
        if row.id not in seen and row.source is not VisitSource.DOOR:
            raise Refused(
                Refusal(
                    "counted_meanwhile",
                    {
                        "count": row.count,
                        "source": row.source,
                        "day": row.day,
                        "at": row.entered_at,
                        "zone": row.location.zone,
                    },
                )
            )


def _says_the_same(session: Session, old: VisitCount, counted: Counted) -> bool:
    if (old.count, old.span, old.note) != (counted.count, counted.span, counted.note[:300]):
        return False
    return hours_of(session, [old.id]).get(old.id, {}) == dict(counted.hours)


def _end(row: VisitCount, *, actor_id: int | None, now: datetime) -> None:
    row.ended_at, row.ended_by_id = now, actor_id
