"""The doors through which the hours of a house change. Actions flush; the edge commits once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.db import begin_write
from labspace.locations.changes import HoursChanged
from labspace.locations.models import Location, SpecialOpening
from labspace.times import TimeSpan


def open_specially(session: Session, location_id: int, *, span: TimeSpan, reason: str) -> SpecialOpening:
    """Open a house for a span outside its weekly hours; closures still beat it.

    The same span asked for again, by a form sent twice, is the opening of the first time.
    """
    begin_write(session)
    house = session.get_one(Location, location_id, with_for_update={"key_share": True})
    same = (SpecialOpening.starts_at == span.starts_at, SpecialOpening.ends_at == span.ends_at)
    known = select(SpecialOpening).where(SpecialOpening.location_id == location_id, *same)
    if (opening := session.scalars(known.limit(1)).first()) is not None:
        return opening
    opening = SpecialOpening(location_id=location_id, span=span, reason=reason[:200])
    session.add(opening)
    house.hours_revision = Location.hours_revision + 1
    session.flush()
    announce(session, HoursChanged(location_id, span))
    return opening
