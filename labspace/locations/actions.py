"""The doors through which the hours of a house change. Actions flush; the edge commits once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.db import begin_write
from labspace.locations.changes import HoursChanged
from labspace.locations.models import Location, SpecialOpening
from labspace.times import TimeSpan


def open_specially(session: Session, location_id: int, *, span: TimeSpan, reason: str) -> SpecialOpening:
    """Open a house for a span outside its weekly hours; closures still beat it."""
    begin_write(session)
    opening = SpecialOpening(location_id=location_id, span=span, reason=reason[:200])
    session.add(opening)
    house = session.get_one(Location, location_id)
    house.hours_revision = Location.hours_revision + 1
    session.flush()
    announce(session, HoursChanged(location_id, span))
    return opening
