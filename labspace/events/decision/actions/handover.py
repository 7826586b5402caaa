"""Handing over the space before the event and taking it back after, with who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.states import BookingState
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.reviews import event_to_change, remember
from labspace.events.decision.models import Direction, Handover

HANDED_OVER_IN = frozenset({BookingState.CONFIRMED, BookingState.USED, BookingState.NO_SHOW})


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """What was found and agreed when the space changed hands."""

    handed_at: datetime
    signed_name: str
    keys: str = ""
    condition: str = ""
    meter: str = ""
    defects: str = ""


def hand_over(
    session: Session,
    booking_id: int,
    direction: Direction,
    protocol: Protocol,
    *,
    edition: int,
    by: User,
    now: datetime,
) -> Handover:
    """Write the protocol of one direction; `edition` is one more than the one the writer saw.

    Raises `Refused` with `changed_meanwhile` if somebody else wrote one since.
    """
    booking = event_to_change(session, booking_id, expected_version=None)
    if booking.state not in HANDED_OVER_IN:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    if protocol.handed_at > now:
        raise Refused(Refusal("handover_ahead"))
    last = session.scalar(
        select(func.max(Handover.edition)).where(
            Handover.booking_id == booking_id, Handover.direction == direction
        )
    )
    if edition != (last or 0) + 1:
        raise Refused(Refusal("changed_meanwhile"))
    handover = Handover(
        booking_id=booking_id,
        direction=direction,
        edition=edition,
        handed_at=protocol.handed_at,
        by_id=by.id,
        noted_at=now,
        keys=protocol.keys,
        condition=protocol.condition,
        meter=protocol.meter,
        defects=protocol.defects,
        signed_name=protocol.signed_name,
    )
    session.add(handover)
    session.flush()
    remember(session, booking, what=f"handed_{direction.value}", by=by, now=now)
    return handover
