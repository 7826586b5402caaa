"""The first asks bindingly: the clock stands still, the house decides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.option_clocks import close_challenge, open_challenge
from labspace.bookings.models import Booking
from labspace.bookings.options import clock as steps
from labspace.bookings.options.actions.settled import settled_option
from labspace.bookings.options.changes import OptionCommitted
from labspace.bookings.options.states import Outcome


def commit_option(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> Booking:
    """Turn the first option into a binding request; an open challenge is answered by it.

    Raises `Refused` for who is not first, or did so already, or comes too late.
    """
    actor_id = by.id
    booking, row = settled_option(session, booking_id, now=now, expected_version=expected_version)
    following = steps.commit(row.read(booking))
    before = snapshot(booking)
    row.write(following, booking)
    if (asked := open_challenge(session, booking_id)) is not None:
        close_challenge(asked, Outcome.COMMITTED, now=now)
    note(session, booking, what="committed", before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, OptionCommitted(booking, actor_id, now))
    return booking
