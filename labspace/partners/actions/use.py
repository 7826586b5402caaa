"""A partner makes a booking of a date that is kept for them, or gives it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.block import hand_over_blocking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.once import make_once
from labspace.bookings.claim_models import Blocking
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.partners.actions.release import let_go
from labspace.partners.models import AllotmentDate
from labspace.partners.states import DateState


def use_date(
    session: Session,
    date_id: int,
    details: Details,
    *,
    by: User,
    agreed: str,
    now: datetime,
    once: str = "",
) -> AllotmentDate:
    """Book a kept date for the partner; it is confirmed at once, since the house agreed beforehand.

    `agreed` is the reason noted where a rule of the house stands against it. The same form sent twice
    gives the booking of the first time. Raises `Refused` with `allotment_date_settled` once it was used,
    returned or released, and as any booking does.
    """
    by_id = by.id
    begin_write(session)

    def make() -> AllotmentDate:
        return _use(session, date_id, details, by_id=by_id, agreed=agreed, now=now)

    return make_once(session, AllotmentDate, (date_id, details), make, by_id=by_id, once=once, now=now)


def _use(
    session: Session, date_id: int, details: Details, *, by_id: int, agreed: str, now: datetime
) -> AllotmentDate:
    held = session.get_one(AllotmentDate, date_id, populate_existing=True, with_for_update=True)
    blocking = session.get(Blocking, held.blocking_id) if held.blocking_id is not None else None
    if held.state is not DateState.HELD or blocking is None or blocking.lifted_at is not None:
        raise Refused(Refusal("allotment_date_settled", {"state": held.state}))
    agreement, span, space_id = held.allotment.agreement, blocking.span, blocking.space_id
    person = session.get_one(User, by_id)
    for_partner = replace(details, organisation_id=agreement.organisation_id)
    hand_over_blocking(session, blocking, by=person, now=now)
    booking = place_booking(
        session,
        Wish(span=span, space_ids=(space_id,), details=for_partner),
        booked_by=person,
        now=now,
        door=StaffDoor(entered_by=agreement.created_by, reason=agreed),
    )
    held.become(DateState.USED, now=now)
    held.booking_id, held.settled_by_id = booking.id, by_id
    session.flush()
    return held


def give_back(session: Session, date_id: int, *, by: User, now: datetime) -> AllotmentDate:
    """The partner does not need a kept date: everybody may book it from now on."""
    by_id = by.id
    begin_write(session)
    held = session.get_one(AllotmentDate, date_id, populate_existing=True, with_for_update=True)
    let_go(session, held, DateState.RETURNED, by=session.get_one(User, by_id), now=now, by_id=by_id)
    return held
