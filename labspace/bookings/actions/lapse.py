"""Ending holds: what has lapsed goes before a space is judged, and whoever books passes their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.changes import HoldEnded
from labspace.bookings.claim_models import Claim
from labspace.bookings.holds import Hold, HoldOutcome
from labspace.bookings.models import Booking
from labspace.bookings.queries import Claimed


def without_lapsed(session: Session, claims: Iterable[Claimed], *, now: datetime) -> list[Claimed]:
    """`claims` without those of lapsed holds, which end here; their units are locked.

    Asks the database nothing as long as no lapsed hold is among them.
    """
    found = list(claims)
    lapsed = {claim.hold_id for claim in found if claim.has_lapsed(now)} - {None}
    for hold_id in sorted(hold_id for hold_id in lapsed if hold_id is not None):
        end_hold(session, session.get_one(Hold, hold_id), HoldOutcome.LAPSED, now=now)
    return [claim for claim in found if claim.hold_id not in lapsed] if lapsed else found


def of_others(claims: Sequence[Claimed], user_id: int) -> list[Claimed]:
    """`claims` without what is held for this person."""
    return [claim for claim in claims if claim.held_for_id != user_id]


def take_up_holds(session: Session, claims: Iterable[Claimed], booking: Booking, *, now: datetime) -> None:
    """End what is held for the booker among `claims`: the booking takes its place."""
    own = {claim.hold_id for claim in claims if claim.held_for_id == booking.booked_by_id}
    for hold_id in sorted(hold_id for hold_id in own if hold_id is not None):
        end_hold(session, session.get_one(Hold, hold_id), HoldOutcome.TAKEN, now=now, booking=booking)


def end_hold(
    session: Session, hold: Hold, outcome: HoldOutcome, *, now: datetime, booking: Booking | None = None
) -> None:
    """Give back what a hold keeps others off; its units are locked. Ending it twice does nothing."""
    # The row as well: somebody who ends it together with a booking elsewhere has other units locked.
    session.refresh(hold, ["outcome"], with_for_update={"key_share": True})
    if hold.outcome is not None:
        return
    unit_ids = frozenset(session.scalars(select(Claim.space_id).where(Claim.hold_id == hold.id)))
    session.execute(delete(Claim).where(Claim.hold_id == hold.id))
    hold.outcome, hold.ended_at = outcome, now
    announce(session, HoldEnded(hold, unit_ids, now, booking))
