"""A house closes with no known end, and opens again; all that was stays as it was."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.actions import close_houses, reopen_house
from labspace.houses.founding.actions import locked_house
from labspace.houses.models import HouseChange, HouseEdit
from labspace.locations.changes import HoursChanged
from labspace.locations.models import FOR_GOOD, Closure, Location
from labspace.times import TimeSpan, start_of_day


def closure_for_good(session: Session, location_id: int) -> Closure | None:
    """The closure with no known end, if there is one."""
    return session.scalars(
        select(Closure)
        .where(Closure.location_id == location_id, Closure.ends_at >= FOR_GOOD)
        .order_by(Closure.starts_at)
        .limit(1)
    ).first()


def close_for_good(
    session: Session,
    house: Location,
    *,
    day: date,
    reason: str,
    reason_en: str,
    seen: str,
    cancels: bool,
    by: User,
    now: datetime,
) -> Closure:
    """Close from a day on with no known end; as `close_houses`, which it calls.

    Raises `Refused` where it is closed for good already, for a day that is over, and `BookingsTouched`.
    """
    begin_write(session)
    if closure_for_good(session, house.id) is not None:
        raise Refused(Refusal("closed_for_good_already"))
    span = TimeSpan(start_of_day(day, zone=house.zone), FOR_GOOD)
    (closure,) = close_houses(
        session,
        [house.id],
        span=span,
        reason=reason,
        reason_en=reason_en,
        seen=seen,
        cancels=cancels,
        by=by,
        now=now,
    )
    return closure


def open_again(session: Session, location_id: int, *, day: date, by: User, now: datetime) -> None:
    """Open from a day on; what was closed until then stays closed.

    Raises `Refused` for a day that is over, `LookupError` where it is not closed for good.
    """
    actor_id = by.id
    begin_write(session)
    house, closure = session.get_one(Location, location_id), closure_for_good(session, location_id)
    if closure is None:
        raise LookupError(location_id)
    if day < now.astimezone(house.zone).date():
        raise Refused(Refusal("day_over"))
    opens = max(start_of_day(day, zone=house.zone), now)
    if opens <= max(closure.starts_at, now):
        reopen_house(session, closure.id, by=by, now=now)
        return
    house = locked_house(session, location_id)
    session.refresh(closure, with_for_update=True)
    if not closure.is_for_good:
        raise Refused(Refusal("changed_meanwhile"))
    closure.ends_at = opens
    freed = TimeSpan(opens, FOR_GOOD)
    house.hours_revision = Location.hours_revision + 1
    session.add(
        HouseChange(location_id=house.id, at=now, actor_id=actor_id, what=HouseEdit.REOPENED, span=freed)
    )
    session.flush()
    announce(session, HoursChanged(house.id, freed))
