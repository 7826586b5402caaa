"""Placing a booking: the one door for page, API, staff and import."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import claim_free, holds_claims, plan_units
from labspace.bookings.actions.clearing import Cleared, clear_wish
from labspace.bookings.actions.history import note
from labspace.bookings.actions.once import answer_form, note_form
from labspace.bookings.actions.overrides import lets_pass
from labspace.bookings.actions.rows import new_booking, put_booking
from labspace.bookings.actions.settle import join_queue
from labspace.bookings.changes import BookingPlaced
from labspace.bookings.models import Booking
from labspace.bookings.presence import check_in_deadline
from labspace.bookings.prices.kept import kept_tariffs, set_price
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import begin_write


def place_booking(
    session: Session,
    wish: Wish,
    *,
    booked_by: User,
    now: datetime,
    state: BookingState = BookingState.CONFIRMED,
    option_until: datetime | None = None,
    door: StaffDoor | None = None,
    once: str = "",
    uid: str = "",
    told_together: bool = False,
) -> Booking:
    """Book all spaces of `wish` or none; confirmed at once unless `state` says otherwise.

    `once` names the filled-in form: sent twice, it gives the booking of the first time. `uid` is the
    iCalendar UID of a date that belongs to a series. `told_together`: one letter tells of several.
    Where the house approves bookings of the space first, a confirmed one is requested instead.
    Raises `Refused` with every broken rule, `SpaceTaken` if another claim is in the way.
    An option gets the next free rank, and as the first one a deadline by the terms of the house, or
    `option_until`; requested bookings and options of lower rank claim nothing.
    """
    booker_id, actor_id = booked_by.id, door.entered_by.id if door else booked_by.id
    begin_write(session)
    if once and (first := note_form(session, wish, booker_id=booker_id, once=once, now=now)):
        return session.get_one(Booking, first)
    cleared = clear_wish(
        session, wish, booked_by=booked_by, booker_id=booker_id, now=now, state=state, door=door
    )
    booking = new_booking(
        cleared.spaces,
        wish,
        booked_by=booked_by,
        organisation=cleared.organisation,
        now=now,
        door=door,
        uid=uid,
    )
    _write(session, booking, cleared, option_until=option_until, now=now)
    if once:
        answer_form(session, booking, once=once)
    checked = cleared.checked
    lets_pass(session, booking, checked, door=door, now=now)
    note(
        session,
        booking,
        what="placed",
        before=None,
        actor_id=actor_id,
        at=now,
        text=door.reason if door and checked.overridden else "",
        overridden=checked.overridden,
    )
    announce(session, BookingPlaced(booking, actor_id, now, told_together=told_together))
    return booking


def _write(
    session: Session, booking: Booking, cleared: Cleared, *, option_until: datetime | None, now: datetime
) -> None:
    """Write the booking with its price, its units and what it keeps others off."""
    asked_rules = [cleared.rules[space.id] for space in cleared.spaces]
    booking.state, booking.product = cleared.state, cleared.checked.product
    if booking.state is BookingState.OPTION:
        booking.option_until = booking.starts_at
    booking.check_in_until = check_in_deadline(asked_rules, starts_at=booking.starts_at, now=now)
    set_price(session, booking, tariffs=kept_tariffs(session, cleared.house))
    put_booking(session, booking)
    plan_units(session, booking, unit_ids=cleared.unit_ids)
    if booking.state is BookingState.OPTION:
        join_queue(session, booking, now=now, until=option_until)
    elif holds_claims(booking):
        claim_free(
            session,
            booking,
            cleared.core,
            unit_ids=cleared.unit_ids,
            rules=cleared.unit_rules,
            held=cleared.held,
            now=now,
        )
