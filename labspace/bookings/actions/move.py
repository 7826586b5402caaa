"""Moving and resizing: a refused move leaves the old booking exactly as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.bookers import lock_bookers
from labspace.bookings.actions.checks import StaffDoor, check_wish
from labspace.bookings.actions.choose import candidates
from labspace.bookings.actions.claims import (
    drop_claims,
    holds_claims,
    lock_spaces,
    plan_units,
    take_claims,
    units_of,
)
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.no_shows import settle_no_shows
from labspace.bookings.actions.overrides import lets_pass
from labspace.bookings.actions.settle import join_queue, promote_behind, settle_options
from labspace.bookings.capacity import halls_of, too_many
from labspace.bookings.changes import BookingMoved, BookingRetold
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.presence import check_in_deadline
from labspace.bookings.prices.kept import kept_tariffs, set_price
from labspace.bookings.states import OPEN, BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any


def load_locked(session: Session, booking_id: int) -> Booking:
    """The booking as it is now, its units locked; raises LookupError if there is none."""
    unit_ids = units_of(session, booking_id)
    lock_spaces(session, unit_ids)
    return load_on(session, booking_id, unit_ids)


def load_on(session: Session, booking_id: int, unit_ids: frozenset[int]) -> Booking:
    """The booking as it is now, on the locked `unit_ids`; raises LookupError if there is none.

    Raises `Refused` if it was moved to others while the lock was waited for: to lock those as well
    would be a second lock in no order, and could wait for somebody who waits for us.
    """
    booking = session.get(Booking, booking_id, populate_existing=True)
    if booking is None:
        raise LookupError(booking_id)
    if units_of(session, booking_id) != unit_ids:
        raise Refused(Refusal("changed_meanwhile"))
    return booking


def check_version(booking: Booking, expected: int | None) -> None:
    """Raise `Refused` if somebody changed the booking since the reader saw version `expected`."""
    if expected is not None and expected != booking.version:
        raise Refused(Refusal("changed_meanwhile"))


def move_booking(
    session: Session,
    booking_id: int,
    wish: Wish,
    *,
    by: User,
    now: datetime,
    door: StaffDoor | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Give the booking the time and spaces of `wish`; its details stay.

    Checked like a new booking; a moved option goes to the end of the queue at its new time. The
    house and the kind stay. Raises `Refused` or `SpaceTaken`, and then nothing has changed.
    """
    actor_id = by.id
    begin_write(session)
    old_unit_ids = units_of(session, booking_id)
    plan = candidates(session, wish, also_lock=old_unit_ids)
    booking = load_on(session, booking_id, old_unit_ids)
    check_version(booking, expected_version)
    unit_ids = plan.units_of(plan.spaces)
    settle_options(session, unit_ids | old_unit_ids, now=now)
    # Whose grace time is over cannot move away from it; staff who hear on the phone that somebody is late can.
    settle_no_shows(session, unit_ids | old_unit_ids, now=now, but_not=booking_id if door else None)
    if booking.state not in OPEN or (booking.ends_at <= now and door is None):
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    if wish.span.ends_at <= now and door is None:
        raise Refused(Refusal("in_the_past"))
    place = (booking.location_id, booking.kind)
    if any((space.location_id, space.kind) != place for space in plan.spaces):
        raise Refused(Refusal("not_allowed"))
    if any(rules.quotas for rules in plan.rules.values()):
        lock_bookers(session, booking.booked_by_id, organisation_id=booking.organisation_id, alone=True)
    details = Details(people=booking.people, layout=booking.layout, organisation_id=None)
    checked = check_wish(
        session,
        plan.spaces,
        replace(wish, details=details),
        house=plan.house,
        rules=plan.rules,
        booked_by=booking.booked_by,
        now=now,
        door=door,
        moved=booking,
    )
    before, old_span = snapshot(booking), booking.span
    with session.begin_nested():
        drop_claims(session, booking)
        booking.span = wish.span
        booking.setup_minutes, booking.teardown_minutes = wish.setup_minutes, wish.teardown_minutes
        booking.spaces, booking.product = list(plan.spaces), checked.product
        new_rules = [plan.rules[space.id] for space in plan.spaces]
        booking.check_in_until = check_in_deadline(new_rules, starts_at=wish.span.starts_at, now=now)
        set_price(session, booking, tariffs=kept_tariffs(session, plan.house))
        session.flush()
        session.execute(delete(BookedUnit).where(BookedUnit.booking_id == booking.id))
        plan_units(session, booking, unit_ids=unit_ids)
        if booking.state is BookingState.OPTION:
            join_queue(session, booking, now=now)
        elif holds_claims(booking):
            take_claims(session, booking, unit_ids=unit_ids, rules=plan.unit_rules(plan.spaces), now=now)
        promote_behind(session, booking, now=now)
    lets_pass(session, booking, checked, door=door, now=now)
    note(
        session,
        booking,
        what="moved",
        before=before,
        actor_id=actor_id,
        at=now,
        text=door.reason if door and checked.overridden else "",
        overridden=checked.overridden,
    )
    announce(session, BookingMoved(booking, actor_id, now, old_span=old_span, old_unit_ids=old_unit_ids))
    return booking


def retell_booking(
    session: Session,
    booking_id: int,
    *,
    title: str,
    people: int,
    note_text: str,
    by: User,
    now: datetime,
    door: StaffDoor | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Change what the booking says besides place and time; the number of people is checked again.

    What is over counts in figures; only staff change it then.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.state not in OPEN or (booking.ends_at <= now and door is None):
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    day = booking.starts_at.astimezone(booking.location.zone).date()
    halls = halls_of(session, booking.spaces, on=day)
    refuse_any(too_many(booking.spaces, people=people, layout=booking.layout, halls=halls))
    before = snapshot(booking)
    booking.title, booking.people, booking.note = title, people, note_text
    note(session, booking, what="retold", before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, BookingRetold(booking, actor_id, now))
    return booking
