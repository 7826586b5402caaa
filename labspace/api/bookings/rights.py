"""Whose bookings a call may reach: what the pages show the person, and as staff only with the scope for it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.api.ground.caller import Caller
from labspace.api.ground.problems import Problem
from labspace.bookings.models import Booking
from labspace.bookings.options.queries import shares
from labspace.bookings.queries import find_booking, organisation_ids_of

MOST_DIGITS = 15
"""No row has a greater id."""


def visible(session: Session, name: str, caller: Caller) -> Booking:
    """The booking by id or reference, if the caller may see it; everybody else learns nothing about it."""
    booking = find_booking(session, reference_of(session, name))
    if booking is None or not _may_see(session, booking, caller):
        raise Problem("not_found")
    return booking


def changeable(session: Session, name: str, caller: Caller) -> Booking:
    """The booking, if it is the caller's or they act as staff of its house."""
    booking = visible(session, name, caller)
    if booking.booked_by_id != caller.user.id and not caller.runs(booking.location_id):
        raise Problem("not_yours")
    return booking


def run_by(session: Session, name: str, caller: Caller) -> Booking:
    """The booking, if the caller acts as staff of its house."""
    booking = visible(session, name, caller)
    if not caller.runs(booking.location_id):
        raise Problem("not_yours")
    return booking


def reference_of(session: Session, name: str) -> str:
    """The reference of the booking that is named by its id or by its reference; empty for an id nobody has."""
    if not (name.isascii() and name.isdecimal()):
        return name
    if len(name) > MOST_DIGITS:
        return ""
    return session.scalar(select(Booking.reference).where(Booking.id == int(name))) or ""


def _may_see(session: Session, booking: Booking, caller: Caller) -> bool:
    user_id = caller.user.id
    if booking.booked_by_id == user_id or caller.runs(booking.location_id):
        return True
    if shares(session, booking, user_id):
        return True
    return booking.organisation_id is not None and booking.organisation_id in organisation_ids_of(
        session, user_id
    )
