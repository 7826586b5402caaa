"""Staff give the first more time, with a reason that is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.models import Booking
from labspace.bookings.options import clock as steps
from labspace.bookings.options.actions.settled import settled_option
from labspace.bookings.options.changes import OptionExtended
from labspace.errors import Refusal, Refused


def extend_option(
    session: Session,
    booking_id: int,
    *,
    until: datetime,
    reason: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Booking:
    """Set a later deadline for the first option; an open challenge has that much longer, too.

    Raises `Refused` without a reason, for a deadline that is not later or lies after the start, and
    for an option whose clock does not run.
    """
    actor_id = by.id
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    booking, row = settled_option(session, booking_id, now=now, expected_version=expected_version)
    following = steps.extend(row.read(booking), until, now=now)
    before = snapshot(booking)
    row.write(following, booking)
    note(
        session,
        booking,
        what="extended",
        before=before,
        actor_id=actor_id,
        at=now,
        text=reason.strip(),
        reschedules=False,
    )
    announce(session, OptionExtended(booking, actor_id, now))
    return booking
