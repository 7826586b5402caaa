"""Asking for an event area: a valid request is an option at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.events.kinds import HOUSE_RULES_VERSION
from labspace.events.models import EventRequest
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """What an organiser tells about an event besides the booking's own details."""

    purpose: str
    organiser_name: str
    entry_fee_cents: int = 0
    wheelchair_places: int = 0
    equipment: Mapping[str, int] = field(default_factory=dict)
    catering_wish: str = ""
    is_political_or_religious: bool = False


def request_event(
    session: Session, wish: Wish, details: EventDetails, *, booked_by: User, now: datetime, once: str = ""
) -> EventRequest:
    """Place an option at the next free rank, with what the organiser tells about the event.

    Raises `Refused` with every broken rule, `SpaceTaken` against a confirmed booking or a blocking.
    `once` names the filled-in form: sent twice, it gives the request of the first time.
    """
    begin_write(session)
    if wish.span.starts_at <= now:
        raise Refused(Refusal("in_the_past"))
    booking = place_booking(
        session,
        wish,
        booked_by=booked_by,
        now=now,
        state=BookingState.OPTION,
        once=once,
    )
    if booking.kind is not SpaceKind.EVENT_AREA:
        raise Refused(Refusal("not_allowed"))
    if (known := session.get(EventRequest, booking.id)) is not None:
        return known
    request = EventRequest(
        booking_id=booking.id,
        purpose=details.purpose,
        organiser_name=details.organiser_name,
        entry_fee_cents=details.entry_fee_cents,
        wheelchair_places=details.wheelchair_places,
        equipment={code: number for code, number in details.equipment.items() if number},
        catering_wish=details.catering_wish,
        is_political_or_religious=details.is_political_or_religious,
        house_rules_version=HOUSE_RULES_VERSION,
        house_rules_accepted_at=now,
    )
    session.add(request)
    session.flush()
    return request
