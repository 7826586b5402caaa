"""Saying how many came to a pop-up, day by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.actions.locks import locked_with_slot
from labspace.popups.tenancies.records import OpenedDay
from labspace.popups.tenancies.states import HAPPENING
from labspace.visits.actions import Counted, enter_count, withdraw_count
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount
from labspace.visits.queries import counts_of


def source_of(*, is_staff: bool) -> VisitSource:
    """The team enters what was tallied, a tenant tells: that decides how good the number is (R13)."""
    return VisitSource.TALLY if is_staff else VisitSource.REPORT


def record_visits(
    session: Session,
    tenancy_id: int,
    numbers: Mapping[date, int | None],
    *,
    by: User,
    now: datetime,
    seen: Collection[int] | None = None,
) -> int:
    """Note how many came on days it was open, None to take a number back; returns how many changed.

    What was said before stays as a fact. `seen` are the ids of the numbers they had before their eyes.
    Raises `Refused` with `visits_while_shut` for each day on which it was not open, or with
    `counted_meanwhile`, and then nothing is noted.
    """
    actor_id = by.id
    begin_write(session)
    tenancy = locked_with_slot(session, tenancy_id)
    if tenancy.state not in HAPPENING:
        raise Refused(Refusal("not_possible_in_state", {"state": tenancy.state}))
    source = source_of(is_staff=by.runs(tenancy.location_id))
    opened = {
        row.day: row.span
        for row in session.scalars(
            select(OpenedDay).where(OpenedDay.tenancy_id == tenancy_id, OpenedDay.day.in_(numbers))
        )
    }
    refuse_any(
        Refusal("visits_while_shut", {"day": day})
        for day, number in sorted(numbers.items())
        if number is not None and day not in opened
    )
    held = {row.day: row for row in counts_of(session, tenancy.booking_id) if row.source is source}
    changed = [day for day, number in sorted(numbers.items()) if number != _count(held.get(day))]
    for day, number in sorted(numbers.items()):
        if number is not None:
            counted = Counted(
                location_id=tenancy.location_id,
                booking_id=tenancy.booking_id,
                day=day,
                span=opened[day],
                count=number,
                source=source,
            )
            enter_count(session, counted, by=by, now=now, seen=seen)
        elif day in held:
            withdraw_count(session, held[day].id, by=by, now=now, seen=seen)
    if changed:
        first, last = changed[0].isoformat(), changed[-1].isoformat()
        note(session, tenancy, "visits_recorded", actor_id=actor_id, at=now, first=first, last=last)
    return len(changed)


def _count(row: VisitCount | None) -> int | None:
    return row.count if row else None
